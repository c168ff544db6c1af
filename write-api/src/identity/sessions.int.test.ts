import { sessionKeyOf } from '@broadsheet/contracts/session'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { openOwnApi, type OwnApi } from '../write-api.fixture.ts'
import { lifetimeOf, openSessions, type Sessions } from './sessions.ts'

const dayMs = 86_400_000
let own: OwnApi
let sessions: Sessions
let now: number
let userId: string

beforeAll(() => {
  own = openOwnApi(inject('stack'))
  const life = lifetimeOf({ idle: 30, longest: 90 })
  sessions = openSessions(own.redis, () => new Date(now), life)
})
beforeEach(() => {
  now = Date.now()
  userId = randomUUID()
})
afterAll(() => own.close())

const ttlDays = async (token: string) => (await own.redis.pttl(sessionKeyOf(token))) / dayMs
const ids = async () => (await sessions.list(userId)).map(({ id }) => id)

test('Redis has a hash under the hash of the token, and never the token', async () => {
  const { token, session } = await sessions.start(userId)
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  const kept = await own.redis.hgetall(sessionKeyOf(token))
  expect(kept).toEqual({
    id: session.id,
    userId,
    createdAt: String(now),
    lastSeenAt: String(now),
    endsAt: String(now + 90 * dayMs),
  })
  expect(JSON.stringify([kept, await own.redis.keys(`*${token}*`)])).not.toContain(token)
})

test('a session that is not used for 30 days is over', async () => {
  const { token } = await sessions.start(userId)
  expect(await ttlDays(token)).toBeCloseTo(30, 2)
  now += 30 * dayMs - 1
  expect(await sessions.find(token)).toMatchObject({ userId, lastSeenAt: now })
  now += 30 * dayMs
  expect(await sessions.find(token)).toBeNull()
})

test('a session that is used is over after 90 days', async () => {
  const { token } = await sessions.start(userId)
  for (let day = 20; day < 90; day += 20) {
    now += 20 * dayMs
    expect(await sessions.find(token)).toMatchObject({ userId })
    expect(await ttlDays(token)).toBeCloseTo(Math.min(30, 90 - day), 2)
  }
  now += 10 * dayMs - 1
  expect(await sessions.find(token)).toMatchObject({ userId })
  now += 1
  expect(await sessions.find(token)).toBeNull()
  expect(await ids()).toEqual([])
})

test('its use is written down at most once a minute', async () => {
  const { token } = await sessions.start(userId)
  const started = now
  now += 59_999
  expect(await sessions.find(token)).toMatchObject({ lastSeenAt: started })
  now += 1
  expect(await sessions.find(token)).toMatchObject({ lastSeenAt: now })
  expect(await own.redis.hget(sessionKeyOf(token), 'lastSeenAt')).toBe(String(now))
})

test('how long they live can be configured', async () => {
  const short = lifetimeOf({ idle: 1, longest: 0.5 })
  const others = openSessions(own.redis, () => new Date(now), short)
  const { token } = await others.start(userId)
  expect(await ttlDays(token)).toBeCloseTo(0.5, 2)
  now += dayMs / 2
  expect(await others.find(token)).toBeNull()
})

test('what is no session signs nobody in and harms nobody', async () => {
  const { redis } = own
  const times = { createdAt: now, lastSeenAt: now, endsAt: now + dayMs }
  const odd: Record<string, (key: string) => Promise<unknown>> = {
    'the format before': (key) => redis.set(key, JSON.stringify({ id: 'a', userId })),
    'a list': (key) => redis.rpush(key, 'x'),
    nobody: (key) => redis.hset(key, { id: randomUUID(), ...times }),
    'no user id': (key) => redis.hset(key, { id: randomUUID(), userId: 'someone', ...times }),
    'no end': (key) => redis.hset(key, { id: randomUUID(), userId, ...times, endsAt: 'never' }),
    'no number': (key) => redis.hset(key, { id: randomUUID(), userId, ...times, endsAt: 'inf' }),
  }
  const { session } = await sessions.start(userId)
  for (const [what, put] of Object.entries(odd)) {
    const token = randomUUID()
    await put(sessionKeyOf(token))
    await redis.expire(sessionKeyOf(token), 60)
    await redis.zadd(`sessions:${userId}`, now + dayMs, sessionKeyOf(token))
    expect(await sessions.find(token), what).toBeNull()
    expect(await own.api('GET', '/user', { as: token }), what).toMatchObject({ status: 401 })
  }
  expect(await ids()).toEqual([session.id])
  await sessions.endAll(userId)
  expect(await ids()).toEqual([])
})

test('sessions are listed newest first, and end one by one or together', async () => {
  const started = []
  for (let at = 0; at < 4; at++) {
    started.unshift(await sessions.start(userId))
    now += 1_000
  }
  const other = await sessions.start(randomUUID())
  const [a, b, c, d] = started.map(({ session }) => session.id)
  expect(await ids()).toEqual([a, b, c, d])

  expect(await sessions.endById(userId, b!)).toBe(true)
  expect(await sessions.endById(userId, b!)).toBe(false)
  expect(await sessions.endById(userId, other.session.id)).toBe(false)
  await sessions.end(started[3]!.token)
  await sessions.end('of nobody')
  expect(await ids()).toEqual([a, c])
  await sessions.endOthers(userId, started[2]!.token)
  expect(await ids()).toEqual([c])
  await sessions.endAll(userId)
  expect(await ids()).toEqual([])
  expect(await sessions.find(started[2]!.token)).toBeNull()
  expect(await sessions.find(other.token)).not.toBeNull()
})
