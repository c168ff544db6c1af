import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { apiAt, password, signUp, unique } from '../api-caller.fixture.ts'
import { openOwnApi, operatorSecret, type OwnApi } from '../write-api.fixture.ts'
import { lifetimeOf, openSessions } from './sessions.ts'

const gateway = apiAt(inject('stack').gateway)
const as = `Operator ${operatorSecret}`
let own: OwnApi
beforeAll(() => {
  own = openOwnApi(inject('stack'))
})
afterAll(() => own.close())

const disable = (username: string, api = own.api) =>
  api('POST', `/operator/users/${encodeURIComponent(username)}/disable`, { as })
const enable = (username: string) =>
  own.api('POST', `/operator/users/${encodeURIComponent(username)}/enable`, { as })
const logIn = (email: string, given = password) =>
  own.api('POST', '/users/login', { body: { user: { email, password: given } } })
const cookieSignIn = (email: string, given = password) =>
  own.api('POST', '/sessions', { body: { email, password: given } })
const read = (token: string, path: string) => gateway('GET', path, { as: token })

test('a disabled user is out at once, on both sides, and does not get in again', async () => {
  const { token, email, username } = await signUp(gateway)
  const elsewhere = (await logIn(email)).body.user.token
  for (const path of ['/user', '/articles?limit=1']) {
    expect((await read(token, path)).status).toBe(200)
  }
  const answer = await disable(username.toUpperCase())
  expect([answer.status, answer.body]).toEqual([204, null])
  expect(answer.headers.get('consistency-token')).toBeTruthy()

  for (const session of [token, elsewhere]) {
    for (const path of ['/user', '/articles?limit=1']) {
      expect(await read(session, path)).toMatchObject({
        status: 401,
        body: { code: 'token_invalid' },
      })
    }
  }
  for (const way of [logIn, cookieSignIn]) {
    expect(await way(email)).toMatchObject({
      status: 403,
      body: { code: 'account_disabled', errors: { account: ['is disabled'] } },
    })
    expect(await way(email, 'a wrong password')).toMatchObject({
      status: 401,
      body: { code: 'credentials_invalid' },
    })
  }
  expect((await disable(username)).status).toBe(204)
  expect((await enable(username)).status).toBe(204)
  expect((await enable(username)).status).toBe(204)
  expect((await read(token, '/user')).status).toBe(401)
  expect((await logIn(email)).status).toBe(200)
})

test('a sign-in that began before waits for the disabling, and is refused', async () => {
  const { email, username } = await signUp(gateway)
  const reached = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const sessions = openSessions(own.redis, () => new Date(), lifetimeOf({ idle: 1, longest: 1 }))
  const slow = openOwnApi(inject('stack'), {
    sessions: {
      ...sessions,
      endAll: async (userId) => {
        reached.resolve()
        await goOn.promise
        await sessions.endAll(userId)
      },
    },
  })
  const disabling = disable(username, slow.api)
  await reached.promise
  // The row is locked by now: the password is right and the sign-in cannot go by.
  const signingIn = logIn(email)
  await vi.waitFor(async () => expect(await waiting('credentials')).toBeGreaterThan(0), 10_000)
  goOn.resolve()
  expect((await disabling).status).toBe(204)
  expect(await signingIn).toMatchObject({ status: 403, body: { code: 'account_disabled' } })
  await slow.close()
})

test('a sign-in that has its session already loses it', async () => {
  const { email, username } = await signUp(gateway)
  const reached = Promise.withResolvers<string>()
  const goOn = Promise.withResolvers<void>()
  const sessions = openSessions(own.redis, () => new Date(), lifetimeOf({ idle: 1, longest: 1 }))
  const slow = openOwnApi(inject('stack'), {
    sessions: {
      ...sessions,
      start: async (userId) => {
        const started = await sessions.start(userId)
        reached.resolve(started.token)
        await goOn.promise
        return started
      },
    },
  })
  const body = { user: { email, password } }
  const signingIn = slow.api('POST', '/users/login', { body })
  const token = await reached.promise
  expect((await read(token, '/user')).status).toBe(200)
  const disabling = disable(username)
  await vi.waitFor(async () => expect(await waiting('credentials')).toBeGreaterThan(0), 10_000)
  goOn.resolve()
  expect((await signingIn).status).toBe(200)
  expect((await disabling).status).toBe(204)
  expect((await read(token, '/user')).status).toBe(401)
  expect(await sessions.find(token)).toBeNull()
  await slow.close()
})

test('of many that pass by each other, no session outlives the disabling', async () => {
  const { email, username } = await signUp(gateway)
  const signIns = Array.from({ length: 8 }, () => logIn(email))
  const disabled = await disable(username)
  expect(disabled.status).toBe(204)
  for (const answer of await Promise.all(signIns)) {
    expect([200, 403]).toContain(answer.status)
    if (answer.status !== 200) continue
    expect((await read(answer.body.user.token, '/user')).status).toBe(401)
  }
})

test('nobody is disabled whose sessions could not be ended', async () => {
  const { email, username } = await signUp(gateway)
  const sessions = openSessions(own.redis, () => new Date(), lifetimeOf({ idle: 1, longest: 1 }))
  const endAll = () => Promise.reject(new Error('the store broke'))
  const broken = openOwnApi(inject('stack'), { sessions: { ...sessions, endAll } })
  expect((await disable(username, broken.api)).status).toBe(500)
  expect((await logIn(email)).status).toBe(200)
  await broken.close()
})

test('who was only imported has no account to disable', async () => {
  const author = unique('Imported ')
  const article = { title: 't', description: 'd', body: 'b', author, importPath: unique('p/') }
  expect((await own.api('POST', '/articles', { as, body: { article } })).status).toBe(201)
  expect(await disable(author)).toMatchObject({
    status: 422,
    body: { code: 'validation_failed', errors: { username: ['has no account to disable'] } },
  })
  expect(await enable(author)).toMatchObject({
    status: 422,
    body: { errors: { username: ['has no account to enable'] } },
  })
})

test.each(['nobody-of-that-name', '\0', 'a'.repeat(3_000)])(
  'nobody is named %.30s',
  async (name) => {
    for (const answer of [await disable(name), await enable(name)]) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'profile_not_found' } })
    }
  },
)

test('the operator alone may', async () => {
  const { token, username } = await signUp(gateway)
  for (const change of ['disable', 'enable', 'appoint-editor', 'dismiss-editor']) {
    const path = `/operator/users/${username}/${change}`
    for (const [credential, status, code] of [
      [undefined, 401, 'token_missing'],
      ['Operator wrong', 401, 'token_invalid'],
      ['of-nobody', 401, 'token_invalid'],
      [token, 403, 'operator_only'],
    ] as const) {
      const answer = await gateway('POST', path, { as: credential })
      expect(answer).toMatchObject({ status, body: { code } })
    }
  }
  expect((await read(token, '/user')).status).toBe(200)
})

/** How many wait for a row of this table to be unlocked. */
async function waiting(table: string): Promise<number> {
  const { rows } = await own.pool.query(
    `select count(*)::int as n from pg_stat_activity
     where wait_event_type = 'Lock' and query like '%"' || $1 || '"%'`,
    [table],
  )
  return rows[0].n
}
