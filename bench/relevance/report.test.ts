import { expect, test } from 'vitest'
import { gain, table, worst, type Asked } from './report.ts'

const query = { kind: 'typo', language: 'ru', judged: { right: 3 } } as const
const asked: Asked[] = [
  { query: { ...query, q: 'found' }, search: ['right'], baseline: [] },
  { query: { ...query, q: 'second' }, search: ['wrong', 'right'], baseline: ['right'] },
  { query: { ...query, q: 'lost' }, search: [], baseline: [] },
]

test('the gain is the difference of the means', () => {
  // (1 + 1 / log2(3) + 0) / 3 − 1 / 3
  expect(gain(asked)).toBeCloseTo(0.21031, 5)
})

test('the table has a line for all, for each language and for each kind', () => {
  const lines = table(asked)
  expect(lines).toHaveLength(2 + 1 + 3 + 12)
  expect(new Set(lines.slice(1).map((line) => line.length)).size).toBe(1)
  const cells = (name: string) => lines.find((line) => line.startsWith(name))?.split(/ +/)
  expect(cells('all')).toEqual(['all', '3', '0.544', '0.333', '+0.210', '0.500', '0.333', '+0.167'])
  expect(cells('typo')?.slice(1)).toEqual(cells('all')?.slice(1))
})

test('the worst come first, with what came and what was missed', () => {
  expect(worst(asked, 5)).toEqual([
    'lost  (typo, ru) 0.000, baseline 0.000',
    '  came:   nothing',
    '  missed: 3 right',
    'second  (typo, ru) 0.631, baseline 1.000',
    '  came:   - wrong, 3 right',
  ])
  expect(worst(asked, 1)).toHaveLength(3)
})
