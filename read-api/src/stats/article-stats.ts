import { articleStats, statsQuery } from '@broadsheet/contracts/stats'
import type { ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { answerJson, errorAnswers, jsonAnswer } from '../answers.ts'
import { consistentRead, type Reading } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import type { ArticleFact } from './article-facts.ts'
import { queriedStarts } from './range.ts'

const noCounts = { views: 0, uniqueReaders: 0, favorites: 0, comments: 0 }

export function addArticleStatsRoute(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const route = createRoute({
    method: 'get',
    path: '/api/stats/articles/{slug}',
    middleware: consistentRead(deps.consistency, {
      projections: ['social', 'stats'],
      searches: false,
    }),
    request: { params: z.object({ slug: z.string() }), query: statsQuery },
    responses: {
      200: jsonAnswer(articleStats, 'Counts, and the same by interval'),
      ...errorAnswers,
    },
  })
  app.openapi(route, async (c) => {
    const fact = await findFact(deps, c.req.valid('param').slug, c.get('reading'))
    const starts = queriedStarts(c.req.valid('query'), fact.createdAt, deps.clock())
    const series = starts.map((start) => ({ at: start.toISOString(), ...noCounts }))
    return answerJson(c, { ...noCounts, series })
  })
}

/** The article of a slug; 404 unless it is published. */
async function findFact(deps: ReadApi, slug: string, reading: Reading): Promise<ArticleFact> {
  const { watermarks } = deps.consistency
  const id = await deps.social.articleIdOf(slug)
  if (id === null) throw new ApiError('article_not_found')
  if (reading.hidden.isParked(id)) reading.stale()
  const isApplied = watermarks.isSatisfied.bind(watermarks, 'stats')
  const hidden = reading.hidden.has(id, isApplied)
  const fact = hidden ? null : await deps.facts.find(id)
  if (fact?.status !== 'published') throw new ApiError('article_not_found')
  return fact
}
