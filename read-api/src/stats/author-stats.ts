import { readAuthorStats } from '@broadsheet/contracts/operations/stats'
import type { ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { answerJson } from '@broadsheet/platform/json-answer'
import type { ReadApi } from '../deps.ts'
import { readRoute } from '../read-route.ts'
import { countedSeries } from './counted-series.ts'

/** What an author has published now; an author's drafts count for nobody, not even for them. */
export function addAuthorStatsRoute(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const uses = { projections: ['social', 'stats'], searches: false } as const
  app.openapi(readRoute(readAuthorStats, deps, uses), async (c) => {
    const author = await deps.social.userIdOf(c.req.valid('param').username)
    if (author === null) throw new ApiError('profile_not_found')
    const query = c.req.valid('query')
    return answerJson(c, await countedSeries(deps, c.get('reading'), { author }, query))
  })
}
