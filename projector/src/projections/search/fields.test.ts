import { expect, test } from 'vitest'
import { fieldsOf } from './fields.ts'

test('columns get the names and the form that documents have', () => {
  const row = {
    id: 7,
    reading_time_seconds: 90,
    first_shown_at: '2026-01-02T03:04:05.678901+02:00',
    last_shown_at: null,
    at: 'noon',
  }
  expect(fieldsOf(row)).toEqual({
    id: 7,
    readingTimeSeconds: 90,
    firstShownAt: '2026-01-02T01:04:05.678Z',
    lastShownAt: null,
    at: 'noon',
  })
})
