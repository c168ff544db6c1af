import { expect, test } from 'vitest'
import { comparedBytes, comparedTimes, comparison } from './report.ts'

test('times are compared by their medians', () => {
  const row = comparedTimes('asked', [
    [9, 1, 2],
    [30, 4, 1],
  ])
  expect(row).toEqual({ name: 'asked', unit: 'ms', clickhouse: 2, postgres: 4 })
})

test('bytes are those of all tables', () => {
  const bytes = (data: number, indexes: number) => ({
    name: 't',
    data: data * 2 ** 20,
    indexes: indexes * 2 ** 20,
  })
  const [all, data] = comparedBytes([bytes(1, 0), bytes(2, 1)], [bytes(4, 4)])
  expect(all).toMatchObject({ clickhouse: 4, postgres: 8 })
  expect(data).toMatchObject({ clickhouse: 3, postgres: 4 })
})

test('the table is aligned and ends with the ratio', () => {
  const lines = comparison([
    { name: 'short', unit: 'ms', clickhouse: 2, postgres: 300 },
    { name: 'much longer', unit: 'MiB', clickhouse: 40, postgres: 20 },
  ])
  expect(new Set(lines.map((line) => line.length)).size).toBe(1)
  expect(lines[1]).toMatch(/^short, ms +2\.00 +300 +150$/)
  expect(lines[2]).toMatch(/ 40\.0 +20\.0 +0\.50$/)
})
