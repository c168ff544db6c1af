import { expect, test } from 'vitest'
import { engagementOf } from './engagement.ts'

test('favorites add to a score, ever less, and never more than half a point', () => {
  expect(engagementOf(0)).toBe(0)
  expect(engagementOf(10)).toBe(0.25)
  expect(engagementOf(1_000_000)).toBeLessThan(0.5)
  expect(engagementOf(11)).toBeGreaterThan(engagementOf(10))
})
