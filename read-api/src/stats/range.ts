import type { StatsQuery } from '@broadsheet/contracts/stats'
import { ApiError } from '@broadsheet/platform/api-error'
import { intervalStarts } from './intervals.ts'
import { TimeZone } from './time-zone.ts'

const mostPoints = 1_000
const defaultMs = 30 * 24 * 3_600_000

/** From `from` (inclusive) to `to` (exclusive), and where its intervals start. */
export type QueriedRange = { range: { from: Date; to: Date }; starts: Date[] }

/**
 * The range that a query is about, and its intervals. Left out, `to` is now, and `from` the
 * article's beginning but at most 30 days before `to`. 422 for a range that is empty or too fine.
 */
export function queriedRange(query: StatsQuery, createdAt: Date, now: Date): QueriedRange {
  const to = query.to === undefined ? now.getTime() : Date.parse(query.to)
  const from = query.from === undefined ? defaultFrom(createdAt, to) : Date.parse(query.from)
  if (from >= to) throw new ApiError('validation_failed', { from: ['must be before to'] })
  const zone = new TimeZone(query.tz)
  const starts = intervalStarts({ from, to }, query.interval, zone, mostPoints)
  if (starts === null) {
    const rule = `makes more than ${mostPoints} points from "from" to "to"`
    throw new ApiError('validation_failed', { interval: [rule] })
  }
  return {
    range: { from: new Date(from), to: new Date(to) },
    starts: starts.map((start) => new Date(start)),
  }
}

function defaultFrom(createdAt: Date, to: number): number {
  const earliest = to - defaultMs
  const created = createdAt.getTime()
  return created > earliest && created < to ? created : earliest
}
