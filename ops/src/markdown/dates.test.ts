import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDate } from './dates.ts'

test.each([
  ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ['2024-2-9', '2024-02-09T00:00:00.000Z'],
  ['2024-02-29 23:59', '2024-02-29T23:59:00.000Z'],
  ['2024-02-29T23:59:58.125Z', '2024-02-29T23:59:58.125Z'],
  ['2024-02-29 01:30:00 +0200', '2024-02-28T23:30:00.000Z'],
  ['2024-02-28T20:00:00-05:30', '2024-02-29T01:30:00.000Z'],
  ['February 29, 2024', '2024-02-29T00:00:00.000Z'],
  ['29 Feb 2024 12:00', '2024-02-29T12:00:00.000Z'],
  ['Thu, 29 Feb 2024 12:00:00 +0100', '2024-02-29T11:00:00.000Z'],
])('%s is %s', (text, iso) => {
  expect(parseDate(text)?.toISOString()).toBe(iso)
})

test.each(['2023-02-29', '2024-13-01', '2024-01-01T24:00', '01.02.2024', '1700000000', 'soon', ''])(
  '%s is no date',
  (text) => {
    expect(parseDate(text)).toBeNull()
  },
)

test('every date that is written as ISO 8601 comes back', () => {
  const min = new Date('0001-01-01T00:00:00Z')
  const max = new Date('9999-12-31T00:00:00Z')
  fc.assert(
    fc.property(fc.date({ min, max, noInvalidDate: true }), (date) => {
      expect(parseDate(date.toISOString())).toEqual(date)
    }),
  )
})
