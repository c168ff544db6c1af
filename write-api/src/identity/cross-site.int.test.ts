import { beforeAll, expect, inject, test } from 'vitest'
import { apiAt, password, signUp, write } from '../api-caller.fixture.ts'
import { operatorSecret, openOwnApi } from '../write-api.fixture.ts'

const gateway = apiAt(inject('stack').gateway)
let email: string
let token: string
let cookie: string

beforeAll(async () => {
  const user = await signUp(gateway)
  ;({ email, token } = user)
  const answer = await gateway('POST', '/sessions', { body: { email, password } })
  cookie = answer.headers
    .getSetCookie()
    .find((line) => line.startsWith('session='))!
    .split(';')[0]!
})

const foreign = [
  { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
  { 'sec-fetch-site': 'same-site', origin: 'http://other.127.0.0.1' },
  { origin: 'https://evil.example' },
  { origin: 'null' },
] as Record<string, string>[]
const own = [
  {},
  { 'sec-fetch-site': 'same-origin', origin: inject('stack').gateway },
  { origin: inject('stack').gateway },
] as Record<string, string>[]
const refused = { status: 403, body: { code: 'cross_site' } }

test.each(foreign)('a page that asks with %j does not get to write by cookie', async (headers) => {
  const asked = { headers: { ...headers, cookie } }
  const { slug } = await write(gateway, token)
  const article = { title: 't', description: 'd', body: 'b' }
  for (const [method, path, body] of [
    ['POST', '/articles', { article }],
    ['PUT', `/articles/${slug}`, { article: { title: 'other' } }],
    ['DELETE', `/articles/${slug}`],
    ['POST', `/articles/${slug}/favorite`],
    ['PUT', '/user', { user: { password: 'another one' } }],
    ['DELETE', '/sessions/current'],
    ['POST', '/sessions', { email, password }],
  ] as const) {
    expect(await gateway(method, path, { ...asked, body }), `${method} ${path}`).toMatchObject(
      refused,
    )
  }
  expect((await gateway('GET', '/user', asked)).status).toBe(200)
  expect((await gateway('GET', `/articles/${slug}`, asked)).status).toBe(200)
})

test.each(foreign)('nor to sign anybody in there, with %j', async (headers) => {
  const answer = await gateway('POST', '/sessions', { headers, body: { email, password } })
  expect(answer).toMatchObject(refused)
  expect(answer.headers.getSetCookie()).toEqual([])
})

test.each(own)('our own pages do, with %j', async (headers) => {
  const body = { user: { bio: JSON.stringify(headers) } }
  const asked = { headers: { ...headers, cookie }, body }
  expect((await gateway('PUT', '/user', asked)).status).toBe(200)
})

test.each(foreign)('who signs in by header may write from anywhere, with %j', async (headers) => {
  const body = { user: { bio: 'by header' } }
  // A cookie that comes along unasked changes nothing.
  for (const more of [{}, { cookie }]) {
    const asked = { as: token, headers: { ...headers, ...more }, body }
    expect((await gateway('PUT', '/user', asked)).status).toBe(200)
  }
  const login = { user: { email, password } }
  expect((await gateway('POST', '/users/login', { headers, body: login })).status).toBe(200)
})

test('an origin that the operator named may use the cookie', async () => {
  const origin = 'https://front.example'
  const site = { publicUrl: 'https://broadsheet.example', corsOrigins: [origin] }
  const { api, close } = openOwnApi(inject('stack'), { site })
  const asked = (from: string) => ({
    headers: { origin: from, 'sec-fetch-site': 'same-site' },
    body: { email, password },
  })
  const answer = await api('POST', '/sessions', asked(origin))
  expect(answer.status).toBe(201)
  expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
  expect(answer.headers.get('access-control-allow-credentials')).toBe('true')
  const other = await api('POST', '/sessions', asked('https://other.example'))
  expect(other).toMatchObject(refused)
  await close()
})

test('the operator’s credential is a header too', async () => {
  const { api, close } = openOwnApi(inject('stack'))
  const asked = { as: `Operator ${operatorSecret}`, headers: { ...foreign[0], cookie } }
  const answer = await api('POST', '/operator/users/nobody-of-that-name/disable', asked)
  expect(answer.status).toBe(404)
  await close()
})

test.each(['/articles', '/articles/any', '/user', '/users/login', '/sessions', '/none'])(
  'a browser of another origin may ask for %s through the gateway',
  async (path) => {
    const origin = 'https://front.example'
    const preflight = await gateway('OPTIONS', path, {
      headers: {
        origin,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'authorization,content-type',
      },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT')
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Authorization')
    for (const method of ['GET', 'PUT']) {
      const { headers } = await gateway(method, path, { headers: { origin } })
      expect(headers.get('access-control-allow-origin')).toBe('*')
      expect(headers.has('access-control-allow-credentials')).toBe(false)
      expect(headers.get('access-control-expose-headers')).toContain('X-Track-Id')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
  },
)
