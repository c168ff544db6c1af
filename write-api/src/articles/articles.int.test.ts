import { hiddenKey, userTokensKey } from '@broadsheet/contracts/names'
import { sessionKeyOf } from '@broadsheet/contracts/session'
import { Redis } from 'ioredis'
import { Pool } from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { apiAt, signUp, unique, write } from '../api-caller.fixture.ts'
import { apart, openOwnApi } from '../write-api.fixture.ts'

const api = apiAt(inject('stack').writeApi[0]!)
const postgres = new Pool({ connectionString: inject('stack').postgres, max: 2 })
const redis = new Redis(inject('stack').redis)
let token: string
let username: string
let stranger: string

beforeAll(async () => {
  ;({ token, username } = await signUp(api))
  stranger = (await signUp(api)).token
})
afterAll(async () => {
  redis.disconnect()
  await postgres.end()
})

const put = (slug: string, article: object, headers = {}, as = token) =>
  api('PUT', `/articles/${slug}`, { as, headers, body: { article } })
const remove = (slug: string, as = token) => api('DELETE', `/articles/${slug}`, { as })
const idOf = async (slug: string) => {
  const sql = 'SELECT article_id FROM article_slugs WHERE slug = $1'
  return (await postgres.query(sql, [slug])).rows[0]?.article_id as string
}

test('an article is answered in the contract’s shape, with a token of its position', async () => {
  const title = unique('Привет ')
  const tagList = ['zebra', ' apple ', 'apple']
  const article = { title, description: 'About.', body: 'Body.', tagList }
  const answer = await api('POST', '/articles', { as: token, body: { article } })
  expect(answer.status).toBe(201)
  expect(answer.headers.get('etag')).toBe('"1"')
  expect(answer.body.article).toMatchObject({
    ...article,
    tagList: ['apple', 'zebra'],
    slug: title.replace('Привет ', 'privet-'),
    status: 'published',
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    updatedAt: answer.body.article.createdAt,
    favorited: false,
    favoritesCount: 0,
    author: { username, bio: null, image: null, following: false },
  })
  const position = answer.headers.get('consistency-token')!.split('.').slice(0, 3).join('.')
  const userId = (await redis.hget(sessionKeyOf(token), 'userId'))!
  expect(await redis.smembers(userTokensKey(userId))).toContain(position)
})

test('articles that are given one title at once get slugs of their own', async () => {
  const title = unique('Same ')
  const written = await Promise.all(Array.from({ length: 12 }, () => write(api, token, { title })))
  const slugs = new Set(written.map((article) => article.slug))
  expect(slugs.size).toBe(12)
  const form = title.toLowerCase().replace(' ', '-')
  expect(slugs).toContain(form)
  expect(slugs).toContain(`${form}-2`)
})

test('an article is never called as a route is', async () => {
  expect((await write(api, token, { title: 'Feed' })).slug).toMatch(/^feed-./)
})

test('absent fields stay, tags are cleared by [], and updatedAt moves every time', async () => {
  const before = await write(api, token, { tagList: ['one'] })
  const { slug } = before
  const described = await put(slug, { description: 'new' })
  expect(described.body.article).toEqual({
    ...before,
    description: 'new',
    updatedAt: expect.any(String),
  })
  expect(described.headers.get('etag')).toBe('"2"')
  expect((await put(slug, { tagList: [] })).body.article.tagList).toEqual([])
  expect((await put(slug, { tagList: null })).body.errors).toEqual({ tagList: ['must be a list'] })

  const updates = await Promise.all(Array.from({ length: 10 }, () => put(slug, { body: 'x' })))
  expect(new Set(updates.map((answer) => answer.body.article.updatedAt)).size).toBe(10)
})

test('a change of nothing changes nothing', async () => {
  const before = await write(api, token)
  const answer = await put(before.slug, {})
  expect(answer).toMatchObject({ status: 200, body: { article: before } })
  expect(answer.headers.get('etag')).toBe('"1"')
})

