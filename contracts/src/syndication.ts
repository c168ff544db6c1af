import { z } from 'zod'
import { filledText } from './text.ts'

export const feedMediaTypes = {
  atom: 'application/atom+xml',
  json: 'application/feed+json',
} as const

export const articleFeedQuery = z.object({
  tag: filledText(40).optional(),
  author: filledText(40).optional(),
})

const feedAuthor = z.object({ name: z.string() })

/** An article; `external_url` is its canonical address, when that is another. Absent, never null. */
const jsonFeedItem = z.object({
  id: z.string(),
  url: z.url(),
  external_url: z.string().optional(),
  title: z.string(),
  summary: z.string(),
  content_html: z.string(),
  date_published: z.iso.datetime(),
  date_modified: z.iso.datetime(),
  authors: z.array(feedAuthor),
  tags: z.array(z.string()),
})

/** JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), as far as we use it; an empty feed does not say again what was asked for. */
export const jsonFeed = z
  .object({
    version: z.literal('https://jsonfeed.org/version/1.1'),
    title: z.string(),
    home_page_url: z.url(),
    feed_url: z.url().optional(),
    items: z.array(jsonFeedItem),
  })
  .meta({ id: 'JsonFeed' })
export type JsonFeed = z.infer<typeof jsonFeed>

const afterPattern = /^-?[0-9]{1,14}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** `after` is `<createdAt, Unix ms>_<id>` of the article before the page; the index gives it. */
export const sitemapQuery = z.object({
  after: z.string().regex(afterPattern, 'must come from the index').optional(),
})
