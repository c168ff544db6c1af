import { factViews, hourlyViewsTable, viewsTable } from '@broadsheet/contracts/names'
import type { Query } from '../clickhouse.ts'
import { choose, paramsOf, unhidden, type Except, type Range, type Scope } from './scope.ts'

export type Asked = { database: string; range: Range; now: Date; except: Except }

/** Rows `{total, start, views, uniqueReaders}`: one for each part that has views (`start` in ms), and the total. */
export function viewsQuery(
  { database, range, now, except }: Asked,
  scope: Scope,
  starts: readonly Date[],
): Query {
  const source = sourceOf(range, now, starts)
  const chosen = choose(database, scope, except)
  const sql = `${chosen.with}
    SELECT grouping(start) AS total, toFloat64(start) AS start,
           toUInt32(sum(counted)) AS views, toUInt32(uniqExactMerge(seenBy)) AS uniqueReaders
    FROM (
      SELECT article_id, ${startOf(source.ms, starts)} AS start,
             ${source.counted} AS counted, ${source.seenBy} AS seenBy
      FROM ${database}.${source.table}
      WHERE ${source.during} AND ${chosen.within}
      GROUP BY article_id, start
    ) GROUP BY GROUPING SETS ((start), ())`
  return { sql, params: paramsOf(scope, range) }
}

/** Rows `{total, start, favorites, comments}`, likewise, by when what is there now was made. */
export function engagementQuery(
  { database, range, except }: Asked,
  scope: Scope,
  starts: readonly Date[],
): Query {
  const chosen = choose(database, scope, except)
  const sql = `${chosen.with}
    SELECT grouping(start) AS total, toFloat64(start) AS start, ${favorites}, ${comments}
    FROM (
      SELECT kind, ${startOf('toUnixTimestamp64Milli(created_at)', starts)} AS start
      FROM ${engagement(database, except)} AND ${chosen.within}
    ) GROUP BY GROUPING SETS ((start), ())`
  return { sql, params: paramsOf(scope, range) }
}

/** Rows `{tag, views, uniqueReaders, favorites, comments}`, most views first; also of tags without any. */
export function tagsQuery({ database, range, now, except }: Asked, limit: number): Query {
  const source = sourceOf(range, now, [])
  const chosen = choose(database, {}, except)
  const sql = `${chosen.with}
    SELECT tag, toUInt32(sum(counted)) AS views, toUInt32(uniqExactMerge(seenBy)) AS uniqueReaders,
           toUInt32(sum(favored)) AS favorites, toUInt32(sum(said)) AS comments
    FROM (SELECT id, arrayJoin(tags) AS tag FROM chosen) AS tagged
    LEFT JOIN (
      SELECT article_id, ${source.counted} AS counted, ${source.seenBy} AS seenBy
      FROM ${database}.${source.table}
      WHERE ${source.during} AND ${chosen.within} GROUP BY article_id
    ) AS viewed ON viewed.article_id = tagged.id
    LEFT JOIN (
      SELECT article_id, countIf(kind = 'favorite') AS favored, countIf(kind = 'comment') AS said
      FROM ${engagement(database, except)} AND ${chosen.within} GROUP BY article_id
    ) AS engaged ON engaged.article_id = tagged.id
    GROUP BY tag ORDER BY views DESC, tag LIMIT {limit:UInt32}`
  return { sql, params: { ...paramsOf({}, range), limit } }
}

/** One row if a published article has the tag. */
export function useQuery(
  { database, except }: Pick<Asked, 'database' | 'except'>,
  tag: string,
): Query {
  const sql = `${choose(database, { tag }, except).with} SELECT 1 FROM chosen LIMIT 1`
  return { sql, params: { tag } }
}

const favorites = `toUInt32(countIf(kind = 'favorite')) AS favorites`
const comments = `toUInt32(countIf(kind = 'comment')) AS comments`

const engagement = (database: string, except: Except) =>
  `${database}.${factViews.engagement}
   WHERE ${duringOf('created_at')} AND ${unhidden(except)}`

const duringOf = (time: string) => `${time} >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
   AND ${time} < fromUnixTimestamp64Milli({to:Int64}, 'UTC')`

/** In the text, not a parameter: a thousand starts are more than a URL takes everywhere. */
const startOf = (ms: string, starts: readonly Date[]) =>
  `roundDown(${ms}, CAST([${starts.map((start) => start.getTime()).join(',')}], 'Array(Int64)'))`

/** Where views are counted from; a view belongs to one article, so counts by article add up. */
type Source = { table: string; ms: string; during: string; counted: string; seenBy: string }

const raw: Source = {
  table: viewsTable,
  ms: 'toUnixTimestamp64Milli(at)',
  during: duringOf('at'),
  counted: 'uniqExact(id)',
  seenBy: 'uniqExactState(visitor)',
}
const hours: Source = {
  table: hourlyViewsTable,
  ms: 'toInt64(toUnixTimestamp(hour)) * 1000',
  during: `hour >= toDateTime(intDiv({from:Int64}, 1000), 'UTC')
           AND hour < toDateTime(intDiv({to:Int64} + 999, 1000), 'UTC')`,
  counted: 'uniqExactMerge(views)',
  seenBy: 'uniqExactMergeState(readers)',
}

/** The hours serve where nothing cuts one in two; an end that is not over yet cuts nothing. */
function sourceOf({ from, to }: Range, now: Date, starts: readonly Date[]): Source {
  const cuts = [from, ...starts.slice(1), ...(to < now ? [to] : [])]
  return cuts.every((cut) => cut.getTime() % 3_600_000 === 0) ? hours : raw
}
