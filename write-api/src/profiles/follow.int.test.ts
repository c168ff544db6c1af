import { expect, inject, test } from 'vitest'
import { apiAt, signUp } from '../api-caller.fixture.ts'

const api = apiAt(inject('stack').gateway)

test('following and unfollowing are idempotent, and find a name in any case', async () => {
  const [author, reader] = [await signUp(api), await signUp(api)]
  const seen = async (method: string, name: string) => {
    const { status, body } = await api(method, `/profiles/${name}/follow`, { as: reader.token })
    return [status, body.profile.username, body.profile.following]
  }
  const { username } = author
  expect(await seen('POST', username)).toEqual([200, username, true])
  expect(await seen('POST', username.toUpperCase())).toEqual([200, username, true])
  expect(await seen('DELETE', username)).toEqual([200, username, false])
  expect(await seen('DELETE', username)).toEqual([200, username, false])
})

test.each(['nobody-of-that-name', '%00', '%ED%A0%80', '%D0%BA%D1%82%D0%BE'])(
  'there is no profile %s',
  async (name) => {
    const { token } = await signUp(api)
    for (const method of ['POST', 'DELETE']) {
      const { status, body } = await api(method, `/profiles/${name}/follow`, { as: token })
      expect([status, body.errors]).toEqual([404, { profile: ['not found'] }])
    }
  },
)

test('a user is needed before a profile', async () => {
  const { status, body } = await api('POST', '/profiles/nobody-of-that-name/follow')
  expect([status, body.errors]).toEqual([401, { token: ['is missing'] }])
})
