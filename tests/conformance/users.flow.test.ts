import { beforeAll, describe, expect, inject, test } from 'vitest'
import { newAccount, register, send, signIn, type Author } from '../author.ts'
import { expectBlank, expectInvalid, expectRefusal } from './refusal.ts'

const { gateway } = inject('stack')
const post = (path: string, json: unknown) => send(gateway + path, 'POST', {}, json)
const registering = (user: object) => post('/api/users', { user })
const loggingIn = (user: object) => post('/api/users/login', { user })
let known: Author

beforeAll(async () => {
  known = await register(gateway)
})

describe('POST /users', () => {
  test('answers with the user, who has no bio and no image yet', async () => {
    const account = newAccount()
    const { status, body, headers } = await registering(account)
    const { username, email } = account
    const token = expect.stringMatching(/^\S{20,}$/)
    expect(status).toBe(201)
    expect(body).toEqual({ user: { username, email, token, bio: null, image: null } })
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(headers.get('x-track-id')).not.toBeNull()
    expect(headers.get('consistency-token')).not.toBeNull()
  })

  test.each(['username', 'email', 'password'])('refuses a blank or missing %s', async (field) => {
    for (const value of ['', null, undefined]) {
      expectBlank(await registering({ ...newAccount(), [field]: value }), field)
    }
  })

  test('names every field that is missing', async () => {
    expectBlank(await registering({}), 'username', 'email', 'password')
  })

  test.each([
    ['username', 'a b'],
    ['username', 'x'.repeat(41)],
    ['email', 'no address'],
    ['email', 5],
    ['password', '7 chars'],
    ['password', 12_345_678],
  ])('refuses the %s %j', async (field, value) => {
    expectInvalid(await registering({ ...newAccount(), [field]: value }), field)
  })

  test('refuses a taken username, in any case', async () => {
    const { username } = known
    for (const name of [username, username.toUpperCase()]) {
      expectRefusal(await registering(newAccount({ username: name })), 'username_taken')
    }
  })

  test('refuses a taken email, in any case', async () => {
    const { email } = known
    for (const address of [email, email.toUpperCase()]) {
      expectRefusal(await registering(newAccount({ email: address })), 'email_taken')
    }
  })

  test('of two at once with one name, one is refused', async () => {
    const { username } = newAccount()
    const both = [newAccount({ username }), newAccount({ username })]
    const answers = await Promise.all(both.map(registering))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409])
  })

  test.each(['𝖕äss wörd 密码 🔑🔑', 'p'.repeat(64), ' '.repeat(8), '🔑'.repeat(64)])(
    'takes the password %j',
    async (password) => {
      const author = await register(gateway, { password })
      expect((await signIn(gateway, author)).username).toBe(author.username)
    },
  )

  test('passwords beyond 72 bytes that differ at their end only are different', async () => {
    const start = 'p'.repeat(80)
    const { email } = await register(gateway, { password: `${start}a` })
    expectRefusal(await loggingIn({ email, password: `${start}b` }), 'credentials_invalid')
    expectRefusal(await loggingIn({ email, password: start }), 'credentials_invalid')
    expect((await loggingIn({ email, password: `${start}a` })).status).toBe(200)
  })
})

describe('POST /users/login', () => {
  test('answers with the user and another token; both tokens are good', async () => {
    const { username, email, password } = known
    const answer = await loggingIn({ email, password })
    expect(answer).toMatchObject({ status: 200, body: { user: { username, email, bio: null } } })
    const again = await signIn(gateway, known)
    expect(again.token).not.toBe(known.token)
    for (const device of [known, again]) expect((await device.get('/api/user')).status).toBe(200)
  })

  test('finds the email in any case', async () => {
    const { email, password } = known
    expect((await loggingIn({ email: email.toUpperCase(), password })).status).toBe(200)
  })

  test('does not tell a wrong password from an unknown email', async () => {
    const wrong = await loggingIn({ email: known.email, password: 'a wrong password' })
    expectRefusal(wrong, 'credentials_invalid')
    const unknown = await loggingIn({ email: newAccount().email, password: known.password })
    expectRefusal(unknown, 'credentials_invalid')
  })

  test.each(['email', 'password'])('refuses a blank or missing %s', async (field) => {
    for (const value of ['', null, undefined]) {
      const { email, password } = known
      expectBlank(await loggingIn({ email, password, [field]: value }), field)
    }
  })
})
