import { factViews, viewsTable } from '@broadsheet/contracts/names'
import type { Query } from '../clickhouse.ts'
import { choose, paramsOf, unhidden, type Except } from './scope.ts'

/** How long something counts for trending, and after which time for half, ms. */
export const trendingWindows = {
  '1h': { ms: 3_600_000, halfLifeMs: 900_000 },
  '24h': { ms: 86_400_000, halfLifeMs: 21_600_000 },
  '7d': { ms: 604_800_000, halfLifeMs: 151_200_000 },
} as const
export type TrendingWindow = keyof typeof trendingWindows

/**
 * In views: who favors an article, once, says more than who looks at it; a comment says as much, but
 * one reader may write many.
 */
export const weights = { view: 1, favorite: 5, comment: 3 } as const

/** Of published articles: with a tag if one is given, without those that were just hidden. */
export type TrendingChoice = { tag?: string | undefined; except: Except; limit: number }

/** Rows `{articleId, score, views}`, greatest score first. */
export function trendingQuery(
  { database, now }: { database: string; now: Date },
  window: TrendingWindow,
  { tag, limit, except }: TrendingChoice,
): Query {
  const { ms, halfLifeMs } = trendingWindows[window]
  const range = { from: new Date(now.getTime() - ms), to: now }
  const params = { ...paramsOf({ tag }, range), halfLife: halfLifeMs, limit }
  const chosen = choose(database, { tag }, except)
  // What is there already is not of the future: its clock is only ahead of ours.
  const sql = `${chosen.with}
    SELECT toString(article_id) AS articleId, toUInt32(sum(viewed)) AS views,
           round(sum(weight * exp2(-greatest({to:Int64} - made, 0) / {halfLife:Int64})), 6) AS score
    FROM (
      SELECT article_id, toUnixTimestamp64Milli(at) AS made, 1 AS viewed, ${weights.view} AS weight
      FROM ${database}.${viewsTable} FINAL WHERE ${since('at')} AND ${chosen.within}
      UNION ALL
      SELECT article_id, toUnixTimestamp64Milli(created_at) AS made, 0 AS viewed,
             if(kind = 'favorite', ${weights.favorite}, ${weights.comment}) AS weight
      FROM ${database}.${factViews.engagement}
      WHERE ${since('created_at')} AND ${unhidden(except)} AND ${chosen.within}
    )
    GROUP BY article_id ORDER BY score DESC, articleId LIMIT {limit:UInt32}
    SETTINGS do_not_merge_across_partitions_select_final = 1`
  return { sql, params }
}

const since = (time: string) => `${time} >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')`
