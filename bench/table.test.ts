import { expect, test } from 'vitest'
import { percentile } from './percentile.ts'
import { table } from './table.ts'

test('a percentile is one of the values', () => {
  const values = Array.from({ length: 100 }, (_, at) => 100 - at)
  expect([0, 0.5, 0.95, 0.99, 1].map((share) => percentile(values, share))).toEqual([
    1, 50, 95, 99, 100,
  ])
  expect(percentile([7], 0.99)).toBe(7)
  expect(percentile([], 0.5)).toBeNaN()
})

test('a table is aligned', () => {
  const lines = table([
    { name: 'short', times: [1] },
    { name: 'much longer', times: [2, 30] },
  ])
  expect(new Set(lines.map((line) => line.length)).size).toBe(1)
  expect(lines[2]).toMatch(/^much longer +2\.0 +30\.0 +30\.0 +2$/)
})
