import { hiddenComment, parkedStats, statsRow } from '@broadsheet/contracts/names'
import { expect, test } from 'vitest'
import { hiddenOf } from './hidden.ts'

const { articles, comments } = hiddenOf(
  new Map([
    ['deleted', '1.-.64'],
    ['parked', 'parked:search'],
    [hiddenComment(7), '1.-.64'],
  ]),
)

test('a mark counts until its command is applied, and a parked change always', () => {
  expect(articles.ids(() => false)).toEqual(['deleted', 'parked'])
  expect(articles.ids(({ lsn }) => lsn <= 100n)).toEqual(['parked'])
  expect(articles.has('deleted', () => true)).toBe(false)
  expect(articles.has('unknown', () => false)).toBe(false)
})

test('reads of a parked article, and lists while there is one, are known to be stale', () => {
  expect([articles.isParked('parked'), articles.isParked('deleted')]).toEqual([true, false])
  expect([articles.anyParked(), comments.anyParked()]).toEqual([true, false])
})

test('a comment is told from an article', () => {
  expect(comments.ids(() => false)).toEqual(['7'])
  expect(articles.has('7', () => false)).toBe(false)
})

test('what stats alone could not take is no matter of other reads', () => {
  const marks = new Map([
    [statsRow('articles', 'a'), parkedStats('a')],
    [statsRow('favorites', 'b', 'u'), parkedStats('b')],
  ])
  const { articles, comments, stats } = hiddenOf(marks)
  expect([articles.anyParked(), comments.anyParked(), stats.any()]).toEqual([false, false, true])
  expect(stats.articles).toEqual(['a'])
  expect(['a', 'b', 'c'].map((id) => stats.touches(id))).toEqual([true, true, false])
  marks.set(statsRow('comments', 7), parkedStats(''))
  expect(hiddenOf(marks).stats.touches('c')).toBe(true)
})
