import { beforeAll, describe, expect, inject, test } from 'vitest'
import { register, type Author } from '../author.ts'
import { anonymously, listIn, publish, slugsIn, uniqueWord } from '../publishing.ts'
import { expectInvalid, expectRefusal } from './refusal.ts'

const { gateway } = inject('stack')
const tag = uniqueWord()
const other = uniqueWord()
let author: Author
let reader: Author
/** Newest first. */
const slugs: string[] = []
let newest: Awaited<ReturnType<typeof publish>>

beforeAll(async () => {
  ;[author, reader] = await Promise.all([register(gateway), register(gateway)])
  for (let n = 0; n < 5; n++) {
    const written = await publish(author, { tagList: n % 2 ? [tag, other] : [tag] })
    slugs.unshift(written.slug)
    newest = written
  }
})

describe('GET /articles', () => {
  test('lists articles as they are read, but for their bodies', async () => {
    const { word: _word, body: _body, ...listed } = newest
    const answer = await author.get(`/api/articles?tag=${tag}&limit=1`)
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({ articles: [listed], articlesCount: 5 })
  })

  test.each([
    ['tag', () => `tag=${tag}`],
    ['author', () => `author=${author.username}`],
    ['author in another case', () => `author=${author.username.toUpperCase()}`],
    ['both', () => `tag=${tag}&author=${author.username}`],
  ])('by %s: newest first, none too many', async (_by, query) => {
    const answer = await author.get(`/api/articles?${query()}`)
    expect([slugsIn(answer), listIn(answer).articlesCount]).toEqual([slugs, 5])
  })

  test('of all: newest first', async () => {
    const { articles, articlesCount } = listIn(await author.get('/api/articles?limit=100'))
    expect(articlesCount).toBeGreaterThanOrEqual(5)
    const dates = articles.map(({ createdAt }) => createdAt)
    expect(dates).toEqual(dates.toSorted().toReversed())
    const own = articles.map(({ slug }) => slug).filter((slug) => slugs.includes(slug))
    expect(own).toEqual(slugs)
    for (const article of articles) expect(article).not.toHaveProperty('body')
  })

  test('20 at a time unless more are asked for', async () => {
    const many = await register(gateway)
    await Promise.all(Array.from({ length: 22 }, () => publish(many)))
    const path = `/api/articles?author=${many.username}`
    const list = listIn(await many.get(path))
    expect([list.articles.length, list.articlesCount]).toEqual([20, 22])
    expect(slugsIn(await many.get(`${path}&limit=100`))).toHaveLength(22)
  })

  test('pages do not overlap, and each says how many there are', async () => {
    for (const [page, expected] of [
      ['limit=2', slugs.slice(0, 2)],
      ['limit=2&offset=2', slugs.slice(2, 4)],
      ['limit=2&offset=4', slugs.slice(4)],
      ['offset=3', slugs.slice(3)],
      ['offset=5', []],
      ['offset=10000', []],
    ] as const) {
      const answer = await author.get(`/api/articles?tag=${tag}&${page}`)
      expect([page, slugsIn(answer), listIn(answer).articlesCount]).toEqual([page, expected, 5])
    }
  })

  test.each(['tag', 'author', 'favorited'])('an unknown %s has no articles', async (by) => {
    const answer = await author.get(`/api/articles?${by}=nothing-of-that-name`)
    expect([answer.status, answer.body]).toEqual([200, { articles: [], articlesCount: 0 }])
  })

  test('a tag is looked for as a whole, and in its own case', async () => {
    for (const part of [tag.slice(0, -1), tag.toUpperCase()]) {
      expect(listIn(await author.get(`/api/articles?tag=${part}`)).articlesCount).toBe(0)
    }
    expect(listIn(await author.get(`/api/articles?tag=${other}`)).articlesCount).toBe(2)
  })

  test('by favorited: what a reader favors', async () => {
    const [first, , third] = slugs
    for (const slug of [first, third]) await reader.post(`/api/articles/${slug}/favorite`)
    const path = `/api/articles?favorited=${reader.username}`
    const answer = await reader.get(path)
    expect([slugsIn(answer), listIn(answer).articlesCount]).toEqual([[first, third], 2])
    expect(listIn(answer).articles).toMatchObject([
      { favorited: true, favoritesCount: 1 },
      { favorited: true, favoritesCount: 1 },
    ])
    expect(slugsIn(await reader.get(`${path}&limit=1&offset=1`))).toEqual([third])
    expect(slugsIn(await reader.get(`${path}&author=${reader.username}`))).toEqual([])
    expect(slugsIn(await reader.get(`${path}&tag=${tag}`))).toEqual([first, third])
    const anonymous = listIn(await anonymously(reader, path))
    for (const { favorited } of anonymous.articles) expect(favorited).toBe(false)
    await reader.remove(`/api/articles/${first}/favorite`)
    expect(slugsIn(await reader.get(path))).toEqual([third])
  })

  test.each(['limit=0', 'limit=101', 'limit=-1', 'limit=x', 'limit=1.5', 'limit='])(
    '%s is refused, not clamped',
    async (query) => expectInvalid(await author.get(`/api/articles?${query}`), 'limit'),
  )

  test.each(['offset=-1', 'offset=10001', 'offset=x'])('%s is refused', async (query) => {
    expectInvalid(await author.get(`/api/articles?${query}`), 'offset')
  })

  test('an invalid token is refused, where none would do', async () => {
    const headers = { Authorization: 'Token none' }
    expectRefusal(await reader.get('/api/articles', headers), 'token_invalid')
    expect((await anonymously(reader, '/api/articles')).status).toBe(200)
  })
})
