import { errorBody } from '@broadsheet/contracts/errors'
import { beforeAll, expect, inject, test } from 'vitest'
import { apiAt, signUp, write } from './api-caller.fixture.ts'

const api = apiAt(inject('stack').writeApi[0]!)
let as: string
let slug: string

beforeAll(async () => {
  as = (await signUp(api)).token
  slug = (await write(api, as)).slug
})

const values: unknown[] = [
  null,
  true,
  -1,
  1e308,
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'x\udfff',
  '𐍈'.repeat(200_001),
  [],
  [[]],
  [null],
  {},
  { toString: 'x' },
  { __proto__: null, constructor: 1 },
]
const fields = {
  user: ['username', 'email', 'password', 'bio', 'image'],
  article: [
    'title',
    'description',
    'body',
    'tagList',
    'status',
    'createdAt',
    'author',
    'importPath',
  ],
}

/** 4xx or a success, in the contract's words. */
function expectSane(answer: { status: number; body: unknown }, about: unknown): void {
  expect(answer.status, JSON.stringify(about)?.slice(0, 200)).toBeLessThan(500)
  if (answer.status >= 400) expect(errorBody.safeParse(answer.body).success).toBe(true)
}

test.each([
  ['POST', '/users', 'user'],
  ['POST', '/users/login', 'user'],
  ['PUT', '/user', 'user'],
  ['POST', '/articles', 'article'],
  ['PUT', '/articles/:slug', 'article'],
] as const)(
  '%s %s answers any value of any field as the contract says',
  async (method, path, key) => {
    const good =
      key === 'user'
        ? { username: 'a', email: 'a@example.com', password: 'long enough' }
        : { title: 't', description: 'd', body: 'b' }
    // A good PUT of the user would change who asks.
    const base = path === '/user' ? {} : good
    for (const value of values) {
      const bodies = [
        value,
        { [key]: value },
        ...fields[key].map((field) => ({ [key]: { ...base, [field]: value } })),
      ]
      for (const body of bodies) {
        const answer = await api(method, path.replace(':slug', slug), { as, body })
        expectSane(answer, body)
        if (answer.body?.article) slug = answer.body.article.slug
      }
    }
  },
)

test.each([
  '%00',
  '%zz',
  '%',
  '%ff%fe',
  '..%2f..%2fetc',
  'x'.repeat(5_000),
  "'; drop table articles; --",
  '%F0%9F%8E%89',
  '😀',
])('no article is called %.40s', async (name) => {
  for (const method of ['PUT', 'DELETE']) {
    const body = method === 'PUT' ? { article: { body: 'x' } } : undefined
    const answer = await api(method, `/articles/${encodeURI(name).replaceAll('%25', '%')}`, {
      as,
      body,
    })
    expect(answer).toMatchObject({ status: 404 })
    expectSane(answer, name)
  }
})

test.each(['x'.repeat(600), 'Token', 'Token a b', 'Token \u00e9', 'Operator', 'null'])(
  'the sign-in %.20s is refused',
  async (authorization) => {
    const answer = await api('GET', '/user', { headers: { authorization } })
    expect(answer).toMatchObject({ status: 401, body: { errors: { token: ['is invalid'] } } })
  },
)

test('the longest allowed body is taken, and written again', async () => {
  const longest = 'ж'.repeat(500_000)
  const article = await write(api, as, { body: longest })
  const body = { article: { body: `${longest.slice(1)}!` } }
  const answer = await api('PUT', `/articles/${article.slug}`, { as, body })
  expect(answer.body.article.body.length).toBe(500_000)
  const tooLong = { article: { body: 'x'.repeat(500_001) } }
  expect(await api('PUT', `/articles/${article.slug}`, { as, body: tooLong })).toMatchObject({
    status: 422,
    body: { errors: { body: ['is too long (maximum is 500000 characters)'] } },
  })
})
