import { sessionKeyOf } from '@broadsheet/contracts/session'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { apiAt, password, signUp, unique, type Api } from '../api-caller.fixture.ts'
import { openOwnApi, type OwnApi } from '../write-api.fixture.ts'

const gateway = apiAt(inject('stack').gateway)
let own: OwnApi
let secure: OwnApi
beforeAll(() => {
  own = openOwnApi(inject('stack'))
  const site = { publicUrl: 'https://broadsheet.example', corsOrigins: '*' as const }
  secure = openOwnApi(inject('stack'), { site })
})
afterAll(async () => {
  await own.close()
  await secure.close()
})

type Answer = Awaited<ReturnType<Api>>
const sessionCookieOf = (answer: Answer) =>
  answer.headers.getSetCookie().find((line) => /^(?:__Host-)?session=/.test(line))

async function signIn(api: Api, email: string, cookie = ''): Promise<Answer & { cookie: string }> {
  const headers: Record<string, string> = cookie === '' ? {} : { cookie }
  const answer = await api('POST', '/sessions', { body: { email, password }, headers })
  return { ...answer, cookie: sessionCookieOf(answer)?.split(';')[0] ?? '' }
}
const by = (cookie: string, more: Record<string, string> = {}) => ({
  headers: { cookie, ...more },
})

test('a sign-in by cookie is a command, answered with the session and no token', async () => {
  const { email, username } = await signUp(gateway)
  const answer = await signIn(gateway, email.toUpperCase())
  expect(answer.status).toBe(201)
  expect(answer.body).toEqual({
    session: {
      id: expect.any(String),
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      lastSeenAt: answer.body.session.createdAt,
      current: true,
    },
  })
  expect(sessionCookieOf(answer)).toMatch(
    /^session=[\w-]{43}; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Lax$/,
  )
  expect(answer.headers.get('consistency-token')).toBeTruthy()
  const seen = await gateway('GET', '/user', by(answer.cookie))
  expect(seen).toMatchObject({ status: 200, body: { user: { username, email, token: '' } } })
})

test('no other answer sets the cookie', async () => {
  const { token, email } = await signUp(gateway)
  const login = await gateway('POST', '/users/login', { body: { user: { email, password } } })
  const read = await gateway('GET', '/user', { as: token })
  for (const answer of [login, read]) expect(sessionCookieOf(answer)).toBeUndefined()
})

test('one token signs in by header and by cookie, on both sides', async () => {
  const { email, username } = await signUp(gateway)
  const { cookie } = await signIn(gateway, email)
  const token = cookie.split('=')[1]!
  const title = unique('Title ')
  const article = { title, description: 'd', body: 'b', status: 'draft' }
  const written = await gateway('POST', '/articles', { ...by(cookie), body: { article } })
  expect(written.status).toBe(201)
  const path = `/articles/${written.body.article.slug}`
  for (const headers of [
    { cookie },
    { authorization: `Token ${token}` },
    { authorization: `Bearer ${token}` },
  ]) {
    const draft = await gateway('GET', path, { headers: headers as Record<string, string> })
    expect([draft.status, draft.body.article.author.username]).toEqual([200, username])
    expect(draft.headers.get('consistency')).toBe('fresh')
  }
  expect((await gateway('GET', path)).status).toBe(404)
})

test('the header wins over the cookie', async () => {
  const [one, other] = [await signUp(gateway), await signUp(gateway)]
  const { cookie } = await signIn(gateway, one.email)
  const seen = await gateway('GET', '/user', { as: other.token, ...by(cookie) })
  expect(seen.body.user).toMatchObject({ username: other.username, token: other.token })
  const wrong = await gateway('GET', '/user', { as: 'of-nobody', ...by(cookie) })
  expect(wrong).toMatchObject({ status: 401, body: { code: 'token_invalid' } })
})

test('a cookie that ran out is refused where a user is needed, and public pages stay open', async () => {
  const headers = { cookie: `session=${unique('gone')}` }
  expect(await gateway('GET', '/user', { headers })).toMatchObject({
    status: 401,
    body: { code: 'token_invalid' },
  })
  expect((await gateway('GET', '/articles?limit=1', { headers })).status).toBe(200)
})

test('a change of the user by cookie never shows the token, and keeps the session', async () => {
  const { email } = await signUp(gateway)
  const { cookie } = await signIn(gateway, email)
  const changed = await gateway('PUT', '/user', {
    ...by(cookie),
    body: { user: { password: 'a new password' } },
  })
  expect(changed).toMatchObject({ status: 200, body: { user: { email, token: '' } } })
  expect(JSON.stringify(changed.body)).not.toContain(cookie.split('=')[1])
  expect((await gateway('GET', '/user', by(cookie))).status).toBe(200)
})

test('a sign-in gives a new id, and ends the session that the browser had', async () => {
  const { email, token } = await signUp(gateway)
  const first = await signIn(gateway, email)
  const second = await signIn(gateway, email, first.cookie)
  expect(second.body.session.id).not.toBe(first.body.session.id)
  expect(second.cookie).not.toBe(first.cookie)
  expect((await gateway('GET', '/user', by(first.cookie))).status).toBe(401)
  expect((await gateway('GET', '/user', by(second.cookie))).status).toBe(200)
  // The session by header is not this browser's.
  expect((await gateway('GET', '/user', { as: token })).status).toBe(200)

  const other = await signUp(gateway)
  const third = await signIn(gateway, other.email, second.cookie)
  expect(third.status).toBe(201)
  expect((await gateway('GET', '/user', by(second.cookie))).status).toBe(401)

  // An id that somebody planted in the browser is not taken over.
  const planted = await signIn(gateway, email, 'session=chosen-by-somebody-else')
  expect(planted.cookie).not.toContain('chosen')
  expect((await gateway('GET', '/user', by('session=chosen-by-somebody-else'))).status).toBe(401)
})

