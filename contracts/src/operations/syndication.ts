import { z } from 'zod'
import { articleFeedQuery, feedMediaTypes, jsonFeed, sitemapQuery } from '../syndication.ts'
import { notModified, optionalUser, readErrors } from './operation.ts'

const tags: string[] = ['Feeds and sitemap']
const newest = 'The newest published articles; none for a tag or an author that there is not'

export const readAtomFeed = {
  method: 'get',
  path: '/api/feeds/articles.atom',
  tags,
  summary: 'The newest published articles as Atom',
  security: optionalUser,
  request: { query: articleFeedQuery },
  responses: {
    200: { description: newest, content: { [feedMediaTypes.atom]: { schema: z.string() } } },
    ...notModified,
    ...readErrors('validation_failed'),
  },
} as const

export const readJsonFeed = {
  method: 'get',
  path: '/api/feeds/articles.json',
  tags,
  summary: 'The same as JSON Feed 1.1',
  security: optionalUser,
  request: { query: articleFeedQuery },
  responses: {
    200: { description: newest, content: { [feedMediaTypes.json]: { schema: jsonFeed } } },
    ...notModified,
    ...readErrors('validation_failed'),
  },
} as const

export const readSitemap = {
  method: 'get',
  path: '/sitemap.xml',
  tags,
  summary:
    'The pages of all published articles; past 10,000, an index of such sitemaps by month or day',
  security: optionalUser,
  request: { query: sitemapQuery },
  responses: {
    200: {
      description: 'A sitemap, or an index of sitemaps (https://www.sitemaps.org/protocol.html)',
      content: { 'application/xml': { schema: z.string() } },
    },
    ...notModified,
    ...readErrors('route_not_found', 'validation_failed'),
  },
} as const
