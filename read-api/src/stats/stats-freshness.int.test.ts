import { projections, socialKeys, socialLiveKey } from '@broadsheet/contracts/names'
import { signToken } from '@broadsheet/contracts/token'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openOwnApi, signUp, storeSession } from '../read-api.fixture.ts'

const stack = inject('stack')
let own: Awaited<ReturnType<typeof openOwnApi>>
let author: Awaited<ReturnType<typeof signUp>>
let slug: string
let session: string
let profileKey: string

beforeAll(async () => {
  own = await openOwnApi(stack)
  author = await signUp(stack.gateway)
  ;({ slug } = await author.write())
  // Until it can be counted at all: the watermarks of `own` know nothing of it.
  await author.ask('GET', `/stats/articles/${slug}`, author)
  const { token, userId } = await storeSession(own.redis)
  session = token
  profileKey = socialKeys(Number(await own.redis.get(socialLiveKey))).profile(userId)
  const profile = { id: userId, username: 'an-editor', bio: null, image: null, editor: true }
  await own.redis.set(profileKey, JSON.stringify(profile))
})
afterAll(async () => {
  await own.redis.del(profileKey)
  await own.close()
})

let lsn = 2_000n
/** An answer to who carries a token that only `behind` has not reached. */
async function answerWhile(behind: string, path: string) {
  lsn += 10n
  for (const name of projections) own.move(name, name === behind ? lsn - 1n : lsn)
  const token = signToken({ incarnation: 1, xid: null, lsn }, own.tokenKey)
  const headers = { Authorization: `Token ${session}`, 'Consistency-Token': token }
  return own.ask('GET', path, { headers })
}
/** What it says of itself. */
async function saidWhile(behind: string, path: string): Promise<string | null> {
  const { status, headers } = await answerWhile(behind, path)
  expect([path, status]).toEqual([path, 200])
  return headers.get('consistency')
}

test.each([
  ['articles', ['social', 'stats']],
  ['authors', ['social', 'stats']],
  ['tags', ['stats']],
  ['trending', ['search', 'social', 'stats']],
])('numbers of %s wait for what they are made of, and for nothing else', async (name, used) => {
  const steps: Record<string, string> = { articles: `/${slug}`, authors: `/${author.username}` }
  const path = `/stats/${name}${steps[name] ?? ''}`
  for (const behind of projections) {
    const said = used.includes(behind) ? 'stale' : 'fresh'
    expect([behind, await saidWhile(behind, path)]).toEqual([behind, said])
  }
  expect(await saidWhile('none', path)).toBe('fresh')
})

test('numbers of the site are refused while nobody can tell who is an editor still', async () => {
  const path = '/stats/site'
  const { status, headers, body } = await answerWhile('social', path)
  expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'not_fresh', '1'])
  expect(await saidWhile('stats', path)).toBe('stale')
  expect(await saidWhile('none', path)).toBe('fresh')
})
