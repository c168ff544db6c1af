import { beforeAll, expect, inject, test } from 'vitest'
import { asking, signUp } from '../read-api.fixture.ts'

const { gateway } = inject('stack')
const anyone = asking((path, init) => fetch(gateway + path, init))
type User = Awaited<ReturnType<typeof signUp>>
let first: User
let second: User

beforeAll(async () => {
  ;[first, second] = [await signUp(gateway), await signUp(gateway)]
})

const follow = (reader: User, author: User, method = 'POST') =>
  reader.ask(method, `/profiles/${author.username}/follow`, reader)
async function feed(reader: User, query = '') {
  const { status, body, headers } = await reader.ask('GET', `/articles/feed${query}`, reader)
  expect(status).toBe(200)
  return { ...body, slugs: body.articles.map((one: { slug: string }) => one.slug), headers }
}

test('has the articles of those whom one follows, newest first, in pages', async () => {
  const reader = await signUp(gateway)
  expect(await feed(reader)).toMatchObject({ articles: [], articlesCount: 0 })
  const slugs: string[] = []
  for (const author of [first, second, first]) slugs.unshift((await author.write()).slug)
  await reader.write()
  await follow(reader, first)
  expect((await feed(reader)).slugs).toEqual([slugs[0], slugs[2]])
  await follow(reader, second)
  const all = await feed(reader)
  expect([all.slugs, all.articlesCount]).toEqual([slugs, 3])
  expect(all.headers.get('consistency')).toBe('fresh')
  expect(all.articles[0]).toMatchObject({ favorited: false, author: { following: true } })
  expect(all.articles[0]).not.toHaveProperty('body')
  const page = await feed(reader, '?limit=1&offset=1')
  expect([page.slugs, page.articlesCount]).toEqual([[slugs[1]], 3])
  await follow(reader, first, 'DELETE')
  expect((await feed(reader)).slugs).toEqual([slugs[1]])
})

test('shows no drafts, and nothing that was taken back', async () => {
  const [author, reader] = [await signUp(gateway), await signUp(gateway)]
  await author.write({ status: 'draft' })
  const [kept, gone] = [await author.write(), await author.write()]
  await author.ask('DELETE', `/articles/${gone.slug}`, author)
  // The reader's own write comes last: what others wrote before it is then there, too.
  await follow(reader, author)
  expect(await feed(reader)).toMatchObject({ slugs: [kept.slug], articlesCount: 1 })
  await follow(author, author)
  expect((await feed(author)).slugs).toEqual([kept.slug])
})

async function pageOf(reader: User, query = '') {
  const { status, body, headers } = await reader.ask('GET', `/feed${query}`, reader)
  expect(status).toBe(200)
  return { ...body, slugs: body.articles.map((one: { slug: string }) => one.slug), headers }
}
const after = (cursor: string) => `&cursor=${encodeURIComponent(cursor)}`

test('by cursor repeats and skips nothing while articles come and go', async () => {
  const [author, reader] = [await signUp(gateway), await signUp(gateway)]
  await follow(reader, author)
  const slugs: string[] = []
  for (let at = 0; at < 7; at++) slugs.unshift((await author.write()).slug)
  // The reader's own write comes last: what others wrote before it is then there, too.
  await follow(reader, author)
  const first = await pageOf(reader, '?limit=2')
  expect(first.headers.get('consistency')).toBe('fresh')
  const [deleted = '', unpublished = ''] = slugs.slice(2)
  await author.ask('DELETE', `/articles/${deleted}`, author)
  const draft = { article: { status: 'draft' } }
  await author.ask('PUT', `/articles/${unpublished}`, { ...author, body: draft })
  const seen = [...first.slugs]
  for (let { cursor } = first; cursor !== null;) {
    await author.write()
    await follow(reader, author)
    const page = await pageOf(reader, `?limit=2${after(cursor)}`)
    seen.push(...page.slugs)
    cursor = page.cursor
  }
  expect(seen).toEqual(slugs.filter((slug) => slug !== deleted && slug !== unpublished))
})

test('a cursor goes on from where it stands, whoever is followed by then', async () => {
  const [author, other, reader] = [
    await signUp(gateway),
    await signUp(gateway),
    await signUp(gateway),
  ]
  await follow(reader, author)
  const slugs: string[] = []
  for (const by of [author, other, author, author]) slugs.unshift((await by.write()).slug)
  await follow(reader, author)
  const { cursor } = await pageOf(reader, '?limit=1')
  await follow(reader, other)
  const rest = await pageOf(reader, `?limit=3${after(cursor)}`)
  expect([rest.slugs, rest.cursor]).toEqual([slugs.slice(1), null])
  await follow(reader, author, 'DELETE')
  const without = await pageOf(reader, `?limit=3${after(cursor)}`)
  expect([without.slugs, without.cursor]).toEqual([[slugs[2]], null])
})

test.each(['/articles/feed', '/feed'])('%s needs a user before anything else', async (path) => {
  for (const query of ['', '?limit=0']) {
    const { status, body } = await anyone('GET', `${path}${query}`)
    expect([status, body.code]).toEqual([401, 'token_missing'])
  }
  const invalid = { headers: { Authorization: 'Token none' } }
  expect((await anyone('GET', path, invalid)).body.code).toBe('token_invalid')
  const expired = { headers: { Cookie: 'session=none' } }
  expect((await anyone('GET', path, expired)).body.code).toBe('token_invalid')
})

test.each(['limit=0', 'limit=101', 'offset=10001', 'offset=x'])('refuses %s', async (query) => {
  const { status, body } = await first.ask('GET', `/articles/feed?${query}`, first)
  expect([status, Object.keys(body.errors)]).toEqual([422, [query.replace(/=.*/, '')]])
})

test('takes no cursor but its own', async () => {
  await follow(second, first)
  await first.write()
  await first.write()
  await follow(second, first)
  const { cursor } = await pageOf(second, '?limit=1')
  const found = await second.ask('GET', '/search?limit=1')
  for (const given of [`${cursor}x`, `${cursor}.x`, `x${cursor}`, found.body.cursor, 'e30.', '.']) {
    const { status, body } = await second.ask('GET', `/feed?limit=1${after(given)}`, second)
    expect([given, status, body.errors]).toEqual([given, 422, { cursor: ['is invalid'] }])
  }
})
