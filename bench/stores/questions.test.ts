import { expect, test } from 'vitest'
import { makeArticles } from './page-views.ts'
import { difference, questionsOf } from './questions.ts'

const row = (key: string, views: number, readers = views, score = 0) => ({
  key,
  views,
  readers,
  score,
})

test('answers in any order are the same', () => {
  expect(difference([row('a', 1), row('b', 2)], [row('b', 2), row('a', 1)])).toBeNull()
})

test('one view more or less is told, and one row', () => {
  expect(difference([row('a', 1)], [row('a', 2, 1)])).toMatch('is not')
  expect(difference([row('a', 1)], [row('a', 1, 2)])).toMatch('is not')
  expect(difference([row('a', 1)], [row('b', 1)])).toBe('only one has a')
  expect(difference([row('a', 1)], [])).toBe('1 rows, not 0')
  expect(difference([], [])).toBe('there is nothing to compare')
})

test('a score may differ in its last digit alone', () => {
  expect(difference([row('a', 1, 1, 3.000001)], [row('a', 1, 1, 3.000002)])).toBeNull()
  expect(difference([row('a', 1, 1, 3.00001)], [row('a', 1, 1, 3.00002)])).toMatch('is not')
})

test('every day of a question begins in its range', () => {
  const articles = makeArticles({ views: 10, articles: 50, tags: 5, authors: 5 })
  for (const question of questionsOf(articles)) {
    const starts = 'starts' in question ? question.starts : [question.from]
    expect(starts[0]).toBe(question.from)
    expect(starts.at(-1)).toBeLessThan(question.to)
  }
})