test('another title gives another slug; a write to an old one acts on the article', async () => {
  const { slug, title } = await write(api, token)
  const moved = (await put(slug, { title: unique('Moved ') })).body.article
  expect(moved.slug).not.toBe(slug)
  expect((await put(slug, { body: 'by the old name' })).body.article.slug).toBe(moved.slug)

  const rival = await write(api, stranger, { title })
  expect(rival.slug).toBe(`${slug}-2`)
  expect((await put(moved.slug, { title })).body.article.slug).toBe(slug)
  expect((await put(slug, { title: `${title}!` })).body.article.slug).toBe(slug)
})

test('a slug stays taken when its article is deleted', async () => {
  const { slug, title } = await write(api, token)
  expect((await remove(slug)).status).toBe(204)
  expect(await remove(slug)).toMatchObject({
    status: 404,
    body: { errors: { article: ['not found'] } },
  })
  expect((await write(api, token, { title })).slug).toBe(`${slug}-2`)
})

test('what is deleted or unpublished is hidden before the answer, until it is back', async () => {
  const { postgres, redis } = inject('stack')
  const own = openOwnApi({ postgres, redis: apart(redis) })
  const as = (await signUp(own.api)).token
  const { slug } = await write(own.api, as)
  const id = await idOf(slug)
  const hiddenBy = async () => `${await own.redis.hget(hiddenKey, id)}.`
  const mark = (status: string) =>
    own.api('PUT', `/articles/${slug}`, { as, body: { article: { status } } })

  const unpublished = await mark('draft')
  expect(unpublished.headers.get('consistency-token')).toContain(await hiddenBy())
  await mark('published')
  expect(await hiddenBy()).toBe('null.')
  const deleted = await own.api('DELETE', `/articles/${slug}`, { as })
  expect(deleted.headers.get('consistency-token')).toContain(await hiddenBy())
  await own.close()
})

test('another’s article is refused, and another’s draft is not known', async () => {
  const { slug } = await write(api, token)
  const draft = await write(api, token, { status: 'draft' })
  const forbidden = { status: 403, body: { errors: { article: ['forbidden'] } } }
  const unknown = { status: 404, body: { errors: { article: ['not found'] } } }
  expect(await put(slug, { body: 'x' }, {}, stranger)).toMatchObject(forbidden)
  expect(await remove(slug, stranger)).toMatchObject(forbidden)
  expect(await put(draft.slug, { body: 'x' }, {}, stranger)).toMatchObject(unknown)
  expect(await remove(draft.slug, stranger)).toMatchObject(unknown)
  expect(await put(unique('no-'), { body: 'x' })).toMatchObject(unknown)
  expect(await put(slug, { title: ' ' }, {}, stranger)).toMatchObject({ status: 422 })
})

test('If-Match lets one of two editors through', async () => {
  const { slug } = await write(api, token)
  const seen = { 'if-match': '"1"' }
  const answers = await Promise.all([
    put(slug, { body: 'a' }, seen),
    put(slug, { body: 'b' }, seen),
  ])
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 412])
  expect((await put(slug, { body: 'c' }, { 'if-match': '*' })).status).toBe(200)
  expect(await put(slug, { body: 'd' }, { 'if-match': 'W/"3"' })).toMatchObject({
    status: 412,
    body: { code: 'precondition_failed' },
  })
})

test('only the operator may say what an import says', async () => {
  const article = { title: 't', description: 'd', body: 'b' }
  for (const field of [
    { author: 'x' },
    { importPath: 'a.md' },
    { createdAt: '2020-01-01T00:00:00Z' },
  ]) {
    const body = { article: { ...article, ...field } }
    expect(await api('POST', '/articles', { as: token, body })).toMatchObject({
      status: 403,
      body: { code: 'import_forbidden' },
    })
  }
})
