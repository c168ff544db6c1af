import { beforeAll, describe, expect, inject, test } from 'vitest'
import { register, send, type Author } from '../author.ts'
import { anonymously, articleIn, profileIn, publish } from '../publishing.ts'
import { expectRefusal } from './refusal.ts'

const { gateway } = inject('stack')
let reader: Author
let author: Author
let profile: string

beforeAll(async () => {
  ;[reader, author] = await Promise.all([register(gateway), register(gateway)])
  profile = `/api/profiles/${author.username}`
})

describe('GET /profiles/:username', () => {
  test('answers anybody with the profile, and nothing more', async () => {
    await author.put('/api/user', { user: { bio: 'Writes.' } })
    const headers = { 'Consistency-Token': await tokenOf(author) }
    const expected = {
      profile: { username: author.username, bio: 'Writes.', image: null, following: false },
    }
    const anonymous = await send(gateway + profile, 'GET', headers)
    expect([anonymous.status, anonymous.body]).toEqual([200, expected])
    const signedIn = await reader.get(profile, headers)
    expect([signedIn.status, signedIn.body]).toEqual([200, expected])
  })

  test('finds the name in any case', async () => {
    const answer = await author.get(`/api/profiles/${author.username.toUpperCase()}`)
    expect(profileIn(answer).username).toBe(author.username)
  })

  test.each(['nobody-of-that-name', '%D0%BA%D1%82%D0%BE', '%00'])(
    'knows no %s',
    async (username) => {
      expectRefusal(await anonymously(reader, `/api/profiles/${username}`), 'profile_not_found')
    },
  )

  test('an invalid token is refused, where none would do', async () => {
    expectRefusal(await reader.get(profile, { Authorization: 'Token none' }), 'token_invalid')
  })
})

/** A token of the newest write of somebody. */
async function tokenOf(author: Author): Promise<string> {
  const { headers } = await author.put('/api/user', { user: { image: null } })
  return headers.get('consistency-token') ?? ''
}

describe('POST and DELETE /profiles/:username/follow', () => {
  test('are seen at once, by the follower alone, and may be repeated', async () => {
    const { slug } = await publish(author)
    const headers = { 'Consistency-Token': await tokenOf(author) }
    for (const following of [true, true, false, false, true]) {
      const answer = await (following
        ? reader.post(`${profile}/follow`)
        : reader.remove(`${profile}/follow`))
      expect(answer.status).toBe(200)
      expect(profileIn(answer)).toMatchObject({ username: author.username, following })
      expect(profileIn(await reader.get(profile)).following).toBe(following)
      const read = await reader.get(`/api/articles/${slug}`, headers)
      expect(articleIn(read).author.following).toBe(following)
    }
    expect(profileIn(await anonymously(reader, profile)).following).toBe(false)
    expect(profileIn(await author.get(profile)).following).toBe(false)
  })

  test('does not make it mutual', async () => {
    await reader.post(`${profile}/follow`)
    const back = await author.get(`/api/profiles/${reader.username}`)
    expect(profileIn(back).following).toBe(false)
  })

  test('need a user before they need a profile', async () => {
    for (const method of ['POST', 'DELETE']) {
      const url = `${gateway}/api/profiles/nobody-of-that-name/follow`
      expectRefusal(await send(url, method), 'token_missing')
      expectRefusal(await send(url, method, reader.bearer()), 'profile_not_found')
    }
  })
})
