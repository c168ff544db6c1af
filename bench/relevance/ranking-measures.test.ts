import { expect, test } from 'vitest'
import { mean, ndcg, reciprocalRank } from './ranking-measures.ts'

const judged = { perfect: 3, good: 2, marginal: 1 }

test('the best order is 1, no hit is 0', () => {
  expect(ndcg(['perfect', 'good', 'marginal'], judged)).toBe(1)
  expect(ndcg(['perfect', 'good', 'marginal', 'other'], judged)).toBe(1)
  expect(ndcg(['other'], judged)).toBe(0)
  expect(ndcg([], judged)).toBe(0)
  expect(ndcg(['perfect'], {})).toBe(0)
})

test('is what one gets by hand', () => {
  // Best: 7/1 + 3/1.5849625 + 1/2 = 9.3927893.
  // Backwards: 1/1 + 3/1.5849625 + 7/2 = 6.3927893.
  expect(ndcg(['marginal', 'good', 'perfect'], judged)).toBeCloseTo(0.680606, 6)
  // The perfect one alone, second: 7/1.5849625 = 4.4165082.
  expect(ndcg(['other', 'perfect'], judged)).toBeCloseTo(0.470202, 6)
  // One wanted, fourth: 1/log2(5) = 0.4306766.
  expect(ndcg(['a', 'b', 'c', 'wanted'], { wanted: 3 })).toBeCloseTo(0.430677, 6)
})

test('counts ten places, and of more wanted ones the best ten', () => {
  const others = Array.from({ length: 10 }, (_, at) => `other-${at}`)
  expect(ndcg([...others, 'perfect'], judged)).toBe(0)
  const many = Object.fromEntries(others.concat('eleventh').map((name) => [name, 2]))
  expect(ndcg(others, many)).toBe(1)
})

test('gains nothing by giving an article again', () => {
  expect(ndcg(['perfect', 'perfect', 'good', 'marginal'], judged)).toBeLessThan(1)
  expect(ndcg(['perfect', 'perfect', 'perfect'], judged)).toBe(ndcg(['perfect'], judged))
})

test('the reciprocal rank is of the first that is good or better', () => {
  expect(reciprocalRank(['marginal', 'other', 'good'], judged)).toBe(1 / 3)
  expect(reciprocalRank(['perfect'], judged)).toBe(1)
  expect(reciprocalRank(['marginal', 'other'], judged)).toBe(0)
  const far = Array.from({ length: 10 }, (_, at) => `other-${at}`)
  expect(reciprocalRank([...far, 'perfect'], judged)).toBe(0)
})

test('the mean', () => {
  expect(mean([0, 0.5, 1])).toBe(0.5)
  expect(mean([])).toBeNaN()
})
