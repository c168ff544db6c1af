import { expect, test } from 'vitest'
import { searchRequest } from './search-request.ts'

test('what a reader types is data in every clause', () => {
  const typed = '"a" OR title:* ~2 \\ {!}'
  const request = searchRequest(typed, {}, [], 20)
  const text = JSON.stringify(request.query)
  expect(text).not.toMatch(/query_string|regexp|wildcard|"script/)
  expect(text.split(JSON.stringify(typed)).length - 1).toBe(3)
})

test('without words the newest come first, unscored and unmarked', () => {
  const request = searchRequest('', {}, [], 20)
  expect(request.sort).toEqual([{ createdAt: 'desc' }, { id: 'desc' }])
  expect(request.highlight).toBeUndefined()
})

test('tag and author select without scoring, hidden articles are left out of the total too', () => {
  const request = searchRequest('fox', { tag: 'a', authorIds: ['u'] }, ['x'], 5)
  expect(request.query?.bool).toMatchObject({
    filter: [{ term: { tagList: 'a' } }, { bool: { should: [{ terms: { authorId: ['u'] } }] } }],
    must_not: [{ ids: { values: ['x'] } }],
  })
  expect(request).toMatchObject({ size: 5, track_total_hits: true })
})
