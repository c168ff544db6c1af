import { readTagStats } from '@broadsheet/contracts/operations/stats'
import type { ApiEnv } from '@broadsheet/platform/api'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { answerJson } from '@broadsheet/platform/json-answer'
import type { ReadApi } from '../deps.ts'
import { readRoute } from '../read-route.ts'
import { hiddenFromStats } from './hidden-from-stats.ts'
import { queriedRange } from './range.ts'

export function addTagStatsRoute(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const uses = { projections: ['stats'], searches: false } as const
  app.openapi(readRoute(readTagStats, deps, uses), async (c) => {
    const { tag, limit, ...given } = c.req.valid('query')
    const now = deps.clock()
    const range = queriedRange(given, now)
    const except = hiddenFromStats(c.get('reading'), deps)
    return answerJson(c, { tags: await deps.counts.tags({ range, now, except, tag, limit }) })
  })
}
