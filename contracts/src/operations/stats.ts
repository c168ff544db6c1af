import { articleStats, statsQuery } from '../stats.ts'
import { slugParams } from './articles.ts'
import { jsonAnswer, notModified, optionalUser, readErrors } from './operation.ts'

const tags: string[] = ['Statistics']

export const readArticleStats = {
  method: 'get',
  path: '/api/stats/articles/{slug}',
  tags,
  summary: 'Counts of an article, and the same by interval',
  security: optionalUser,
  request: { params: slugParams, query: statsQuery },
  responses: {
    200: jsonAnswer(articleStats, 'Counts, and the same by interval'),
    ...notModified,
    ...readErrors('article_not_found', 'validation_failed'),
  },
} as const
