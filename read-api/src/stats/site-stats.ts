import { readSiteStats } from '@broadsheet/contracts/operations/stats'
import type { ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { answerJson } from '@broadsheet/platform/json-answer'
import type { ReadApi } from '../deps.ts'
import { readRoute } from '../read-route.ts'
import { countedSeries } from './counted-series.ts'

/** Everything that is published now, for those whom the operator made editors. */
export function addSiteStatsRoute(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const uses = { projections: ['social', 'stats'], searches: false, signedIn: true } as const
  app.openapi(readRoute(readSiteStats, deps, uses), async (c) => {
    const reading = c.get('reading')
    if (reading.userId === null) throw new ApiError('token_missing')
    // An old profile may be that of an editor who was dismissed since.
    reading.requireSeen('social')
    if (!(await deps.social.isEditor(reading.userId))) throw new ApiError('editors_only')
    return answerJson(c, await countedSeries(deps, reading, {}, c.req.valid('query')))
  })
}
