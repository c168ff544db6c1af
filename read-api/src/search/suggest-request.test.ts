import { expect, test } from 'vitest'
import { inAnyCase, tagsRequest } from './suggest-request.ts'

test('what is typed is data in the pattern of tags', () => {
  expect(inAnyCase('.*+?|()[]{}"\\#@&<>~^$-')).toBe(
    '\\.\\*\\+\\?\\|\\(\\)\\[\\]\\{\\}\\"\\\\\\#\\@\\&\\<\\>\\~\\^\\$\\-',
  )
  expect(inAnyCase('7 漢')).toBe('7\\ 漢')
})

test('letters of every script match in either case', () => {
  expect(inAnyCase('aЖ')).toBe('(a|A)(Ж|ж)')
  expect(inAnyCase('ß')).toBe('(ß|SS|ss)')
})

test('the longest tag makes no pattern that Elasticsearch refuses', () => {
  const longest = Math.max(
    ...['ß', '\u0390', '.', '𐐀'].map((one) => inAnyCase(one.repeat(40)).length),
  )
  expect(longest + 2).toBeLessThan(1_000)
})

test('hidden articles count for no tag', () => {
  const { query } = tagsRequest('a', ['x'], 10)
  expect(query?.bool?.must_not).toEqual([{ ids: { values: ['x'] } }])
})
