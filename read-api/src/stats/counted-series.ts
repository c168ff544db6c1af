import type { StatsQuery, StatsSeries } from '@broadsheet/contracts/stats'
import type { Reading } from '../consistency/consistent-read.ts'
import type { ReadApi } from '../deps.ts'
import { hiddenFromStats } from './hidden-from-stats.ts'
import { queriedIntervals } from './range.ts'
import type { Scope } from './scope.ts'

/** The numbers of a scope as they are answered; `beginning` is that of what is asked about. */
export async function countedSeries(
  deps: ReadApi,
  reading: Reading,
  scope: Scope,
  query: StatsQuery,
  beginning?: Date,
): Promise<StatsSeries> {
  const now = deps.clock()
  const asked = queriedIntervals(query, now, beginning)
  const except = hiddenFromStats(reading, deps, 'article' in scope ? 'one' : 'many')
  const { series, ...total } = await deps.counts.series(scope, { ...asked, now, except })
  return {
    ...total,
    series: series.map(({ at, ...counts }) => ({ at: at.toISOString(), ...counts })),
  }
}
