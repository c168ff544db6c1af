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

/** The articles that were made in this month or on this day, UTC. */
export const sitemapQuery = z.object({
  month: z
    .string()
    .regex(/^[0-9]{4}-(0[1-9]|1[0-2])$/, 'must be a month as 2026-01')
    .optional(),
  day: z.iso.date('must be a day as 2026-01-31').optional(),
})
export type SitemapPart = z.infer<typeof sitemapQuery>
