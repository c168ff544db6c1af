import type { ListedArticle } from '@broadsheet/contracts/article'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { register, send, type Answer, type Author } from '../author.ts'
import { listIn, publish, slugsIn } from '../publishing.ts'
import { expectInvalid, expectRefusal } from './refusal.ts'

const { gateway } = inject('stack')
let reader: Author
let first: Author
let second: Author
/** Of the two authors in turn, newest first. */
const slugs: string[] = []

beforeAll(async () => {
  const three = [register(gateway), register(gateway), register(gateway)] as const
  ;[reader, first, second] = await Promise.all(three)
  for (const author of [first, second, first, second]) {
    slugs.unshift((await publish(author)).slug)
  }
  await publish(reader)
})

const follow = (author: Author) => reader.post(`/api/profiles/${author.username}/follow`)
const unfollow = (author: Author) => reader.remove(`/api/profiles/${author.username}/follow`)

describe('GET /articles/feed', () => {
  test('is empty for who follows nobody', async () => {
    const answer = await (await register(gateway)).get('/api/articles/feed')
    expect([answer.status, answer.body]).toEqual([200, { articles: [], articlesCount: 0 }])
  })

  test('has the articles of who is followed, newest first, from before and after', async () => {
    await follow(first)
    const one = await reader.get('/api/articles/feed')
    expect(slugsIn(one)).toEqual([slugs[1], slugs[3]])
    await follow(second)
    const both = await reader.get('/api/articles/feed')
    expect([slugsIn(both), listIn(both).articlesCount]).toEqual([slugs, 4])
    for (const article of listIn(both).articles) {
      expect(article).not.toHaveProperty('body')
      expect(article).toMatchObject({ favorited: false, author: { following: true } })
    }
    const { slug } = await publish(second)
    slugs.unshift(slug)
    const token = (await second.put('/api/user', { user: { bio: 'x' } })).headers
    const headers = { 'Consistency-Token': token.get('consistency-token') ?? '' }
    expect(slugsIn(await reader.get('/api/articles/feed', headers))).toEqual(slugs)
    await unfollow(first)
    const without = slugsIn(await reader.get('/api/articles/feed'))
    expect(without).toEqual([slug, slugs[1], slugs[3]])
    await follow(first)
    expect(slugsIn(await reader.get('/api/articles/feed'))).toEqual(slugs)
  })

  test('pages by offset, with the count of all', async () => {
    for (const [page, expected] of [
      ['limit=2', slugs.slice(0, 2)],
      ['limit=2&offset=2', slugs.slice(2, 4)],
      ['limit=2&offset=4', slugs.slice(4)],
      ['offset=9', []],
    ] as const) {
      const answer = await reader.get(`/api/articles/feed?${page}`)
      expect([page, slugsIn(answer), listIn(answer).articlesCount]).toEqual([page, expected, 5])
    }
  })

  test('needs a token', async () => {
    expectRefusal(await send(`${gateway}/api/articles/feed`, 'GET'), 'token_missing')
    const headers = { Authorization: 'Token none' }
    expectRefusal(await reader.get('/api/articles/feed', headers), 'token_invalid')
  })

  test('refuses pages beyond the limits', async () => {
    expectInvalid(await reader.get('/api/articles/feed?limit=0'), 'limit')
    expectInvalid(await reader.get('/api/articles/feed?limit=101'), 'limit')
    expectInvalid(await reader.get('/api/articles/feed?offset=10001'), 'offset')
  })
})

describe('GET /feed', () => {
  type Page = { articles: ListedArticle[]; cursor: string | null }
  const pageIn = ({ body }: Answer) => body as Page
  const after = (cursor: string | null) => `cursor=${encodeURIComponent(cursor ?? '')}`

  test('is empty for who follows nobody', async () => {
    const answer = await (await register(gateway)).get('/api/feed')
    expect([answer.status, answer.body]).toEqual([200, { articles: [], cursor: null }])
  })

  test('has the articles of the other feed, and the cursor of the next page', async () => {
    const whole = await reader.get('/api/articles/feed')
    const one = await reader.get('/api/feed?limit=3')
    expect(slugsIn(one)).toEqual(slugs.slice(0, 3))
    const two = await reader.get(`/api/feed?limit=3&${after(pageIn(one).cursor)}`)
    expect(pageIn(two).cursor).toBeNull()
    const articles = [...pageIn(one).articles, ...pageIn(two).articles]
    expect(articles).toEqual(listIn(whole).articles)
    expect(pageIn(await reader.get('/api/feed'))).toEqual({ articles, cursor: null })
  })

  test('refuses what is no cursor, and pages beyond the limits', async () => {
    const { cursor } = pageIn(await reader.get('/api/feed?limit=1'))
    for (const query of ['cursor=x', 'cursor=', `${after(`${cursor}x`)}`]) {
      expectInvalid(await reader.get(`/api/feed?${query}`), 'cursor')
    }
    expectInvalid(await reader.get('/api/feed?limit=0'), 'limit')
    expectInvalid(await reader.get('/api/feed?limit=101'), 'limit')
  })
})
