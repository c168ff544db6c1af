import { z } from 'zod'
import { instant } from './instant.ts'

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
export const statsQuery = z.object({
  from: instant.optional(),
  to: instant.optional(),
  interval: interval.default('day'),
  tz: timeZone.default('UTC'),
})
export type StatsQuery = z.infer<typeof statsQuery>

const counts = {
  views: z.int(),
  uniqueReaders: z.int(),
  favorites: z.int(),
  comments: z.int(),
}
/** `series`: one point per interval, `at` its start; empty intervals are there with zeros. */
export const articleStats = z.object({
  ...counts,
  series: z.array(z.object({ at: z.iso.datetime(), ...counts })),
})
export type ArticleStats = z.infer<typeof articleStats>
