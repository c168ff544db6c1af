import { z } from 'zod'
import {
  statsQuery,
  statsSeries,
  tagStats,
  tagStatsQuery,
  trendingArticles,
  trendingQuery,
} from '../stats.ts'
import { usernameStep } from '../user.ts'
import { slugParams } from './articles.ts'
import { jsonAnswer, notModified, optionalUser, readErrors, signedInUser } from './operation.ts'

const tags: string[] = ['Statistics']

export const readArticleStats = {
  method: 'get',
  path: '/api/stats/articles/{slug}',
  tags,
  summary: 'Counts of an article, and the same by interval; of a draft for its author alone',
  security: optionalUser,
  request: { params: slugParams, query: statsQuery },
  responses: {
    200: jsonAnswer(statsSeries, 'Counts, and the same by interval'),
    ...notModified,
    ...readErrors('article_not_found', 'validation_failed'),
  },
} as const

export const readAuthorStats = {
  method: 'get',
  path: '/api/stats/authors/{username}',
  tags,
  summary: 'Counts of all published articles of an author, and the same by interval',
  security: optionalUser,
  request: { params: z.object({ username: usernameStep }), query: statsQuery },
  responses: {
    200: jsonAnswer(statsSeries, 'Counts, and the same by interval'),
    ...notModified,
    ...readErrors('profile_not_found', 'validation_failed'),
  },
} as const

export const readSiteStats = {
  method: 'get',
  path: '/api/stats/site',
  tags,
  summary: 'Counts of all published articles, and the same by interval; for editors',
  security: signedInUser,
  request: { query: statsQuery },
  responses: {
    200: jsonAnswer(statsSeries, 'Counts, and the same by interval'),
    ...notModified,
    ...readErrors('token_missing', 'editors_only', 'validation_failed'),
  },
} as const

export const readTagStats = {
  method: 'get',
  path: '/api/stats/tags',
  tags,
  summary:
    'Counts of published articles by tag, the most viewed first; of one tag by interval as well',
  security: optionalUser,
  request: { query: tagStatsQuery },
  responses: {
    200: jsonAnswer(
      tagStats,
      'Counts by tag; `series` when `tag` is given, which `interval` and `tz` need',
    ),
    ...notModified,
    ...readErrors('validation_failed'),
  },
} as const

export const readTrending = {
  method: 'get',
  path: '/api/stats/trending',
  tags,
  summary: 'Articles that are viewed, favored and commented on most; the newer, the more it counts',
  security: optionalUser,
  request: { query: trendingQuery },
  responses: {
    200: jsonAnswer(trendingArticles, 'The greatest score first'),
    ...notModified,
    ...readErrors('validation_failed'),
  },
} as const
