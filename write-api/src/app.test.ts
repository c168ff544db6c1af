import { sessionDays } from '@broadsheet/contracts/session'
import { Redis } from 'ioredis'
import { afterAll, expect, test } from 'vitest'
import { lifetimeOf, openSessions } from './identity/sessions.ts'
import { openOwnApi, operatorSecret } from './write-api.fixture.ts'

/** Nothing listens there: whatever is answered here is answered without a store. */
const nowhere = { postgres: 'postgres://127.0.0.1:1/none', redis: 'redis://127.0.0.1:1' }
const redis = new Redis(nowhere.redis, { lazyConnect: true, maxRetriesPerRequest: 0 })
redis.on('error', () => undefined)
const { api, close } = openOwnApi(nowhere, {
  sessions: openSessions(redis, () => new Date(), lifetimeOf(sessionDays)),
})
afterAll(close)

const user = { username: 'name', email: 'name@example.com', password: 'long enough' }

test.each([
  [{ username: '' }, { username: ["can't be blank"] }],
  [
    { username: null, email: ' ' },
    { username: ["can't be blank"], email: ["can't be blank"] },
  ],
  [{ username: 'a/b' }, { username: ['must not contain spaces or any of / ? # % @'] }],
  [{ username: 'a\0b' }, { username: ['must not contain NUL or unpaired surrogates'] }],
  [{ email: 'nobody' }, { email: ['is invalid'] }],
  [{ password: 'short' }, { password: ['is too short (minimum is 8 characters)'] }],
  [{ password: 12345678 }, { password: ["can't be blank"] }],
])('a registration with %j is refused naming the field', async (wrong, errors) => {
  const answer = await api('POST', '/users', { body: { user: { ...user, ...wrong } } })
  expect(answer).toMatchObject({ status: 422, body: { errors, code: 'validation_failed' } })
  expect(answer.body.trackId).toBe(answer.headers.get('x-track-id'))
})

test.each([
  ['{', 400, 'malformed_json'],
  ['', 422, 'validation_failed'],
  ['[]', 422, 'validation_failed'],
  ['null', 422, 'validation_failed'],
  ['"text"', 422, 'validation_failed'],
  ['['.repeat(100_000), 400, 'malformed_json'],
  [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400, 'malformed_json'],
  [JSON.stringify({ user: { bio: 'x'.repeat(1_100_000) } }), 413, 'body_too_large'],
])('the body %.20s is answered %i', async (body, status, code) => {
  const answer = await api('POST', '/users/login', body === '' ? {} : { body })
  expect(answer).toMatchObject({ status, body: { code } })
})

test.each(['text/plain', 'application/jsonp', 'multipart/form-data'])(
  'a body of type %s is refused',
  async (type) => {
    const answer = await api('POST', '/users', {
      body: { user },
      headers: { 'content-type': type },
    })
    expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } })
  },
)

test.each([
  [undefined, 'token_missing'],
  ['Basic abc', 'token_invalid'],
  ['Token ', 'token_invalid'],
  [`Operator not-${operatorSecret}`, 'token_invalid'],
])('sign-in %s is asked for before anything else', async (as, code) => {
  for (const [method, path] of [
    ['POST', '/articles'],
    ['PUT', '/articles/unknown'],
    ['DELETE', '/articles/%00'],
    ['PUT', '/user'],
  ] as const) {
    const body = method === 'DELETE' ? undefined : { article: {} }
    expect(await api(method, path, { as, body })).toMatchObject({ status: 401, body: { code } })
  }
})

test('the operator may not leave out the author, nor date an article out of reach', async () => {
  const as = `Operator ${operatorSecret}`
  const article = { title: 't', description: 'd', body: 'b', createdAt: '0000-01-01T00:00:00Z' }
  expect(await api('POST', '/articles', { as, body: { article } })).toMatchObject({
    status: 422,
    body: { errors: { createdAt: ['must lie in the years 1900 to 2299'] } },
  })
})

test('without a store the answer is 503 with Retry-After', async () => {
  const unregistered = await api('POST', '/users', { body: { user } })
  const unknown = await api('GET', '/user', { as: 'some-token' })
  for (const answer of [unregistered, unknown]) {
    expect(answer).toMatchObject({ status: 503, body: { code: 'service_unavailable' } })
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  }
})

test('an unknown route is 404, a wrong method 405 naming the right ones', async () => {
  expect(await api('POST', '/nowhere')).toMatchObject({ status: 404 })
  const answer = await api('PATCH', '/user')
  expect(answer.status).toBe(405)
  expect(answer.headers.get('allow')).toBe('GET, HEAD, PUT')
})
