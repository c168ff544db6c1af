import { expect, test } from 'vitest'
import { beginsLike } from './like-beginning.ts'

test.each([
  ['lantern', 'lan', true],
  ['lantern', 'lnatern', true],
  ['lantern', 'lantrn', true],
  ['Elasticsearch', 'elatsic', true],
  ['Ёжик', 'ежи', true],
  ['Машинное обучение', 'машиное об', true],
  ['lantern', 'lxn', false],
  ['lantern', 'bantern', false],
  ['2024-05', '2025', false],
  ['lantern', 'lanxyzn', false],
  ['la', 'lantern', false],
])('%s begins like %s: %s', (whole, typed, expected) => {
  expect(beginsLike(whole, typed)).toBe(expected)
})
