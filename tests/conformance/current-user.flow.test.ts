import { beforeEach, describe, expect, inject, test } from 'vitest'
import { newAccount, register, send, signIn, type Answer, type Author } from '../author.ts'
import { profileIn } from '../publishing.ts'
import { expectBlank, expectInvalid, expectRefusal } from './refusal.ts'

const { gateway } = inject('stack')
const image = 'https://example.com/a.png'
let author: Author

beforeEach(async () => {
  author = await register(gateway)
})

const change = (user: object) => author.put('/api/user', { user })
const userIn = ({ body }: Answer) =>
  (body as { user: Record<'username' | 'email' | 'token' | 'bio' | 'image', string | null> }).user

describe('GET /user', () => {
  test('answers with the user and the token that was sent', async () => {
    const { username, email, token } = author
    const answer = await author.get('/api/user')
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({ user: { username, email, token, bio: null, image: null } })
  })

  test.each(['Token', 'Bearer', 'token', 'BEARER'])('knows the scheme %s', async (scheme) => {
    const Authorization = `${scheme} ${author.token}`
    expect((await send(`${gateway}/api/user`, 'GET', { Authorization })).status).toBe(200)
  })

  test('knows the session cookie, for reading and for writing', async () => {
    const { email, password } = author
    const { headers } = await send(`${gateway}/api/sessions`, 'POST', {}, { email, password })
    const Cookie = headers
      .getSetCookie()
      .map((cookie) => cookie.replace(/;.*/s, ''))
      .join('; ')
    const url = `${gateway}/api/user`
    const changed = await send(url, 'PUT', { Cookie }, { user: { bio: 'By cookie.' } })
    expect([changed.status, userIn(changed).bio]).toEqual([200, 'By cookie.'])
    expect(userIn(await send(url, 'GET', { Cookie })).bio).toBe('By cookie.')
    expectRefusal(await send(url, 'GET', { Cookie: 'session=none' }), 'token_invalid')
  })

  test('is refused without a token, and with one that is none', async () => {
    expectRefusal(await send(`${gateway}/api/user`, 'GET'), 'token_missing')
    for (const Authorization of ['Token', 'Token none', 'Basic YTpi', `Token ${author.token}x`]) {
      expectRefusal(await send(`${gateway}/api/user`, 'GET', { Authorization }), 'token_invalid')
    }
  })
})

describe('PUT /user', () => {
  test('changes what is given, keeps the rest, and is read back at once', async () => {
    expect(userIn(await change({ bio: 'Writes.' }))).toMatchObject({ bio: 'Writes.', image: null })
    expect(userIn(await change({ image }))).toMatchObject({ bio: 'Writes.', image })
    expect(userIn(await author.get('/api/user'))).toMatchObject({ bio: 'Writes.', image })
    const profile = profileIn(await author.get(`/api/profiles/${author.username}`))
    expect(profile).toEqual({ username: author.username, bio: 'Writes.', image, following: false })
  })

  test.each(['bio', 'image'])('%s: "" and null clear it', async (field) => {
    for (const empty of ['', null]) {
      await change({ [field]: 'https://example.com/x' })
      expect(userIn(await change({ [field]: empty }))).toMatchObject({ [field]: null })
      expect(userIn(await author.get('/api/user'))).toMatchObject({ [field]: null })
      const { body } = await author.get(`/api/profiles/${author.username}`)
      expect(body).toMatchObject({ profile: { [field]: null } })
    }
  })

  test.each(['email', 'username', 'password'])('%s cannot be null or ""', async (field) => {
    for (const value of [null, '']) expectBlank(await change({ [field]: value }), field)
    const { username, email } = author
    expect(userIn(await author.get('/api/user'))).toMatchObject({ username, email })
    expect((await signIn(gateway, author)).username).toBe(username)
  })

  test('a password shorter than 8 characters is refused, and the old one stays', async () => {
    expectInvalid(await change({ password: '7 chars' }), 'password')
    expect((await signIn(gateway, author)).username).toBe(author.username)
  })

  test('a taken username or email is refused, and nothing changes', async () => {
    const other = await register(gateway)
    expectRefusal(await change({ username: other.username, bio: 'x' }), 'username_taken')
    expectRefusal(await change({ email: other.email, bio: 'x' }), 'email_taken')
    const { username, email } = author
    expect(userIn(await author.get('/api/user'))).toMatchObject({ username, email, bio: null })
  })

  test('the own username, in another case, is not taken', async () => {
    const { username } = author
    expect((await change({ username })).status).toBe(200)
    expect(userIn(await change({ username: username.toUpperCase() }))).toMatchObject({
      username: username.toUpperCase(),
    })
  })

  test('a new name is signed in with, shown everywhere, and the old one is free', async () => {
    const { username, email } = newAccount()
    expect(userIn(await change({ username, email }))).toMatchObject({ username, email })
    expect((await author.get(`/api/profiles/${username}`)).status).toBe(200)
    expectRefusal(await author.get(`/api/profiles/${author.username}`), 'profile_not_found')
    const renamed = await signIn(gateway, { ...author, username, email })
    expect(userIn(await renamed.get('/api/user'))).toMatchObject({ username, email })
    const { password } = author
    const old = { user: { email: author.email, password } }
    const refused = await send(`${gateway}/api/users/login`, 'POST', {}, old)
    expectRefusal(refused, 'credentials_invalid')
    const { username: freed, email: freedEmail } = author
    await register(gateway, { username: freed, email: freedEmail })
  })

  test('a new password ends the other sessions, and this one lives on', async () => {
    const other = await signIn(gateway, author)
    const password = 'quite another one'
    expect((await change({ password })).status).toBe(200)
    expect((await author.get('/api/user')).status).toBe(200)
    expectRefusal(await other.get('/api/user'), 'token_invalid')
    expectRefusal(await other.get('/api/articles'), 'token_invalid')
    const old = { user: { email: author.email, password: author.password } }
    const refused = await send(`${gateway}/api/users/login`, 'POST', {}, old)
    expectRefusal(refused, 'credentials_invalid')
    expect((await signIn(gateway, { ...author, password })).username).toBe(author.username)
  })

  test('needs a token', async () => {
    const user = { bio: 'x' }
    expectRefusal(await send(`${gateway}/api/user`, 'PUT', {}, { user }), 'token_missing')
  })
})
