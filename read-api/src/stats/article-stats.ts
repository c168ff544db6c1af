import { readArticleStats } from '@broadsheet/contracts/operations/stats'
import type { ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { answerJson } from '@broadsheet/platform/json-answer'
import type { Reading } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import { readRoute } from '../read-route.ts'
import type { ArticleFact } from './article-facts.ts'
import { queriedRange } from './range.ts'

/** Favorites and comments by time are not kept yet. */
const notCounted = { favorites: 0, comments: 0 }

export function addArticleStatsRoute(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const uses = { projections: ['social', 'stats'], searches: false } as const
  app.openapi(readRoute(readArticleStats, deps, uses), async (c) => {
    const fact = await findFact(deps, c.req.valid('param').slug, c.get('reading'))
    const now = deps.clock()
    const asked = queriedRange(c.req.valid('query'), fact.createdAt, now)
    const { series, ...viewed } = await deps.views.count({ article: fact.id }, { ...asked, now })
    return answerJson(c, {
      ...viewed,
      ...notCounted,
      series: series.map(({ at, ...counts }) => ({
        at: at.toISOString(),
        ...counts,
        ...notCounted,
      })),
    })
  })
}

/** The article of a slug; 404 unless it is published. */
async function findFact(deps: ReadApi, slug: string, reading: Reading): Promise<ArticleFact> {
  const { watermarks } = deps.consistency
  const id = await deps.social.articleIdOf(slug)
  if (id === null) throw new ApiError('article_not_found')
  if (reading.hidden.articles.isParked(id)) reading.stale()
  const isApplied = watermarks.isSatisfied.bind(watermarks, 'stats')
  const hidden = reading.hidden.articles.has(id, isApplied)
  const fact = hidden ? null : await deps.facts.find(id)
  if (fact?.status !== 'published') throw new ApiError('article_not_found')
  return fact
}
