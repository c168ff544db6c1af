import type { StatsQuery } from '@broadsheet/contracts/stats'
import { ApiError } from '@broadsheet/platform/api-error'
import { intervalStarts } from './intervals.ts'
import type { Range } from './scope.ts'
import { TimeZone } from './time-zone.ts'

const mostPoints = 1_000
const hourMs = 3_600_000
const dayMs = 24 * hourMs
const defaultMs = 30 * dayMs
/** Of what has no intervals to bound it. */
const mostDays = 366
/** After everything: what was just written counts, even by a clock that is ahead of ours. */
const openEnd = new Date('9999-12-31T00:00:00Z')

type Ends = Pick<StatsQuery, 'from' | 'to'>

/**
 * The range that a query without intervals is about: see `rangeOf`. 422 for one that is longer than a
 * year.
 */
export function queriedRange(query: Ends, now: Date): Range {
  const range = rangeOf(query, now)
  if (endOf(query, now) - range.from.getTime() > mostDays * dayMs) {
    const rule = `must be at most ${mostDays} days before to`
    throw new ApiError('validation_failed', { from: [rule] })
  }
  return range
}

/**
 * Left out, `to` is now and whatever comes, and `from` the hour of the beginning of what is asked about,
 * but at most 30 days before `to`. 422 for a range that is empty.
 */
function rangeOf(query: Ends, now: Date, beginning?: Date): Range {
  const end = endOf(query, now)
  const from = query.from === undefined ? defaultFrom(end, beginning) : Date.parse(query.from)
  if (from >= end) throw new ApiError('validation_failed', { from: ['must be before to'] })
  return { from: new Date(from), to: query.to === undefined ? openEnd : new Date(end) }
}

/**
 * The range of a query with intervals, and where they start; a `from` that is left out is where the
 * first one does. 422 when they are too many.
 */
export function queriedIntervals(
  query: StatsQuery,
  now: Date,
  beginning?: Date,
): { range: Range; starts: Date[] } {
  const range = rangeOf(query, now, beginning)
  const touched = { from: range.from.getTime(), to: endOf(query, now) }
  const starts = intervalStarts(touched, query.interval, new TimeZone(query.tz), mostPoints)
  if (starts === null) {
    const rule = `makes more than ${mostPoints} points from "from" to "to"`
    throw new ApiError('validation_failed', { interval: [rule] })
  }
  const dates = starts.map((start) => new Date(start))
  const [first = range.from] = query.from === undefined ? dates : []
  return { range: { ...range, from: first }, starts: dates }
}

const endOf = ({ to }: Ends, now: Date) => (to === undefined ? now.getTime() : Date.parse(to))

function defaultFrom(end: number, beginning?: Date): number {
  const earliest = end - defaultMs
  const began = beginning?.getTime() ?? earliest
  const from = began > earliest && began < end ? began : earliest
  // Whole hours are counted already.
  return Math.floor(from / hourMs) * hourMs
}
