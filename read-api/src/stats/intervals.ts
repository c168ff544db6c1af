import type { StatsQuery } from '@broadsheet/contracts/stats'
import type { TimeZone } from './time-zone.ts'

type Interval = StatsQuery['interval']
const hourMs = 3_600_000
const dayMs = 24 * hourMs

/**
 * Starts of the intervals that `from` (inclusive) to `to` (exclusive) touches, as instants in ms: the
 * hours, days, weeks (from Monday) or months of the zone. Null when there are more than `most`.
 */
export function intervalStarts(
  range: { from: number; to: number },
  interval: Interval,
  zone: TimeZone,
  most: number,
): number[] | null {
  const starts: number[] = []
  let at = startOf(range.from, interval, zone)
  while (at < range.to) {
    if (starts.length === most) return null
    starts.push(at)
    at = nextAfter(at, interval, zone)
  }
  return starts
}

function startOf(instant: number, interval: Interval, zone: TimeZone): number {
  const wall = zone.wallAt(instant)
  // An hour that the clocks show twice is two hours, so it is found from the instant itself.
  if (interval === 'hour') return instant - modulo(wall, hourMs)
  return Math.min(instant, zone.instantOf(wallStart(wall, interval)))
}

function nextAfter(start: number, interval: Interval, zone: TimeZone): number {
  if (interval === 'hour') return nextHour(start, zone)
  // A day that the zone left out (moving over the date line) has no start of its own.
  let wall = wallStart(zone.wallAt(start), interval)
  let next = start
  while (next <= start) {
    wall = wallNext(wall, interval)
    next = zone.instantOf(wall)
  }
  return next
}

function nextHour(start: number, zone: TimeZone): number {
  const next = start + hourMs
  const wall = zone.wallAt(start)
  // Some clocks move by half an hour only, and then their full hours are elsewhere.
  if (wall % hourMs === 0 && zone.wallAt(next) % hourMs === 0) return next
  return zone.instantOf(wall - modulo(wall, hourMs) + hourMs)
}

function wallStart(wall: number, interval: Interval): number {
  const midnight = wall - modulo(wall, dayMs)
  if (interval === 'week') return midnight - modulo(new Date(wall).getUTCDay() - 1, 7) * dayMs
  if (interval === 'month') return midnight - (new Date(wall).getUTCDate() - 1) * dayMs
  return midnight
}

function wallNext(wall: number, interval: Interval): number {
  if (interval === 'week') return wall + 7 * dayMs
  if (interval === 'day') return wall + dayMs
  const date = new Date(wall)
  return date.setUTCMonth(date.getUTCMonth() + 1)
}

/** The remainder that is never negative. */
function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}
