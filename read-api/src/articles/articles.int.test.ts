import { beforeAll, expect, inject, test } from 'vitest'
import { asking, signUp, unique } from '../read-api.fixture.ts'

const { gateway } = inject('stack')
const anyone = asking((path, init) => fetch(gateway + path, init))
let author: Awaited<ReturnType<typeof signUp>>

beforeAll(async () => {
  author = await signUp(gateway)
})

test('an article is read as it was written, with its author', async () => {
  const tag = unique('tag')
  const { slug } = await author.write({
    title: 'Read as written',
    body: 'The body',
    tagList: [tag],
  })
  const { status, body, headers } = await author.ask('GET', `/articles/${slug}`, author)
  expect(status).toBe(200)
  expect(body.article).toMatchObject({
    slug,
    title: 'Read as written',
    body: 'The body',
    tagList: [tag],
    favorited: false,
    favoritesCount: 0,
    author: { username: author.username, following: false },
  })
  expect(headers.get('consistency')).toBe('fresh')
  expect(headers.get('vary')).toBe('Authorization, Cookie')
  expect(headers.get('cache-control')).toBe('private, no-cache')
})

test('its ETag spares a second transfer and guards a write', async () => {
  const { slug } = await author.write()
  const path = `/articles/${slug}`
  const etag = (await author.ask('GET', path, author)).headers.get('etag') ?? ''
  const conditional = { headers: { ...author.headers, 'If-None-Match': `"x", W/${etag}` } }
  expect(await author.ask('GET', path, conditional)).toMatchObject({ status: 304, body: '' })
  const guarded = {
    headers: { ...author.headers, 'If-Match': etag },
    body: { article: { body: 'changed' } },
  }
  expect((await author.ask('PUT', path, guarded)).status).toBe(200)
  expect((await author.ask('PUT', path, guarded)).status).toBe(412)
  expect((await author.ask('GET', path, conditional)).status).toBe(200)
})

test('HEAD answers as GET does, without the body', async () => {
  const { slug } = await author.write()
  const { status, headers, body } = await author.ask('HEAD', `/articles/${slug}`, author)
  expect([status, body, headers.get('consistency')]).toEqual([200, '', 'fresh'])
})

test('an old slug leads to the present one', async () => {
  const { slug } = await author.write()
  const title = unique('Renamed ')
  const changed = { headers: author.headers, body: { article: { title } } }
  const renamed = (await author.ask('PUT', `/articles/${slug}`, changed)).body.article
  const { status, headers } = await author.ask('GET', `/articles/${slug}`, author)
  expect(status).toBe(301)
  expect(headers.get('location')).toBe(`/api/articles/${renamed.slug}`)
  expect(headers.get('cache-control')).toBe('no-cache')
})

test('a draft is its author’s alone, by an old slug too, and in no list', async () => {
  const { slug } = await author.write({ status: 'draft' })
  const renaming = { headers: author.headers, body: { article: { title: unique('Draft ') } } }
  const draft = (await author.ask('PUT', `/articles/${slug}`, renaming)).body.article
  const own = await author.ask('GET', `/articles/${draft.slug}`, author)
  expect(own.body.article).toMatchObject({ status: 'draft' })
  const other = await signUp(gateway)
  for (const path of [`/articles/${slug}`, `/articles/${draft.slug}`]) {
    expect((await other.ask('GET', path, other)).body).toMatchObject({ code: 'article_not_found' })
    expect((await anyone('GET', path)).status).toBe(404)
  }
  const list = await author.ask('GET', `/articles?author=${author.username}&limit=100`, author)
  expect(list.body.articles.map((one: { slug: string }) => one.slug)).not.toContain(draft.slug)
})

test('what is unpublished or deleted is gone for everybody at once, and comes back at once', async () => {
  const word = unique('gone')
  const { slug } = await author.write({ title: word, tagList: [word] })
  const totals = async (headers = {}) => [
    (await anyone('GET', `/articles/${slug}`, { headers })).status,
    (await anyone('GET', `/articles?tag=${word}`, { headers })).body.articlesCount,
    (await anyone('GET', `/search?q=${word}`, { headers })).body.total,
    (await anyone('GET', `/stats/articles/${slug}`, { headers })).status,
  ]
  const set = (status: string) =>
    author.ask('PUT', `/articles/${slug}`, { ...author, body: { article: { status } } })
  expect(await totals(author.headers)).toEqual([200, 1, 1, 200])
  await set('draft')
  expect(await totals()).toEqual([404, 0, 0, 404])
  await set('published')
  expect(await totals(author.headers)).toEqual([200, 1, 1, 200])
  await author.ask('DELETE', `/articles/${slug}`, author)
  expect(await totals()).toEqual([404, 0, 0, 404])
  expect(await totals(author.headers)).toEqual([404, 0, 0, 404])
})

test('lists are newest first, in pages, with the exact total and no bodies', async () => {
  const tag = unique('list')
  const slugs: string[] = []
  while (slugs.length < 3) slugs.unshift((await author.write({ tagList: [tag] })).slug)
  const list = async (query: string) =>
    (await author.ask('GET', `/articles?tag=${tag}${query}`, author)).body
  const all = await list('')
  expect(all.articlesCount).toBe(3)
  expect(all.articles.map((one: { slug: string }) => one.slug)).toEqual(slugs)
  expect(all.articles[0]).not.toHaveProperty('body')
  const second = await list(`&limit=1&offset=1&author=${author.username.toUpperCase()}`)
  expect(second).toMatchObject({ articlesCount: 3, articles: [{ slug: slugs[1] }] })
  expect(await list('&offset=10000&limit=100')).toEqual({ articlesCount: 3, articles: [] })
  expect(await list(`&author=${unique('nobody')}`)).toEqual({ articlesCount: 0, articles: [] })
})
