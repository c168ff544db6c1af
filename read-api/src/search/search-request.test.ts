import { expect, test } from 'vitest'
import { newestFirst } from '../newest-page.ts'
import { orderOf, scoredQuery, type Understood } from './search-request.ts'
import { parseTyped } from './typed-query.ts'

const at = '2026-01-02T03:04:05.678Z'
const understood = (typed: string, counts: number[] = []): Understood => ({
  typed: parseTyped(typed),
  synonyms: new Map([['bike', ['two wheels']]]),
  counts,
  at,
})
const textOf = (typed: string, counts?: number[]) =>
  JSON.stringify(scoredQuery(understood(typed, counts), ['hidden-id']))

test('what a reader types is data in every clause', () => {
  const text = textOf('"a b" OR title:* ~2 \\ {!} /x/ field:(y')
  expect(text).not.toMatch(/query_string|regexp|wildcard|"script/)
  expect(text).toContain('"query":"title"')
})

test('hidden articles and what was taken away are in no hit, also without words', () => {
  for (const typed of ['', 'fox', '-fox', '"a fox"', '*']) {
    expect(scoredQuery(understood(typed), ['x']).bool?.must_not).toContainEqual({
      ids: { values: ['x'] },
    })
  }
})

test('signs find nothing, and nothing finds all', () => {
  expect(textOf('***')).toContain('match_none')
  expect(textOf('  ')).toContain('match_all')
  expect(textOf('-fox')).toContain('match_all')
})

test('only a word that hardly any article has may be mistyped, and never a number', () => {
  expect(textOf('lantern', [5])).not.toContain('fuzziness')
  expect(textOf('lantern', [4])).toContain('fuzziness')
  expect(textOf('1933', [0])).not.toContain('fuzziness')
  expect(textOf('fox', [0])).not.toContain('fuzziness')
})

test('what is found as typed has more than all words can score', () => {
  expect(textOf('lantern', [0])).toContain('"boost":1000')
})

test('other words for a word are looked for as well, several as a phrase', () => {
  expect(textOf('Bike')).toContain('"query":"two wheels","type":"phrase"')
})

test('the last word may go on', () => {
  expect(textOf('red lan')).toContain('"prefix":{"title":{"value":"lan"')
  expect(textOf('red lan')).not.toContain('"value":"red"')
  expect(textOf('red lan ')).not.toContain('"prefix"')
})

test('without words the newest come first', () => {
  expect(orderOf(parseTyped(''), 'relevance')).toEqual(newestFirst)
  expect(orderOf(parseTyped('-a'), 'relevance')).toEqual(newestFirst)
  expect(orderOf(parseTyped('a'), 'newest')).toEqual(newestFirst)
  expect(orderOf(parseTyped('a'), 'relevance')).toEqual(['_score', ...newestFirst])
})
