import { expect, test } from 'vitest'
import { HiddenArticles } from './hidden-articles.ts'

const hidden = new HiddenArticles(
  new Map([
    ['deleted', '1.-.64'],
    ['parked', 'parked:search'],
  ]),
)

test('a mark counts until its command is applied, and a parked change always', () => {
  expect(hidden.ids(() => false)).toEqual(['deleted', 'parked'])
  expect(hidden.ids(({ lsn }) => lsn <= 100n)).toEqual(['parked'])
  expect(hidden.has('deleted', () => true)).toBe(false)
  expect(hidden.has('unknown', () => false)).toBe(false)
})

test('reads of a parked article are known to be stale', () => {
  expect(hidden.isParked('parked')).toBe(true)
  expect(hidden.isParked('deleted')).toBe(false)
})
