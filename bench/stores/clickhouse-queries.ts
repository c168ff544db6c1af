import { hourlyViewsTable, viewsTable } from '@broadsheet/contracts/names'
import type { Question } from './store.ts'

/**
 * What the product asks (`read-api/src/stats`), without favorites and comments. The rows are
 * `{key, views, readers}`, or a `score` in place of readers.
 */
export function clickhouseQuery(database: string, question: Question): string {
  switch (question.kind) {
    case 'article':
      return series(database, question, hours, 'article_id = {article:UUID}')
    case 'site':
      return series(database, question, views, `article_id IN (SELECT id ${published(database)})`)
    case 'tags':
      return tags(database)
    case 'trending':
      return trending(database)
  }
}

const reader = 'cityHash64(visitor)'
const settings = 'SETTINGS do_not_merge_across_partitions_select_final = 1'
const during = `at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  AND at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')`

const views = {
  table: `${viewsTable} FINAL`,
  ms: 'toUnixTimestamp64Milli(at)',
  day: 'toDate(at)',
  during,
  counted: 'count()',
  seen: `uniqExact(${reader})`,
}
const hours = {
  table: hourlyViewsTable,
  ms: 'toInt64(toUnixTimestamp(hour)) * 1000',
  day: 'toDate(hour)',
  during: `hour >= toDateTime(intDiv({from:Int64}, 1000), 'UTC')
    AND hour < toDateTime(intDiv({to:Int64} + 999, 1000), 'UTC')`,
  counted: 'uniqExactMerge(views)',
  seen: 'uniqExactMerge(readers)',
}

/** The product adds up by itself what is no cut of a UTC day; here the store does. */
function series(
  database: string,
  { starts }: { starts: number[] },
  source: typeof views,
  within: string,
): string {
  const isDayCut = starts.some((start) => start % 86_400_000 !== 0)
  return `
  SELECT if(whole = 1, 'total', toString(start)) AS key,
         toUInt32(sum(counted)) AS views, toUInt32(sum(seen)) AS readers
  FROM (
    SELECT grouping(start) AS total, ${source.day} AS day, roundDown(${source.ms},
             CAST([${starts.join(',')}], 'Array(Int64)')) AS start,
           ${source.counted} AS counted, ${source.seen} AS seen
    FROM ${database}.${source.table} WHERE ${source.during} AND ${within}
    GROUP BY GROUPING SETS ((start, day)${isDayCut ? ', (day)' : ''})
  ) ARRAY JOIN ${isDayCut ? '[total]' : '[0, 1]'} AS whole
  GROUP BY key ${settings}`
}

const tags = (database: string) => `
  WITH chosen AS (SELECT id, tags ${published(database)}),
  (SELECT groupArray((tag, views)) FROM (
    SELECT tag, sum(counted) AS views
    FROM (SELECT id, arrayJoin(tags) AS tag FROM chosen) AS tagged
    LEFT JOIN (
      SELECT article_id, count() AS counted FROM ${database}.${views.table}
      WHERE ${during} AND article_id IN (SELECT id FROM chosen) GROUP BY article_id
    ) AS viewed ON viewed.article_id = tagged.id
    GROUP BY tag ORDER BY views DESC, tag LIMIT {limit:UInt32}
  )) AS best,
  ranked AS (
    SELECT id, toUInt8(indexOf(best.1, arrayJoin(tags))) AS rank FROM chosen WHERE rank > 0
  )
  SELECT best.1[listed.rank] AS key, toUInt32(best.2[listed.rank]) AS views,
         toUInt32(read.seen) AS readers
  FROM (SELECT toUInt8(arrayJoin(arrayEnumerate(best))) AS rank) AS listed
  LEFT JOIN (
    SELECT rank, sum(seen) AS seen FROM (
      SELECT rank, arrayUniq(groupArray(reader)) AS seen
      FROM (
        SELECT article_id, toDate(at) AS day, ${reader} AS reader
        FROM ${database}.${views.table} WHERE ${during}
      ) AS viewed
      INNER JOIN ranked ON ranked.id = viewed.article_id
      GROUP BY rank, day
    ) GROUP BY rank
  ) AS read ON read.rank = listed.rank
  ORDER BY listed.rank ${settings}`

const trending = (database: string) => `
  SELECT toString(article_id) AS key, toUInt32(count()) AS views,
         round(sum(exp2(-greatest({to:Int64} - toUnixTimestamp64Milli(at), 0) / {halfLife:Int64})), 6)
           AS score
  FROM ${database}.${viewsTable} FINAL
  WHERE at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
    AND article_id IN (SELECT id ${published(database)})
  GROUP BY article_id ORDER BY score DESC, key LIMIT {limit:UInt32}
  ${settings}`

const published = (database: string) => `FROM ${database}.articles WHERE status = 'published'`
