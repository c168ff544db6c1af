import { sessionKeyOf } from '@broadsheet/contracts/session'
import { userTokensKey } from '@broadsheet/contracts/names'
import { formatPosition } from '@broadsheet/contracts/token'
import { createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { apiAt, password, signUp, unique } from '../api-caller.fixture.ts'
import { openOwnApi, type OwnApi } from '../write-api.fixture.ts'

const api = apiAt(inject('stack').writeApi[0]!)
let own: OwnApi
beforeAll(() => {
  own = openOwnApi(inject('stack'))
})
afterAll(() => own.close())

const logIn = (email: string, given: string) =>
  api('POST', '/users/login', { body: { user: { email, password: given } } })
const change = (token: string, user: object) => api('PUT', '/user', { as: token, body: { user } })

test('who registers is signed in, and can sign in again by address in any case', async () => {
  const { token, username, email } = await signUp(api)
  const user = { email, username, bio: null, image: null }
  for (const as of [token, `Token ${token}`, `Bearer ${token}`, `bearer  ${token}`]) {
    const answer = await api('GET', '/user', { as })
    expect(answer).toMatchObject({ status: 200, body: { user: { ...user, token } } })
  }
  const again = await logIn(email.toUpperCase(), password)
  expect(again).toMatchObject({ status: 200, body: { user } })
  expect(again.body.user.token).not.toBe(token)
})

test('who has the present answer of GET /user is told so', async () => {
  const { token } = await signUp(api)
  const first = await api('GET', '/user', { as: token })
  const headers = { 'if-none-match': first.headers.get('etag')! }
  const same = await api('GET', '/user', { as: token, headers })
  expect(same.status).toBe(304)
  // A script of another origin must get to see it, too.
  expect(same.headers.get('access-control-allow-origin')).toBe('*')
  await change(token, { bio: 'Another.' })
  expect(await api('GET', '/user', { as: token, headers })).toMatchObject({ status: 200 })
  const changed = await api('PUT', '/user', { as: token, headers, body: { user: { bio: null } } })
  expect(changed.status).toBe(200)
})

test('registration and sign-in answer with a position that the user must see', async () => {
  const username = unique('u')
  const user = { username, email: `${username}@example.com`, password }
  const registered = await api('POST', '/users', { body: { user } })
  const again = await logIn(user.email, password)
  const userId = (await own.redis.hget(sessionKeyOf(again.body.user.token), 'userId'))!
  for (const answer of [registered, again]) {
    const token = answer.headers.get('consistency-token')!
    expect(answer.headers.getSetCookie()).toEqual([
      `consistency=${token}; Max-Age=60; Path=/; HttpOnly; SameSite=Lax`,
    ])
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
  }
  const position = again.headers.get('consistency-token')!.split('.').slice(0, 3).join('.')
  expect(await own.redis.smembers(userTokensKey(userId))).toContain(position)
})

test('names and addresses are taken whatever their case', async () => {
  const { username, email } = await signUp(api)
  const other = await signUp(api)
  const free = { username: unique('u'), email: `${unique('u')}@example.com`, password }
  const taken = [
    [{ username: username.toUpperCase() }, { username: ['has already been taken'] }],
    [{ email: email.toUpperCase() }, { email: ['has already been taken'] }],
  ] as const
  for (const [fields, errors] of taken) {
    const registered = await api('POST', '/users', { body: { user: { ...free, ...fields } } })
    expect(registered).toMatchObject({ status: 409, body: { errors } })
    expect(await change(other.token, fields)).toMatchObject({ status: 409, body: { errors } })
  }
  // A failed registration leaves nothing behind.
  expect((await api('POST', '/users', { body: { user: free } })).status).toBe(201)
  expect((await change(other.token, { username: other.username.toUpperCase() })).status).toBe(200)
})

test('of many who want one name at once, one gets it', async () => {
  const username = unique('u')
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => {
      const user = { username, email: `${unique('u')}@example.com`, password }
      return api('POST', '/users', { body: { user } })
    }),
  )
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([201, ...Array(7).fill(409)])
})

