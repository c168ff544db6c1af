import { clickhouseDatabase } from '@broadsheet/contracts/names'
import type { StatsCounts } from '@broadsheet/contracts/stats'
import type { ClickHouseClient } from '@clickhouse/client'
import { rowsOf, type Query } from '../clickhouse.ts'
import { engagementQuery, tagsQuery, useQuery, viewsQuery } from './count-queries.ts'
import type { Except, Range, Scope } from './scope.ts'
import { SingleFlight } from './single-flight.ts'
import { trendingQuery, type TrendingChoice, type TrendingWindow } from './trending-query.ts'

export type CountedSeries = StatsCounts & { series: (StatsCounts & { at: Date })[] }
export type TagCounts = StatsCounts & { tag: string }
export type TrendingArticle = { articleId: string; score: number; views: number }

/**
 * Page views, each counted once, and what there is of favorites and comments, by when it was made.
 * `now` is the caller's clock. 503 while ClickHouse is away.
 */
export type Counts = {
  /** In a range and in its parts: each lasts from its start to the next, the first start is `from` or before. */
  series: (
    scope: Scope,
    asked: { range: Range; starts: readonly Date[]; now: Date; except: Except },
  ) => Promise<CountedSeries>
  /** The tags with most views, most first. */
  tags: (asked: { range: Range; now: Date; except: Except; limit: number }) => Promise<TagCounts[]>
  /** Whether any published article has the tag. */
  isUsed: (tag: string, except: Except) => Promise<boolean>
  /** By what weighs half as much after every half-life of the window. */
  trending: (
    window: TrendingWindow,
    now: Date,
    choice: TrendingChoice,
  ) => Promise<TrendingArticle[]>
}

/** `applied`: how far the store is, as a text that changes when it gets further. */
export function openCounts(
  client: ClickHouseClient,
  applied: () => string,
  database = clickhouseDatabase,
): Counts {
  const questions = new SingleFlight(applied)
  const ask = <T>(query: Query): Promise<T[]> =>
    questions.ask(JSON.stringify(query), () => rowsOf<T>(client, query))
  return {
    series: async (scope, { starts, ...asked }) => {
      const queries = [viewsQuery, engagementQuery].map((queryOf) =>
        ask<CountRow>(queryOf({ database, ...asked }, scope, starts)),
      )
      return seriesOf(starts, (await Promise.all(queries)).flat())
    },
    tags: ({ limit, ...asked }) => ask(tagsQuery({ database, ...asked }, limit)),
    isUsed: async (tag, except) => (await ask(useQuery({ database, except }, tag))).length > 0,
    trending: (window, now, choice) => ask(trendingQuery({ database, now }, window, choice)),
  }
}

/** Some of the counts, of a part or (`total` 1) of all. */
type CountRow = Partial<StatsCounts> & { total?: number; start: number }

const none: StatsCounts = { views: 0, uniqueReaders: 0, favorites: 0, comments: 0 }

/** The whole is the sum of its parts, but for what a row says of it. */
function seriesOf(starts: readonly Date[], rows: readonly CountRow[]): CountedSeries {
  let sum = none
  let whole = {}
  const parts = new Map<number, StatsCounts>()
  for (const { total, start, ...counts } of rows) {
    if (total === 1) whole = counts
    else {
      parts.set(start, { ...none, ...parts.get(start), ...counts })
      sum = added(sum, counts)
    }
  }
  const series = starts.map((at) => ({ at, ...(parts.get(at.getTime()) ?? none) }))
  return { ...sum, ...whole, series }
}

function added(sum: StatsCounts, counts: Partial<StatsCounts>): StatsCounts {
  const { views, uniqueReaders, favorites, comments } = { ...none, ...counts }
  return {
    views: sum.views + views,
    uniqueReaders: sum.uniqueReaders + uniqueReaders,
    favorites: sum.favorites + favorites,
    comments: sum.comments + comments,
  }
}
