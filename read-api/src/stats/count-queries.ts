import { hourlyViewsTable, viewsTable } from '@broadsheet/contracts/names'

/** Whose views: those of one article, of what is published by an author or with a tag, or all. */
export type Scope = { article: string } | { author: string } | { tag: string } | 'site'

/** From `from` (inclusive) to `to` (exclusive). */
export type Range = { from: Date; to: Date }

/** Of published articles: with a tag if one is given, without those that were just hidden. */
export type Choice = { tag?: string; except?: readonly string[]; limit: number }

/** How long a view counts for trending, and after which time for half, ms. */
export const trendingWindows = {
  '1h': { ms: 3_600_000, halfLifeMs: 900_000 },
  '24h': { ms: 86_400_000, halfLifeMs: 21_600_000 },
  '7d': { ms: 604_800_000, halfLifeMs: 151_200_000 },
} as const
export type TrendingWindow = keyof typeof trendingWindows

/** A query with the values of its `{name:Type}` placeholders. */
export type Query = { sql: string; params: Record<string, unknown> }

type Asked = { database: string; range: Range; now: Date }

/** Rows `{total, start, views, uniqueReaders}`: one for each part that has views (`start` in ms), and the total. */
export function countQuery(
  { database, range, now }: Asked,
  scope: Scope,
  starts: readonly Date[],
  except: readonly string[],
): Query {
  const source = sourceOf(range, now, starts)
  // In the text, not a parameter: a thousand of them are more than a URL takes everywhere.
  const list = starts.map((start) => start.getTime()).join(',')
  const sql = `
    SELECT grouping(start) AS total, toFloat64(start) AS start,
           toUInt32(sum(counted)) AS views, toUInt32(uniqExactMerge(seenBy)) AS uniqueReaders
    FROM (
      SELECT article_id, roundDown(${source.ms}, CAST([${list}], 'Array(Int64)')) AS start,
             ${source.counted} AS counted, ${source.seenBy} AS seenBy
      FROM ${database}.${source.table}
      WHERE ${source.during} AND ${within(database, scope, except)}
      GROUP BY article_id, start
    ) GROUP BY GROUPING SETS ((start), ())`
  return { sql, params: { ...bounds(range), ...(scope === 'site' ? {} : scope) } }
}

/** Rows `{tag, views, uniqueReaders}`, most views first. */
export function tagsQuery({ database, range, now }: Asked, choice: Choice): Query {
  const source = sourceOf(range, now, [])
  const { tag, limit, except = [] } = choice
  const sql = `
    SELECT tag, toUInt32(sum(counted)) AS views, toUInt32(uniqExactMerge(seenBy)) AS uniqueReaders
    FROM (
      SELECT article_id, ${source.counted} AS counted, ${source.seenBy} AS seenBy
      FROM ${database}.${source.table} WHERE ${source.during} GROUP BY article_id
    ) AS viewed
    INNER JOIN (
      SELECT id, arrayJoin(tags) AS tag FROM ${database}.articles WHERE ${published(except)}
    ) AS tagged ON tagged.id = viewed.article_id
    ${tag === undefined ? '' : 'WHERE tag = {tag:String}'}
    GROUP BY tag ORDER BY views DESC, tag LIMIT {limit:UInt32}`
  return { sql, params: { ...bounds(range), limit, ...(tag !== undefined && { tag }) } }
}

/** Rows `{articleId, score, views}`, greatest score first. */
export function trendingQuery(
  { database, now }: Pick<Asked, 'database' | 'now'>,
  window: TrendingWindow,
  { tag, limit, except = [] }: Choice,
): Query {
  const { ms, halfLifeMs } = trendingWindows[window]
  const params = { from: now.getTime() - ms, to: now.getTime(), halfLife: halfLifeMs, limit }
  const tagged = tag === undefined ? '' : 'AND has(tags, {tag:String})'
  const sql = `
    SELECT toString(article_id) AS articleId, toUInt32(count()) AS views,
           round(sum(exp2(-({to:Int64} - ${raw.ms}) / {halfLife:Int64})), 6) AS score
    FROM ${database}.${viewsTable} FINAL
    WHERE ${raw.during} AND article_id IN (
      SELECT id FROM ${database}.articles WHERE ${published(except)} ${tagged}
    )
    GROUP BY article_id ORDER BY score DESC, articleId LIMIT {limit:UInt32}
    SETTINGS do_not_merge_across_partitions_select_final = 1`
  return { sql, params: { ...params, ...(tag !== undefined && { tag }) } }
}

/** Where views are counted from; a view belongs to one article, so counts by article add up. */
type Source = { table: string; ms: string; during: string; counted: string; seenBy: string }

const raw: Source = {
  table: viewsTable,
  ms: 'toUnixTimestamp64Milli(at)',
  during: `at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
           AND at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')`,
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

/** ClickHouse has the hours of 1970 to 2105, in 32 bits. */
const lastInstant = Date.parse('2106-01-01T00:00:00Z')
const clamped = (time: Date) => Math.min(Math.max(time.getTime(), 0), lastInstant)
const bounds = ({ from, to }: Range) => ({ from: clamped(from), to: clamped(to) })

function within(database: string, scope: Scope, except: readonly string[]): string {
  if (scope === 'site') return '1'
  if ('article' in scope) return 'article_id = {article:UUID}'
  const whose = 'author' in scope ? 'author_id = {author:UUID}' : 'has(tags, {tag:String})'
  return `article_id IN (
    SELECT id FROM ${database}.articles WHERE ${published(except)} AND ${whose})`
}

/** The ids stand in the text, so nothing but ids may. */
function published(except: readonly string[]): string {
  const ids = except.filter((id) => /^[0-9a-f-]{36}$/i.test(id)).map((id) => `'${id}'`)
  return ids.length === 0
    ? `status = 'published'`
    : `status = 'published' AND id NOT IN (${ids.join(',')})`
}
