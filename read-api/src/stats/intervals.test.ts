import { describe, expect, test } from 'vitest'
import { intervalStarts } from './intervals.ts'
import { TimeZone } from './time-zone.ts'

function starts(
  from: string,
  to: string,
  interval: 'hour' | 'day' | 'week' | 'month',
  zone: string,
): string[] | null {
  const range = { from: Date.parse(from), to: Date.parse(to) }
  const found = intervalStarts(range, interval, new TimeZone(zone), 50)
  return found?.map((at) => new Date(at).toISOString().replace(':00.000Z', 'Z')) ?? null
}

test('begins with the interval that holds the beginning, and leaves out the end', () => {
  expect(starts('2026-03-01T10:30:00Z', '2026-03-03T00:00:00Z', 'day', 'UTC')).toEqual([
    '2026-03-01T00:00Z',
    '2026-03-02T00:00Z',
  ])
})

test('days are the zone’s, 23 and 25 hours long when the clocks change', () => {
  expect(starts('2026-03-28T23:30:00Z', '2026-03-30T12:00:00Z', 'day', 'Europe/Berlin')).toEqual([
    '2026-03-28T23:00Z',
    '2026-03-29T22:00Z',
  ])
  expect(starts('2026-10-24T22:00:00Z', '2026-10-26T12:00:00Z', 'day', 'Europe/Berlin')).toEqual([
    '2026-10-24T22:00Z',
    '2026-10-25T23:00Z',
  ])
})

test('weeks begin on Monday, months on the first', () => {
  expect(starts('2026-11-21T10:00:00Z', '2026-11-24T00:00:00Z', 'week', 'UTC')).toEqual([
    '2026-11-16T00:00Z',
    '2026-11-23T00:00Z',
  ])
  expect(starts('2026-01-31T10:00:00Z', '2026-04-01T00:00:00Z', 'month', 'UTC')).toEqual([
    '2026-01-01T00:00Z',
    '2026-02-01T00:00Z',
    '2026-03-01T00:00Z',
  ])
})

describe('hours', () => {
  test('one that the clocks show twice is two', () => {
    expect(starts('2026-10-25T00:00:00Z', '2026-10-25T03:00:00Z', 'hour', 'Europe/Berlin')).toEqual(
      ['2026-10-25T00:00Z', '2026-10-25T01:00Z', '2026-10-25T02:00Z'],
    )
  })

  test('begin at the zone’s full hour', () => {
    expect(starts('2026-05-01T00:00:00Z', '2026-05-01T01:00:00Z', 'hour', 'Asia/Kolkata')).toEqual([
      '2026-04-30T23:30Z',
      '2026-05-01T00:30Z',
    ])
  })

  test('of a zone that moves its clocks by half an hour stay at full hours', () => {
    // 2026-10-04 02:00 becomes 02:30 (+10:30 → +11).
    expect(
      starts('2026-10-03T14:30:00Z', '2026-10-03T17:00:00Z', 'hour', 'Australia/Lord_Howe'),
    ).toEqual(['2026-10-03T14:30Z', '2026-10-03T15:30Z', '2026-10-03T16:00Z'])
  })
})

test('a midnight that the clocks jump over is the instant of the jump', () => {
  // Beirut goes from 00:00 to 01:00 on the last Sunday of March.
  expect(starts('2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z', 'day', 'Asia/Beirut')).toEqual([
    '2026-03-27T22:00Z',
    '2026-03-28T22:00Z',
  ])
})

test('a day that a zone left out has no interval', () => {
  expect(starts('2011-12-29T12:00:00Z', '2011-12-31T09:00:00Z', 'day', 'Pacific/Apia')).toEqual([
    '2011-12-29T10:00Z',
    '2011-12-30T10:00Z',
  ])
})

test('more points than allowed are none, however far the years go', () => {
  expect(starts('2026-01-01T00:00:00Z', '2026-03-01T00:00:00Z', 'day', 'UTC')).toBeNull()
  expect(starts('0000-01-01T00:00:00Z', '9999-12-31T00:00:00Z', 'month', 'Asia/Tokyo')).toBeNull()
})
