import type { JsonFeed } from '@broadsheet/contracts/syndication'
import type { ArticleFeed, FeedEntry } from './article-feed.ts'

/** A feed as JSON Feed 1.1. */
export const jsonFeedOf = ({ title, home, self, entries }: ArticleFeed): JsonFeed => ({
  version: 'https://jsonfeed.org/version/1.1',
  title,
  home_page_url: home,
  ...(self !== null && { feed_url: self }),
  items: entries.map(itemOf),
})

const itemOf = ({ canonicalUrl, ...entry }: FeedEntry): JsonFeed['items'][number] => ({
  id: entry.id,
  url: entry.url,
  ...(canonicalUrl !== null && { external_url: canonicalUrl }),
  title: entry.title,
  summary: entry.description,
  content_html: entry.html,
  date_published: entry.createdAt,
  date_modified: entry.updatedAt,
  authors: [{ name: entry.author }],
  tags: entry.tagList,
})
