import { statsQuery } from '@broadsheet/contracts/stats'
import { expect, test } from 'vitest'
import { queriedIntervals, queriedRange } from './range.ts'

const now = new Date('2026-11-21T12:00:00Z')
const created = new Date('2026-11-19T08:00:00Z')
const points = (query: object, createdAt = created) =>
  queriedIntervals(statsQuery.parse(query), now, createdAt).starts.map((at) => at.toISOString())
const fieldsOf = (query: object) => {
  try {
    return points(query)
  } catch (error) {
    return (error as { fields: object }).fields
  }
}

test('is from the article’s beginning to now, by day', () => {
  expect(points({})).toEqual([
    '2026-11-19T00:00:00.000Z',
    '2026-11-20T00:00:00.000Z',
    '2026-11-21T00:00:00.000Z',
  ])
})

test('goes 30 days back for an older article, and for one that came after the range', () => {
  expect(points({}, new Date('2001-01-01T00:00:00Z'))).toHaveLength(31)
  expect(points({ to: '2020-01-31T00:00:00Z' })).toHaveLength(30)
})

test('begins with the first interval, and ends with what comes, unless it is said', () => {
  const rangeOf = (query: object) => queriedIntervals(statsQuery.parse(query), now, created).range
  expect(rangeOf({ tz: 'Asia/Kolkata' }).from).toEqual(new Date('2026-11-18T18:30:00Z'))
  expect(rangeOf({}).to.getTime()).toBeGreaterThan(now.getTime())
  const asked = { from: '2026-11-19T08:00:00.123Z', to: '2026-11-20T08:00:00.000Z' }
  expect(rangeOf(asked)).toEqual({ from: new Date(asked.from), to: new Date(asked.to) })
})

test('an empty or backward range is refused by name', () => {
  expect(fieldsOf({ from: '2027-01-01T00:00:00Z' })).toHaveProperty('from')
  expect(fieldsOf({ from: '2026-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' })).toHaveProperty(
    'from',
  )
})

test('so is one of too many points', () => {
  expect(fieldsOf({ from: '2001-01-01T00:00:00Z', interval: 'hour' })).toHaveProperty('interval')
})

test('and one of more than a year, when no intervals bound it', () => {
  const asked = (from: string, to?: string) => () => queriedRange({ from, to }, now)
  expect(asked('2025-11-20T12:00:00Z')).not.toThrow()
  expect(asked('2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z')).not.toThrow()
  for (const long of [asked('2025-11-20T11:59:59Z'), asked('2001-01-01T00:00:00Z')]) {
    expect(long).toThrow(expect.objectContaining({ fields: { from: [expect.any(String)] } }))
  }
})
