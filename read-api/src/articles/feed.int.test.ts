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

test('needs a user before anything else', async () => {
  for (const query of ['', '?limit=0']) {
    const { status, body } = await anyone('GET', `/articles/feed${query}`)
    expect([status, body.code]).toEqual([401, 'token_missing'])
  }
  const invalid = { headers: { Authorization: 'Token none' } }
  expect((await anyone('GET', '/articles/feed', invalid)).body.code).toBe('token_invalid')
  const expired = { headers: { Cookie: 'session=none' } }
  expect((await anyone('GET', '/articles/feed', expired)).body.code).toBe('token_invalid')
})

test.each(['limit=0', 'limit=101', 'offset=10001', 'offset=x'])('refuses %s', async (query) => {
  const { status, body } = await first.ask('GET', `/articles/feed?${query}`, first)
  expect([status, Object.keys(body.errors)]).toEqual([422, [query.replace(/=.*/, '')]])
})