test('a sign-in that fails ends nothing', async () => {
  const { email } = await signUp(gateway)
  const { cookie } = await signIn(gateway, email)
  const body = { email, password: 'a wrong password' }
  const refused = await gateway('POST', '/sessions', { ...by(cookie), body })
  expect(refused).toMatchObject({ status: 401, body: { errors: { credentials: ['invalid'] } } })
  expect(sessionCookieOf(refused)).toBeUndefined()
  expect((await gateway('GET', '/user', by(cookie))).status).toBe(200)
})

test.each([
  [{ email: '', password }, ['email']],
  [{ email: 'a@example.com' }, ['password']],
  [{ user: { email: 'a@example.com', password } }, ['email', 'password']],
])('a sign-in with %j is refused naming the field', async (body, fields) => {
  const { status, body: answer } = await gateway('POST', '/sessions', { body })
  expect([status, Object.keys(answer.errors)]).toEqual([422, fields])
})

test('sessions are listed newest first, and say which one asks', async () => {
  const { email, token } = await signUp(gateway)
  const one = await signIn(gateway, email)
  const two = await signIn(gateway, email)
  const { status, headers, body } = await gateway('GET', '/sessions', by(one.cookie))
  expect(status).toBe(200)
  expect(headers.get('cache-control')).toBe('private, no-cache')
  expect(headers.get('vary')).toContain('Cookie')
  const current = body.sessions.map((session: any) => [session.id, session.current])
  expect(current).toEqual([
    [two.body.session.id, false],
    [one.body.session.id, true],
    [expect.any(String), false],
  ])
  const byHeader = await gateway('GET', '/sessions', { as: token })
  expect(byHeader.body.sessions.map((session: any) => session.current)).toEqual([
    false,
    false,
    true,
  ])
  expect((await gateway('GET', '/sessions')).body.errors).toEqual({ token: ['is missing'] })
})

test('signing out ends the session and takes the cookie away', async () => {
  const { email, token } = await signUp(gateway)
  const { cookie } = await signIn(gateway, email)
  const out = await gateway('DELETE', '/sessions/current', by(cookie))
  expect([out.status, out.body]).toEqual([204, null])
  expect(sessionCookieOf(out)).toBe('session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax')
  expect((await gateway('DELETE', '/sessions/current', by(cookie))).status).toBe(401)
  // By header, the cookie of another session stays.
  const other = await signIn(gateway, email)
  const byHeader = await gateway('DELETE', '/sessions/current', { as: token, ...by(other.cookie) })
  expect([byHeader.status, sessionCookieOf(byHeader)]).toEqual([204, undefined])
  expect((await gateway('GET', '/user', { as: token })).status).toBe(401)
  expect((await gateway('GET', '/user', by(other.cookie))).status).toBe(200)
})

test('a session is ended by its id, by its own user alone', async () => {
  const { email, token } = await signUp(gateway)
  const { cookie, body } = await signIn(gateway, email)
  const stranger = await signUp(gateway)
  const path = `/sessions/${body.session.id}`
  const unknown = { status: 404, body: { errors: { session: ['not found'] } } }
  expect(await gateway('DELETE', path, { as: stranger.token })).toMatchObject(unknown)
  for (const id of [randomUUID(), '%00', '%ED%A0%80', 'x'.repeat(3_000)]) {
    expect(await gateway('DELETE', `/sessions/${id}`, { as: token })).toMatchObject(unknown)
  }
  expect((await gateway('GET', '/user', by(cookie))).status).toBe(200)
  expect((await gateway('DELETE', path, { as: token })).status).toBe(204)
  expect((await gateway('GET', '/user', by(cookie))).status).toBe(401)
  expect(await gateway('DELETE', path, { as: token })).toMatchObject(unknown)
  expect((await gateway('DELETE', path)).body.errors).toEqual({ token: ['is missing'] })
})

test('under https the cookie is for secure connections to this host alone', async () => {
  const { email } = await signUp(gateway)
  const answer = await signIn(secure.api, email)
  expect(sessionCookieOf(answer)).toMatch(
    /^__Host-session=[\w-]{43}; Max-Age=7776000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  )
  const token = answer.cookie.split('=')[1]!
  expect(await own.redis.exists(sessionKeyOf(token))).toBe(1)
  expect((await secure.api('GET', '/user', by(answer.cookie))).status).toBe(200)
  // Any subdomain, or a page without TLS, could have set the other name.
  const plain = await secure.api('GET', '/user', by(`session=${token}`))
  expect(plain).toMatchObject({ status: 401, body: { code: 'token_missing' } })
  const out = await secure.api('DELETE', '/sessions/current', by(answer.cookie))
  expect(sessionCookieOf(out)).toBe(
    '__Host-session=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax',
  )
})
