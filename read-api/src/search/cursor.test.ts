import { ApiError } from '@broadsheet/platform/api-error'
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { formatCursor, parseCursor, searchHash, type Cursor } from './cursor.ts'

const key = randomBytes(32)
const cursor: Cursor = {
  pit: 'p',
  after: [1.5, 1_700_000_000_000, 'id', 3],
  at: '2026-01-02T03:04:05.678Z',
  counts: [0, 5],
  search: searchHash({ q: 'fox' }),
}

test('comes back as it was', () => {
  expect(parseCursor(formatCursor(cursor, key), cursor.search, key)).toEqual(cursor)
})

test.each([
  ['.', 'is invalid'],
  ['e30.', 'is invalid'],
  ['\u{1f98a}', 'is invalid'],
  [formatCursor(cursor, randomBytes(32)), 'is invalid'],
  [formatCursor({ ...cursor, search: 'other' }, key), 'belongs to another search'],
])('%j is refused', (given, rule) => {
  const refused = new ApiError('validation_failed', { cursor: [rule] })
  expect(() => parseCursor(given, cursor.search, key)).toThrow(refused)
})