test('a wrong password and an unknown address are answered alike', async () => {
  const { email } = await signUp(api)
  const wrong = await logIn(email, 'not the password')
  const unknown = await logIn(`${unique('u')}@example.com`, password)
  for (const answer of [wrong, unknown]) {
    expect(answer).toMatchObject({ status: 401, body: { errors: { credentials: ['invalid'] } } })
  }
})

test.each([
  [{ bio: 'Writes.', image: 'https://example.com/i.png' }, {}],
  [
    { bio: '', image: '' },
    { bio: null, image: null },
  ],
  [{ bio: null, image: null }, {}],
  [{}, { bio: null, image: null }],
])('a change to %j is answered 200', async (changes, seen) => {
  const { token, username, email } = await signUp(api)
  const user = { username, email, ...changes, ...seen }
  expect(await change(token, changes)).toMatchObject({ status: 200, body: { user } })
  expect(await api('GET', '/user', { as: token })).toMatchObject({ body: { user } })
})

test.each([
  { username: null },
  { username: '' },
  { email: null },
  { email: '' },
  { password: null },
  { password: '' },
  { password: 'seven77' },
  { bio: 'a\0b' },
  { image: '\ud800' },
  { bio: 1 },
])('a change to %j is refused naming the field', async (changes) => {
  const { token } = await signUp(api)
  const answer = await change(token, changes)
  expect(answer.status).toBe(422)
  expect(Object.keys(answer.body.errors)).toEqual(Object.keys(changes))
})

test('a new password ends the other sessions, and the old password', async () => {
  const { token, email } = await signUp(api)
  const elsewhere = (await logIn(email, password)).body.user.token
  const newPassword = `${'пароль 🔑 '.repeat(7)}`.slice(0, 64)
  expect((await change(token, { password: newPassword })).status).toBe(200)

  expect((await api('GET', '/user', { as: token })).status).toBe(200)
  expect(await api('GET', '/user', { as: elsewhere })).toMatchObject({
    status: 401,
    body: { errors: { token: ['is invalid'] } },
  })
  expect((await logIn(email, password)).status).toBe(401)
  expect((await logIn(email, newPassword)).status).toBe(200)
})

test('no sign-in that passes by a password change outlives it', async () => {
  const { token, email } = await signUp(api)
  const signIns = Array.from({ length: 6 }, () => logIn(email, password))
  const changed = await change(token, { password: 'another password' })
  expect(changed.status).toBe(200)
  for (const answer of await Promise.all(signIns)) {
    if (answer.status !== 200) continue
    expect((await api('GET', '/user', { as: answer.body.user.token })).status).toBe(401)
  }
})

test('a token of a reader is checked, and answered with fresh', async () => {
  const { token, username } = await signUp(api)
  const written = await change(token, { bio: username })
  const given = { 'consistency-token': written.headers.get('consistency-token')! }
  const answer = await api('GET', '/user', { as: token, headers: given })
  expect(answer.headers.get('consistency')).toBe('fresh')

  const forged = { 'consistency-token': formatPosition({ incarnation: 1, xid: 1, lsn: 1n }) }
  expect(await api('GET', '/user', { as: token, headers: forged })).toMatchObject({
    status: 400,
    body: { code: 'consistency_token_invalid' },
  })
})

test('a session store that does not answer is 503, not a wait for ever', async () => {
  const deaf = createServer(() => undefined)
  const port = await new Promise<number>((resolve) => {
    deaf.listen(0, '127.0.0.1', () => resolve((deaf.address() as AddressInfo).port))
  })
  const { postgres } = inject('stack')
  const without = openOwnApi({ postgres, redis: `redis://127.0.0.1:${port}` })
  const answer = await without.api('GET', '/user', { as: 'some-token' })
  expect(answer).toMatchObject({ status: 503, body: { code: 'service_unavailable' } })
  expect(answer.headers.get('retry-after')).toBeTruthy()
  await without.close()
  deaf.close()
})
