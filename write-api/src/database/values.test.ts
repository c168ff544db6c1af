import { expect, test } from 'vitest'
import { given, laterThan } from './values.ts'

test('absent fields are left out, null and empty ones stay', () => {
  expect(given({ a: undefined, b: null, c: '', d: [] })).toEqual({ b: null, c: '', d: [] })
})

test('a time is later than the one before it even when the clock stands still or goes back', () => {
  const before = new Date('2026-01-01T00:00:00.005Z')
  expect(laterThan(before, before).toISOString()).toBe('2026-01-01T00:00:00.006Z')
  expect(laterThan(before, new Date(0)).toISOString()).toBe('2026-01-01T00:00:00.006Z')
  expect(laterThan(new Date(0), before)).toEqual(before)
})
