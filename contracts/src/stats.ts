import { z } from 'zod'
import { listedArticle } from './article.ts'
import { instant } from './instant.ts'
import { wholeNumber } from './page.ts'
import { filledText } from './text.ts'

export const interval = z.enum(['hour', 'day', 'week', 'month'], 'must be hour, day, week or month')
/** Aliases of these are taken too, and any case. */
const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'must be an IANA time zone')
  .meta({ id: 'TimeZone', enum: ['UTC', ...Intl.supportedValuesOf('timeZone')] })

function isTimeZone(name: string): boolean {
  try {
    // An offset such as +01:00 is taken too, but has no summer time.
    return Intl.DateTimeFormat('en', { timeZone: name }) !== undefined && /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}

/** `from` inclusive, `to` exclusive. */
const range = { from: instant.optional(), to: instant.optional() }
const best = {
  tag: filledText(40).optional(),
  limit: wholeNumber(1, 100).default(20).meta({ default: 20 }),
}

export const statsQuery = z.object({
  ...range,
  interval: interval.default('day'),
  tz: timeZone.default('UTC'),
})
export type StatsQuery = z.infer<typeof statsQuery>
/** `interval` and `tz` are of the series of one tag; both are refused without `tag`. */
export const tagStatsQuery = z.object({
  ...range,
  ...best,
  interval: interval.optional(),
  tz: timeZone.optional(),
})
export type TagStatsQuery = z.infer<typeof tagStatsQuery>
export const trendingWindow = z.enum(['1h', '24h', '7d'], 'must be 1h, 24h or 7d')
export const trendingQuery = z.object({ window: trendingWindow.default('24h'), ...best })

const count = z.int().min(0)
/**
 * `uniqueReaders` are told apart within a UTC day: one who comes on two days is two. A favorite or a
 * comment counts where it was made, as long as it is there.
 */
const counts = z.object({
  views: count,
  uniqueReaders: count,
  favorites: count,
  comments: count,
})
export type StatsCounts = z.infer<typeof counts>

/** `series`: one point per interval, `at` its start; empty intervals are there with zeros. */
export const statsSeries = counts.extend({
  series: z.array(z.object({ at: z.iso.datetime(), ...counts.shape })),
})
export type StatsSeries = z.infer<typeof statsSeries>

/** The most viewed first, and those without a view by name. A tag that was asked for has its `series`. */
export const tagStats = z.object({
  tags: z.array(
    z.object({
      tag: z.string(),
      ...counts.shape,
      series: statsSeries.shape.series.optional(),
    }),
  ),
})
export type TagStats = z.infer<typeof tagStats>

/** `score` is what the article is ranked by, `views` those in the window. */
export const trendingArticles = z.object({
  articles: z.array(z.object({ article: listedArticle, score: z.number().min(0), views: count })),
})
