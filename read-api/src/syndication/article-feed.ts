import type { ArticleDocument } from '@broadsheet/contracts/article'
import { articlesAlias } from '@broadsheet/contracts/names'
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { withoutBody, type ListedDocument } from '../articles/article-answer.ts'
import { selecting } from '../articles/selection.ts'
import { hiddenFromSearch, type Reading } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import { newestPage } from '../newest-page.ts'
import type { Surroundings } from '../social/surroundings.ts'
import type { RenderedArticles } from './rendered-articles.ts'
import type { SitePages } from './site-pages.ts'

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
  { path, asked, rendered }: { path: string; asked: Asked; rendered: RenderedArticles },
): Promise<ArticleFeed> {
  const { pages } = deps
  const documents = await withHtml(deps, await newestOf(deps, reading, asked), rendered)
  const authorIds = documents.map(({ authorId }) => authorId)
  const around = await deps.social.around(null, authorIds)
  const about = namedAsThey(asked, around.authorOf(authorIds[0] ?? '').username)
  const entries = documents.map((document) => entryOf(document, pages, around))
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
): Promise<ListedDocument[]> {
  const authorId = author === undefined ? undefined : await social.userIdOf(author)
  const authorIds = authorId === undefined ? undefined : authorId === null ? [] : [authorId]
  const bool = selecting({ tag, authorIds }, hiddenFromSearch('articles', reading, consistency))
  const list = { index: articlesAlias, query: { bool }, _source: withoutBody }
  const page = { limit: entriesOfFeed, offset: 0 }
  return (await newestPage<ListedDocument>(elasticsearch, list, page)).documents
}

type Rendered = ListedDocument & { html: string }

/** Bodies are long, and are fetched for those alone whose HTML is not remembered. */
async function withHtml(
  { articles, pages }: ReadApi,
  listed: readonly ListedDocument[],
  rendered: RenderedArticles,
): Promise<Rendered[]> {
  const known = new Map<ListedDocument, string>()
  for (const document of listed) {
    const html = rendered.remembered(document, pages.article(document.slug))
    if (html !== undefined) known.set(document, html)
  }
  const unknown = listed.filter((document) => !known.has(document)).map(({ id }) => id)
  const whole = await articles.wholeAmong(unknown)
  const documents: Rendered[] = []
  for (const document of listed) {
    const html = known.get(document)
    // Of the version that there is by now; none when it was taken away since the search.
    const newest = whole.get(document.id)
    if (html !== undefined) documents.push({ ...document, html })
    else if (newest !== undefined) {
      const made = rendered.made(newest, pages.article(newest.slug))
      documents.push({ ...newest, html: made })
      // Others are answered between two long articles.
      await setImmediate()
    }
  }
  return documents
}

function entryOf(document: Rendered, pages: SitePages, { authorOf }: Surroundings): FeedEntry {
  const { id, title, description, tagList, canonicalUrl, createdAt, updatedAt, html } = document
  const url = pages.article(document.slug)
  const about = {
    id: `urn:uuid:${id}`,
    title,
    description,
    tagList,
    canonicalUrl: canonicalUrl ?? null,
  }
  const author = authorOf(document.authorId).username
  return { ...about, createdAt, updatedAt, url, author, html }
}

const titleOf = (site: string, { tag, author }: Asked) =>
  [site, ...(tag === undefined ? [] : [`#${tag}`]), ...(author === undefined ? [] : [author])].join(
    ' · ',
  )
