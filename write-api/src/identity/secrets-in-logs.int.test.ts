import { createLog } from '@broadsheet/platform/log'
import { expect, inject, test } from 'vitest'
import { signUp, unique } from '../api-caller.fixture.ts'
import { openOwnApi, operatorSecret } from '../write-api.fixture.ts'

test('no log line has a password, a token, a cookie or a credential in it', async () => {
  const lines: string[] = []
  const log = createLog('test', 'debug', { write: (line) => lines.push(line) })
  const { api, close } = openOwnApi(inject('stack'), { log })
  const { token, email, username } = await signUp(api)
  const wrong = unique('wrong-password-')
  const body = { email, password: 'correct horse' }

  const signedIn = await api('POST', '/sessions', { body })
  const cookie = signedIn.headers.getSetCookie().find((line) => line.startsWith('session='))!
  const cookieToken = cookie.split(/[=;]/)[1]!
  const headers = { cookie: `session=${cookieToken}` }
  await api('POST', '/sessions', { body: { ...body, password: wrong }, headers })
  await api('POST', '/users/login', { body: { user: { ...body, password: wrong } } })
  await api('POST', '/users', { body: { user: { ...body, username, password: wrong } } })
  await api('PUT', '/user', { headers, body: { user: { password: wrong } } })
  await api('PUT', '/user', { as: token, body: `{"user":{"password":"${wrong}"` })
  await api('GET', '/user', { as: unique('bad-token-') })
  await api('POST', `/operator/users/${username}/disable`, { as: `Operator ${operatorSecret}` })
  await api('POST', `/operator/users/${username}/disable`, { as: 'Operator bad-token-of-nobody' })
  await close()

  expect(lines.length).toBeGreaterThanOrEqual(10)
  const text = lines.join('')
  for (const secret of [token, cookieToken, wrong, body.password, operatorSecret, 'bad-token-']) {
    expect(text).not.toContain(secret)
  }
})
