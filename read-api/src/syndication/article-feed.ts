import type { ArticleDocument } from '@broadsheet/contracts/article'
import { articlesAlias } from '@broadsheet/contracts/names'
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { selecting } from '../articles/selection.ts'
import { hiddenFromSearch, type Reading } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import { newestPage } from '../newest-page.ts'
import type { Surroundings } from '../social/surroundings.ts'
import type { articleHtml } from './article-html.ts'

const entriesOfFeed = 20

/** An article in a feed; `id` stays, whatever becomes of its title and slug. `html` is safe. */
export type FeedEntry = Pick<
  ArticleDocument,
  'id' | 'title' | 'description' | 'tagList' | 'canonicalUrl' | 'createdAt' | 'updatedAt'
> & { url: string; author: string; html: string }

/**
 * `self` is where the feed itself is; null where there is nothing of what was asked for: what nobody has
 * published is on no page of ours, not even as an echo.
 */
export type ArticleFeed = {
  title: string
  id: string
  home: string
  self: string | null
  entries: FeedEntry[]
}

type Asked = { tag?: string | undefined; author?: string | undefined }

/** The newest published articles, without regard to who reads them. */
export async function articleFeed(
  deps: ReadApi,
  reading: Reading,
  { path, asked, render }: { path: string; asked: Asked; render: typeof articleHtml },
): Promise<ArticleFeed> {
  const { pages } = deps
  const documents = await newestOf(deps, reading, asked)
  const authorIds = documents.map(({ authorId }) => authorId)
  const around = await deps.social.around(null, authorIds)
  const about = namedAsThey(asked, around.authorOf(authorIds[0] ?? '').username)
  const entries: FeedEntry[] = []
  for (const document of documents) {
    entries.push(entryOf(document, pages.article(document.slug), around, render))
    // Others are answered between two long articles.
    await setImmediate()
  }
  const self = pages.own(path, about)
  const feed = { id: addressId(self), home: pages.home, entries }
  const isEcho = entries.length === 0 && Object.keys(asked).length > 0
  if (isEcho) return { ...feed, title: pages.title, self: null }
  return { ...feed, title: titleOf(pages.title, about), self }
}

/** The UUID (version 5) of an address. */
function addressId(address: string): string {
  const addresses = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex')
  const hash = createHash('sha1').update(addresses).update(address).digest()
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  const id = hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  return `urn:uuid:${id}`
}

/** An author's name is found in whatever case; the feed has one address alone. */
const namedAsThey = ({ tag, author }: Asked, username: string): Asked => ({
  tag,
  author: author === undefined ? undefined : username || author,
})

async function newestOf(
  { consistency, elasticsearch, social }: ReadApi,
  reading: Reading,
  { tag, author }: Asked,
): Promise<ArticleDocument[]> {
  const authorId = author === undefined ? undefined : await social.userIdOf(author)
  const authorIds = authorId === undefined ? undefined : authorId === null ? [] : [authorId]
  const bool = selecting({ tag, authorIds }, hiddenFromSearch('articles', reading, consistency))
  const list = { index: articlesAlias, query: { bool } }
  const page = { limit: entriesOfFeed, offset: 0 }
  return (await newestPage<ArticleDocument>(elasticsearch, list, page)).documents
}

function entryOf(
  document: ArticleDocument,
  url: string,
  { authorOf }: Surroundings,
  render: typeof articleHtml,
): FeedEntry {
  const { id, title, description, tagList, canonicalUrl, createdAt, updatedAt } = document
  const about = {
    id: `urn:uuid:${id}`,
    title,
    description,
    tagList,
    canonicalUrl: canonicalUrl ?? null,
  }
  const author = authorOf(document.authorId).username
  return { ...about, createdAt, updatedAt, url, author, html: render(document.body, url) }
}

const titleOf = (site: string, { tag, author }: Asked) =>
  [site, ...(tag === undefined ? [] : [`#${tag}`]), ...(author === undefined ? [] : [author])].join(
    ' · ',
  )
