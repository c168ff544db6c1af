import { sessionKeyOf } from '@broadsheet/contracts/session'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openOwnApi, storeSession, unique } from '../read-api.fixture.ts'

const stack = inject('stack')
const dayMs = 86_400_000
let now = Date.now()
let own: Awaited<ReturnType<typeof openOwnApi>>
let secure: typeof own

beforeAll(async () => {
  own = await openOwnApi(stack, 20, { clock: () => new Date(now) })
  const site = { publicUrl: 'https://broadsheet.example', corsOrigins: '*' as const }
  secure = await openOwnApi(stack, 20, { site })
})
afterAll(async () => {
  await own.close()
  await secure.close()
})

/** Whether the session of this header is one. */
const signedIn = async (token: string, { ask } = own) => {
  const { status } = await ask('GET', '/articles?limit=1', {
    headers: { Authorization: `Bearer ${token}` },
  })
  return status === 200
}
const stored = (token: string, field: string) => own.redis.hget(sessionKeyOf(token), field)
const ttlDays = async (token: string) => (await own.redis.pttl(sessionKeyOf(token))) / dayMs

test('reading keeps a session alive, noted at most once a minute, and never beyond its end', async () => {
  const started = (now = Date.now())
  const { token } = await storeSession(own.redis, randomUUID(), started)
  await own.redis.expire(sessionKeyOf(token), 1_000)
  now = started + 59_999
  expect(await signedIn(token)).toBe(true)
  expect(await stored(token, 'lastSeenAt')).toBe(String(started))
  now = started + 60_000
  expect(await signedIn(token)).toBe(true)
  expect(await stored(token, 'lastSeenAt')).toBe(String(now))
  expect(await ttlDays(token)).toBeCloseTo(30, 2)

  for (const day of [25, 50, 75]) {
    now = started + day * dayMs
    expect(await signedIn(token)).toBe(true)
    expect(await ttlDays(token)).toBeCloseTo(Math.min(30, 90 - day), 2)
  }
  now = started + 90 * dayMs - 1
  expect(await signedIn(token)).toBe(true)
  now = started + 90 * dayMs
  expect(await signedIn(token)).toBe(false)
})

test('a session that nobody used is over', async () => {
  now = Date.now()
  const { token } = await storeSession(own.redis, randomUUID(), now)
  now += 30 * dayMs
  expect(await signedIn(token)).toBe(false)
})

test('a key that holds something else is no session', async () => {
  now = Date.now()
  const token = unique('old')
  const key = sessionKeyOf(token)
  const old = { id: randomUUID(), userId: randomUUID(), createdAt: new Date().toISOString() }
  await own.redis.set(key, JSON.stringify(old), 'EX', 60)
  expect(await signedIn(token)).toBe(false)
  await own.redis.del(key)
  await own.redis.hset(key, { ...old, lastSeenAt: now, endsAt: now + dayMs })
  await own.redis.expire(key, 60)
  expect(await signedIn(token)).toBe(false)
  const { status } = await own.ask('GET', '/articles?limit=1', {
    headers: { Cookie: `session=${token}` },
  })
  expect(status).toBe(200)
})

test('under https the cookie with the prefix alone counts', async () => {
  const { token, userId } = await storeSession(own.redis)
  // A set that cannot be read shows that the reader was found.
  await own.redis.set(`tokens:${userId}`, 'not a set', 'EX', 60)
  const consistency = async (name: string, { ask } = own) => {
    const headers = { Cookie: `${name}=${token}` }
    return (await ask('GET', '/articles?limit=1', { headers })).headers.get('consistency')
  }
  now = Date.now()
  expect(await consistency('session')).toBe('stale')
  expect(await consistency('__Host-session')).toBeNull()
  expect(await consistency('__Host-session', secure)).toBe('stale')
  expect(await consistency('session', secure)).toBeNull()
})
