import { hourlyViewsTable, viewsTable } from '@broadsheet/contracts/names'
import type { Question } from './store.ts'

/**
 * What the product asks (`read-api/src/stats`), without favorites and comments. The rows are
 * `{key, views, readers}`, or a `score` in place of readers.
 */
export function clickhouseQuery(database: string, question: Question): string {
  switch (question.kind) {
    case 'article':
      return series(database, question, `article_id = {article:UUID}`)
    case 'site':
      return series(database, question, `article_id IN (SELECT id ${published(database)})`)
    case 'tags':
      return tags(database)
    case 'trending':
      return trending(database)
  }
}

const series = (database: string, { starts }: { starts: number[] }, within: string) => `
  SELECT if(grouping(start) = 1, 'total', toString(start)) AS key,
         toUInt32(sum(counted)) AS views, toUInt32(uniqExactMerge(seenBy)) AS readers
  FROM (
    SELECT article_id, roundDown(toInt64(toUnixTimestamp(hour)) * 1000,
             CAST([${starts.join(',')}], 'Array(Int64)')) AS start,
           uniqExactMerge(views) AS counted, uniqExactMergeState(readers) AS seenBy
    FROM ${database}.${hourlyViewsTable} WHERE ${hours} AND ${within}
    GROUP BY article_id, start
  ) GROUP BY GROUPING SETS ((start), ())`

const tags = (database: string) => `
  SELECT tag AS key, toUInt32(sum(counted)) AS views, toUInt32(uniqExactMerge(seenBy)) AS readers
  FROM (SELECT id, arrayJoin(tags) AS tag ${published(database)}) AS tagged
  LEFT JOIN (
    SELECT article_id, uniqExactMerge(views) AS counted, uniqExactMergeState(readers) AS seenBy
    FROM ${database}.${hourlyViewsTable} WHERE ${hours} GROUP BY article_id
  ) AS viewed ON viewed.article_id = tagged.id
  GROUP BY tag ORDER BY views DESC, tag LIMIT {limit:UInt32}`

const trending = (database: string) => `
  SELECT toString(article_id) AS key, toUInt32(count()) AS views,
         round(sum(exp2(-greatest({to:Int64} - toUnixTimestamp64Milli(at), 0) / {halfLife:Int64})), 6)
           AS score
  FROM ${database}.${viewsTable} FINAL
  WHERE at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
    AND article_id IN (SELECT id ${published(database)})
  GROUP BY article_id ORDER BY score DESC, key LIMIT {limit:UInt32}
  SETTINGS do_not_merge_across_partitions_select_final = 1`

const published = (database: string) => `FROM ${database}.articles WHERE status = 'published'`

const hours = `hour >= toDateTime(intDiv({from:Int64}, 1000), 'UTC')
  AND hour < toDateTime(intDiv({to:Int64} + 999, 1000), 'UTC')`
