import { userTokensKey } from '@broadsheet/contracts/names'
import { formatPosition, signToken } from '@broadsheet/contracts/token'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openOwnApi, storeSession, unique } from '../read-api.fixture.ts'

const stack = inject('stack')
let own: Awaited<ReturnType<typeof openOwnApi>>

beforeAll(async () => {
  own = await openOwnApi(stack)
})
afterAll(() => own.close())

const position = (lsn: bigint) => ({ incarnation: 1, xid: null, lsn })
const carrying = (lsn: bigint) => ({ 'Consistency-Token': signToken(position(lsn), own.tokenKey) })
const list = (headers: Record<string, string>) => own.ask('GET', '/articles?limit=1', { headers })

/** A session of a user who has these tokens. */
async function signedIn(...lsns: bigint[]) {
  const { userId, token } = await storeSession(own.redis)
  for (const lsn of lsns) await own.redis.sadd(userTokensKey(userId), formatPosition(position(lsn)))
  return { userId, token, headers: { Authorization: `Bearer ${token}` } }
}

test('a read without a token says nothing of consistency', async () => {
  for (const headers of [{}, { 'Consistency-Token': '' }, (await signedIn()).headers]) {
    const answer = await list(headers as Record<string, string>)
    expect(answer.status).toBe(200)
    expect(answer.headers.has('consistency')).toBe(false)
  }
})

test('a token that was passed is fresh, in header, cookie or the user’s set', async () => {
  const reached = carrying(1_000n)
  const cookie = { Cookie: `consistency=${reached['Consistency-Token']}` }
  for (const headers of [reached, cookie, (await signedIn(900n)).headers]) {
    expect((await list(headers as Record<string, string>)).headers.get('consistency')).toBe('fresh')
  }
})

test('one that is not reached in time is stale, wherever it came from, and never an error', async () => {
  const ahead = carrying(5_000n)
  const cookie = { Cookie: `consistency=${ahead['Consistency-Token']}` }
  for (const headers of [ahead, cookie, (await signedIn(10n, 5_000n)).headers]) {
    const answer = await list(headers as Record<string, string>)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('consistency')).toBe('stale')
    expect(answer.headers.get('consistency-lag')).toMatch(/^\d+$/)
  }
})

test('who must have it fresh is told to come again', async () => {
  const strict = { ...carrying(6_000n), Prefer: 'respond-async, consistency=strict' }
  const { status, headers, body } = await list(strict)
  expect([status, headers.get('retry-after'), body.code]).toEqual([503, '1', 'not_fresh'])
})

test('an endpoint waits for what it uses and for nothing else', async () => {
  own.move('search', 2_000n)
  own.move('social', 2_000n)
  expect((await list(carrying(2_000n))).headers.get('consistency')).toBe('fresh')
  const stats = await own.ask('GET', '/stats/articles/none', { headers: carrying(2_000n) })
  expect([stats.status, stats.headers.get('consistency')]).toEqual([404, 'stale'])
})

test('a made-up token is refused in the header and ignored in the cookie', async () => {
  const forged = signToken(position(1n), Buffer.alloc(32))
  for (const text of [forged, 'x', '1.2.3', `${carrying(1n)['Consistency-Token']}x`]) {
    const { status, body } = await list({ 'Consistency-Token': text })
    expect([status, body.code]).toEqual([400, 'consistency_token_invalid'])
    const cookie = await list({ Cookie: `consistency=${text}` })
    expect([cookie.status, cookie.headers.has('consistency')]).toEqual([200, false])
  }
})

test('a bad bearer token is refused, a session cookie that ran out is not', async () => {
  for (const authorization of ['Token nobody', 'Bearer', 'Basic eDp5', 'Token a b']) {
    const { status, body } = await list({ Authorization: authorization })
    expect([status, body.code]).toEqual([401, 'token_invalid'])
  }
  expect((await list({ Cookie: 'session=nobody' })).status).toBe(200)
  const { token } = await signedIn(9_000n)
  expect((await list({ Cookie: `session=${token}` })).headers.get('consistency')).toBe('stale')
})

test('a read that cannot load its user’s tokens is stale', async () => {
  const { userId, headers } = await signedIn()
  await own.redis.set(userTokensKey(userId), 'not a set', 'EX', 60)
  expect((await list(headers)).headers.get('consistency')).toBe('stale')
  const other = await signedIn()
  await own.redis.sadd(userTokensKey(other.userId), 'not a position')
  expect((await list(other.headers)).headers.get('consistency')).toBe('stale')
})

test.each(['redis', 'elasticsearch', 'clickhouse'] as const)('%s away is 503', async (store) => {
  const nobody = { redis: 'redis://127.0.0.1:9', elasticsearch: '', clickhouse: '' }
  const url = store === 'redis' ? nobody.redis : 'http://127.0.0.1:9'
  const lame = await openOwnApi({ ...stack, [store]: url })
  const slug = unique('slug')
  await own.redis.set(
    `s${(await own.redis.get('social:live')) ?? 1}:slug:${slug}`,
    randomUUID(),
    'EX',
    60,
  )
  const searches = ['/articles', '/tags', '/search?q=a', '/search/suggest?q=a']
  const bySlug = [`/articles/${slug}`, `/articles/${slug}/comments`]
  const paths = {
    redis: [...searches, ...bySlug, `/stats/articles/${slug}`, '/profiles/nobody'],
    elasticsearch: [...searches, ...bySlug],
    clickhouse: [`/stats/articles/${slug}`],
  }
  try {
    for (const path of paths[store]) {
      const { status, headers, body } = await lame.ask('GET', path)
      expect([path, status, body.code]).toEqual([path, 503, 'service_unavailable'])
      expect(headers.get('retry-after')).toBe('1')
    }
  } finally {
    await lame.close()
  }
})
