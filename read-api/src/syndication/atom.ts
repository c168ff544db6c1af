import { feedMediaTypes } from '@broadsheet/contracts/syndication'
import type { ArticleFeed, FeedEntry } from './article-feed.ts'
import { element, xmlDocument } from './xml.ts'

/** A feed as an Atom document (RFC 4287). */
export function atomOf({ id, title, home, self, entries }: ArticleFeed): string {
  const times = entries.map(({ updatedAt }) => Date.parse(updatedAt))
  // Needed also where there is nothing yet; of the answer's own time each answer would be another.
  const updated = new Date(Math.max(0, ...times)).toISOString()
  const about = [
    element('id', id),
    element('title', title),
    element('updated', updated),
    element('generator', 'Broadsheet'),
    ...(self === null ? [] : [link('self', self, feedMediaTypes.atom)]),
    link('alternate', home),
  ]
  const xmlns = 'http://www.w3.org/2005/Atom'
  return xmlDocument(element('feed', [...about, ...entries.map(entryOf)], { xmlns }))
}

function entryOf(entry: FeedEntry) {
  const { canonicalUrl } = entry
  return element('entry', [
    element('id', entry.id),
    element('title', entry.title),
    link('alternate', entry.url, 'text/html'),
    ...(canonicalUrl === null ? [] : [link('canonical', canonicalUrl)]),
    element('published', instant(entry.createdAt)),
    element('updated', instant(entry.updatedAt)),
    element('author', [element('name', entry.author)]),
    ...entry.tagList.map((term) => element('category', [], { term })),
    element('summary', entry.description),
    element('content', entry.html, { type: 'html' }),
  ])
}

const link = (rel: string, href: string, type?: string) =>
  element('link', [], { rel, href, ...(type !== undefined && { type }) })

const instant = (text: string) => new Date(text).toISOString()
