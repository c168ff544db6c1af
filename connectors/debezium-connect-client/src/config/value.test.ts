import { expect, test } from 'vitest'
import { optionString } from './value.ts'

test.each([
  ['text', 'text'],
  ['', ''],
  [0, '0'],
  [-1, '-1'],
  [8_388_608, '8388608'],
  [true, 'true'],
  [false, 'false'],
  [['public.a', 'public.b'], 'public.a,public.b'],
  [[], ''],
  [['public\\.x{1\\,2}'], 'public\\.x{1\\,2}'],
] as const)('%j becomes "%s"', (value, string) => {
  expect(optionString('option', value)).toBe(string)
})

test.each([NaN, Infinity, 1e21])('%d is no number that Connect reads', (value) => {
  expect(() => optionString('poll.interval.ms', value)).toThrow(/poll\.interval\.ms/)
})

test('a list item with a bare comma is refused, without being shown', () => {
  expect(() => optionString('table.include.list', ['public.a,public.b'])).toThrow(
    /^an item of table\.include\.list has a comma/,
  )
})
