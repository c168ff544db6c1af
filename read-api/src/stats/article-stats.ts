import { readArticleStats } from '@broadsheet/contracts/operations/stats'
import type { ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { answerJson } from '@broadsheet/platform/json-answer'
import type { Reading } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import { readRoute } from '../read-route.ts'
import type { ArticleFact } from './article-facts.ts'
import { countedSeries } from './counted-series.ts'

export function addArticleStatsRoute(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const uses = { projections: ['social', 'stats'], searches: false } as const
  app.openapi(readRoute(readArticleStats, deps, uses), async (c) => {
    const reading = c.get('reading')
    const { id, createdAt } = await findFact(deps, c.req.valid('param').slug, reading)
    const scope = { article: id }
    return answerJson(c, await countedSeries(deps, reading, scope, c.req.valid('query'), createdAt))
  })
}

/** The article of a slug; 404 unless it is published or the reader's own. */
async function findFact(deps: ReadApi, slug: string, reading: Reading): Promise<ArticleFact> {
  const { watermarks } = deps.consistency
  const id = await deps.social.articleIdOf(slug)
  if (id === null) throw new ApiError('article_not_found')
  const { articles, stats } = reading.hidden
  if (articles.isParked(id) || stats.touches(id)) reading.stale()
  const isApplied = watermarks.isSatisfied.bind(watermarks, 'stats')
  const isHidden = articles.has(id, isApplied) || stats.articles.includes(id)
  const fact = isHidden ? null : await deps.facts.find(id)
  const isShown = fact?.status === 'published' || fact?.authorId === reading.userId
  if (fact === null || !isShown) throw new ApiError('article_not_found')
  return fact
}
