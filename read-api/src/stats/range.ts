import type { StatsQuery } from '@broadsheet/contracts/stats'
import { ApiError } from '@broadsheet/platform/api-error'
import { intervalStarts } from './intervals.ts'
import type { Range } from './scope.ts'
import { TimeZone } from './time-zone.ts'

const mostPoints = 1_000
const hourMs = 3_600_000
const defaultMs = 30 * 24 * hourMs
/** After everything: what was just written counts, even by a clock that is ahead of ours. */
const openEnd = new Date('9999-12-31T00:00:00Z')

/**
 * The range that a query is about. Left out, `to` is now and whatever comes, and `from` the hour of the
 * beginning of what is asked about, but at most 30 days before `to`. 422 for a range that is empty.
 */
export function queriedRange(
  query: Pick<StatsQuery, 'from' | 'to'>,
  now: Date,
  beginning?: Date,
): Range {
  const end = endOf(query, now)
  const from = query.from === undefined ? defaultFrom(end, beginning) : Date.parse(query.from)
  if (from >= end) throw new ApiError('validation_failed', { from: ['must be before to'] })
  return { from: new Date(from), to: query.to === undefined ? openEnd : new Date(end) }
}

/**
 * The same, and where its intervals start; a `from` that is left out is where the first one does. 422
 * when they are too many.
 */
export function queriedIntervals(
  query: StatsQuery,
  now: Date,
  beginning?: Date,
): { range: Range; starts: Date[] } {
  const range = queriedRange(query, now, beginning)
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

const endOf = ({ to }: Pick<StatsQuery, 'to'>, now: Date) =>
  to === undefined ? now.getTime() : Date.parse(to)

function defaultFrom(end: number, beginning?: Date): number {
  const earliest = end - defaultMs
  const began = beginning?.getTime() ?? earliest
  const from = began > earliest && began < end ? began : earliest
  // Whole hours are counted already.
  return Math.floor(from / hourMs) * hourMs
}
