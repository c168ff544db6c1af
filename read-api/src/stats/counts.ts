import { clickhouseDatabase } from '@broadsheet/contracts/names'
import type { ClickHouseClient } from '@clickhouse/client'
import { askClickHouse } from '../clickhouse.ts'
import {
  countQuery,
  tagsQuery,
  trendingQuery,
  type Choice,
  type Query,
  type Range,
  type Scope,
  type TrendingWindow,
} from './view-queries.ts'

/** `uniqueReaders`: readers told apart within a UTC day; one who comes on two days is two. */
export type Views = { views: number; uniqueReaders: number }
export type ViewSeries = Views & { series: (Views & { at: Date })[] }
export type TagViews = Views & { tag: string }
export type TrendingArticle = { articleId: string; score: number; views: number }

/** Page views, each counted once. `now` is the caller's clock. 503 while ClickHouse is away. */
export type ViewCounts = {
  /** In a range and in its parts: each lasts from its start to the next, the first start is `from` or before. */
  count: (
    scope: Scope,
    asked: { range: Range; starts: readonly Date[]; now: Date; except?: readonly string[] },
  ) => Promise<ViewSeries>
  /** The tags with most views, most first. */
  tags: (range: Range, now: Date, choice: Choice) => Promise<TagViews[]>
  /** By views that weigh 1 when new and half as much after every half-life of the window. */
  trending: (window: TrendingWindow, now: Date, choice: Choice) => Promise<TrendingArticle[]>
}

type CountRow = Views & { total: number; start: number }

export function openViewCounts(
  client: ClickHouseClient,
  database = clickhouseDatabase,
): ViewCounts {
  const rowsOf = async <T>({ sql: query, params }: Query): Promise<T[]> => {
    const asked = client.query({ query, query_params: params, format: 'JSONEachRow' })
    return askClickHouse(asked.then((answer) => answer.json<T>()))
  }
  return {
    count: async (scope, { range, starts, now, except = [] }) => {
      const query = countQuery({ database, range, now }, scope, starts, except)
      return seriesOf(starts, await rowsOf<CountRow>(query))
    },
    tags: (range, now, choice) => rowsOf(tagsQuery({ database, range, now }, choice)),
    trending: (window, now, choice) => rowsOf(trendingQuery({ database, now }, window, choice)),
  }
}

function seriesOf(starts: readonly Date[], rows: readonly CountRow[]): ViewSeries {
  const parts = new Map(rows.filter(({ total }) => total === 0).map((row) => [row.start, row]))
  const series = starts.map((at) => ({ at, ...viewsOf(parts.get(at.getTime())) }))
  return { ...viewsOf(rows.find(({ total }) => total === 1)), series }
}

const viewsOf = (row: Views | undefined): Views => ({
  views: row?.views ?? 0,
  uniqueReaders: row?.uniqueReaders ?? 0,
})
