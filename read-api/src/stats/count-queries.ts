import { factViews, hourlyViewsTable, viewsTable } from '@broadsheet/contracts/names'
import type { Query } from '../clickhouse.ts'
import { choose, paramsOf, unhidden, type Except, type Range, type Scope } from './scope.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

export type Asked = { database: string; range: Range; now: Date; except: Except }

/**
 * Rows `{total, start, views, uniqueReaders}`: one for each part that has views (`start` in ms). One of the
 * whole (`total` 1) only where parts cut a UTC day, so that their readers do not add up to its own.
 */
export function viewsQuery(
  { database, range, now, except }: Asked,
  scope: Scope,
  starts: readonly Date[],
): Query {
  const source = sourceOf(scope, range, now, starts)
  const chosen = choose(database, scope, except)
  const isDayCut = starts.slice(1).some((start) => start.getTime() % dayMs !== 0)
  const sql = `${chosen.with}
    SELECT total, toFloat64(start) AS start,
           toUInt32(sum(counted)) AS views, toUInt32(sum(seen)) AS uniqueReaders
    FROM (
      SELECT grouping(start) AS total, ${startOf(source.ms, starts)} AS start, ${source.day} AS day,
             ${source.counted} AS counted, ${source.seen} AS seen
      FROM ${database}.${source.table}
      WHERE ${source.during} AND ${chosen.within}
      GROUP BY GROUPING SETS ((start, day)${isDayCut ? ', (day)' : ''})
    ) GROUP BY total, start ${settings}`
  return { sql, params: paramsOf(scope, range) }
}

/** Rows `{start, favorites, comments}`, likewise, by when what is there now was made. */
export function engagementQuery(
  { database, range, except }: Asked,
  scope: Scope,
  starts: readonly Date[],
): Query {
  const chosen = choose(database, scope, except)
  const sql = `${chosen.with}
    SELECT toFloat64(${startOf('toUnixTimestamp64Milli(created_at)', starts)}) AS start,
           ${favorites}, ${comments}
    FROM ${engagement(database, except)} AND ${chosen.within}
    GROUP BY start`
  return { sql, params: paramsOf(scope, range) }
}

/** Rows `{tag, views, uniqueReaders, favorites, comments}`, most views first; also of tags without any. */
export function tagsQuery({ database, range, except }: Asked, limit: number): Query {
  const chosen = choose(database, {}, except)
  const views = `${database}.${raw.table} WHERE ${raw.during}`
  // Views are counted by article; only readers, of the tags that are shown, for each tag of each view.
  // A list of a day's readers, told apart when it is whole, takes half the time of as many sets at once.
  const sql = `${chosen.with},
    (SELECT groupArray((tag, views)) FROM (
      SELECT tag, sum(counted) AS views
      FROM (SELECT id, arrayJoin(tags) AS tag FROM chosen) AS tagged
      LEFT JOIN (SELECT article_id, count() AS counted FROM ${views} AND ${chosen.within} GROUP BY article_id) AS viewed
        ON viewed.article_id = tagged.id
      GROUP BY tag ORDER BY views DESC, tag LIMIT {limit:UInt32}
    )) AS best,
    ranked AS (
      SELECT id, toUInt8(indexOf(best.1, arrayJoin(tags))) AS rank FROM chosen WHERE rank > 0
    )
    SELECT best.1[listed.rank] AS tag, toUInt32(best.2[listed.rank]) AS views,
           toUInt32(readers) AS uniqueReaders, favorites, comments
    FROM (SELECT toUInt8(arrayJoin(arrayEnumerate(best))) AS rank) AS listed
    LEFT JOIN (
      SELECT rank, sum(seen) AS readers FROM (
        SELECT rank, arrayUniq(groupArray(reader)) AS seen
        FROM (SELECT article_id, ${raw.day} AS day, ${reader} AS reader FROM ${views}) AS viewed
        INNER JOIN ranked ON ranked.id = viewed.article_id
        GROUP BY rank, day
      ) GROUP BY rank
    ) AS read ON read.rank = listed.rank
    LEFT JOIN (
      SELECT rank, ${favorites}, ${comments}
      FROM (SELECT article_id, kind FROM ${engagement(database, except)}) AS engagement
      INNER JOIN ranked ON ranked.id = engagement.article_id
      GROUP BY rank
    ) AS engaged ON engaged.rank = listed.rank
    ORDER BY listed.rank ${settings}`
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

/**
 * What tells the readers of one UTC day apart, of whom each has a name of 128 random bits for that day:
 * among a million, two share these 64 in one of thirty million days.
 */
const reader = 'cityHash64(visitor)'

/** The same view is never in two partitions. */
const settings = 'SETTINGS do_not_merge_across_partitions_select_final = 1'

/** Where views are counted from, each once, and their readers within a UTC day: on another they are others. */
type Source = {
  table: string
  ms: string
  day: string
  during: string
  counted: string
  seen: string
}

const raw: Source = {
  table: `${viewsTable} FINAL`,
  ms: 'toUnixTimestamp64Milli(at)',
  day: 'toDate(at)',
  during: duringOf('at'),
  counted: 'count()',
  seen: `uniqExact(${reader})`,
}
const hours: Source = {
  table: hourlyViewsTable,
  ms: 'toInt64(toUnixTimestamp(hour)) * 1000',
  day: 'toDate(hour)',
  during: `hour >= toDateTime(intDiv({from:Int64}, 1000), 'UTC')
           AND hour < toDateTime(intDiv({to:Int64} + 999, 1000), 'UTC')`,
  counted: 'uniqExactMerge(views)',
  seen: 'uniqExactMerge(readers)',
}

/**
 * The hours serve one article, where nothing cuts one in two; an end that is not over yet cuts nothing.
 * To merge those of many articles takes several times as long as to count their views.
 */
function sourceOf(scope: Scope, { from, to }: Range, now: Date, starts: readonly Date[]): Source {
  const cuts = [from, ...starts.slice(1), ...(to < now ? [to] : [])]
  const isHourCut = cuts.some((cut) => cut.getTime() % hourMs !== 0)
  return 'article' in scope && !isHourCut ? hours : raw
}
