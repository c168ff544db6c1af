import { readTagStats } from '@broadsheet/contracts/operations/stats'
import type { TagStats, TagStatsQuery } from '@broadsheet/contracts/stats'
import type { ApiEnv } from '@broadsheet/platform/api'
import { ApiError } from '@broadsheet/platform/api-error'
import { answerJson } from '@broadsheet/platform/json-answer'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Reading } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import { readRoute } from '../read-route.ts'
import { countedSeries } from './counted-series.ts'
import { hiddenFromStats } from './hidden-from-stats.ts'
import { queriedRange } from './range.ts'

export function addTagStatsRoute(app: OpenAPIHono<ApiEnv>, deps: ReadApi): void {
  const uses = { projections: ['stats'], searches: false } as const
  app.openapi(readRoute(readTagStats, deps, uses), async (c) => {
    const { tag, ...query } = c.req.valid('query')
    const reading = c.get('reading')
    const found =
      tag === undefined ? bestTags(deps, reading, query) : oneTag(deps, reading, tag, query)
    return answerJson(c, { tags: await found })
  })
}

type Asked = Omit<TagStatsQuery, 'tag'>

async function bestTags(deps: ReadApi, reading: Reading, asked: Asked): Promise<TagStats['tags']> {
  const { interval, tz, limit } = asked
  const rule = ['is of one tag alone']
  if (interval !== undefined) throw new ApiError('validation_failed', { interval: rule })
  if (tz !== undefined) throw new ApiError('validation_failed', { tz: rule })
  const now = deps.clock()
  const range = queriedRange(asked, now)
  return deps.counts.tags({ range, now, except: hiddenFromStats(reading, deps), limit })
}

/** None when no published article has it. */
async function oneTag(
  deps: ReadApi,
  reading: Reading,
  tag: string,
  { from, to, interval = 'day', tz = 'UTC' }: Asked,
): Promise<TagStats['tags']> {
  const isUsed = deps.counts.isUsed(tag, hiddenFromStats(reading, deps))
  const counting = countedSeries(deps, reading, { tag }, { from, to, interval, tz })
  const [counted, used] = await Promise.all([counting, isUsed])
  return used ? [{ tag, ...counted }] : []
}
