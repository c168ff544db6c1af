import { session as sessionSchema, sessionKeyOf, type Session } from '@broadsheet/contracts/session'
import { ApiError } from '@broadsheet/platform/api-error'
import type { Redis } from 'ioredis'
import { randomBytes, randomUUID } from 'node:crypto'
import { within } from '../within.ts'

/** Sign-ins, in Redis: shared by all instances, known there only by the hash of their token. */
export type Sessions = {
  /** A new session's token. */
  start: (userId: string) => Promise<string>
  /** Null when the token is of no living session; a living one's idle time begins anew. */
  find: (token: string) => Promise<Session | null>
  /** Ends every session of the user but the one of `token`. */
  endOthers: (userId: string, token: string) => Promise<void>
}

const patienceMs = 2_000
const day = 24 * 3600
const idleSeconds = 30 * day
const longestSeconds = 90 * day
const prolongEverySeconds = 3600

const indexKey = (userId: string) => `sessions:${userId}`

/** All reject with 503 while Redis is away. */
export function openSessions(redis: Redis, clock: () => Date): Sessions {
  const start = async (userId: string) => {
    const token = randomBytes(32).toString('base64url')
    const now = clock()
    const session: Session = { id: randomUUID(), userId, createdAt: now.toISOString() }
    const endsAt = now.getTime() + longestSeconds * 1000
    await available(
      redis
        .multi()
        .set(sessionKeyOf(token), JSON.stringify(session), 'EX', idleSeconds)
        .zremrangebyscore(indexKey(userId), '-inf', now.getTime())
        .zadd(indexKey(userId), endsAt, sessionKeyOf(token))
        .expire(indexKey(userId), longestSeconds)
        .exec(),
    )
    return token
  }

  const find = async (token: string) => {
    const key = sessionKeyOf(token)
    const [text, secondsLeft] = await available(Promise.all([redis.get(key), redis.ttl(key)]))
    const session = text === null ? null : parse(text)
    if (session && secondsLeft < idleSeconds - prolongEverySeconds) {
      const seconds = Math.min(idleSeconds, secondsToLive(session, clock()))
      await available(redis.expire(key, seconds))
    }
    return session && secondsToLive(session, clock()) > 0 ? session : null
  }

  const endOthers = async (userId: string, token: string) => {
    const own = sessionKeyOf(token)
    const keys = await available(redis.zrange(indexKey(userId), '0', '-1'))
    const others = keys.filter((key) => key !== own)
    if (others.length === 0) return
    await available(redis.multi().del(others).zrem(indexKey(userId), others).exec())
  }

  return { start, find, endOthers }
}

function secondsToLive(session: Session, now: Date): number {
  const age = (now.getTime() - Date.parse(session.createdAt)) / 1000
  return Math.max(0, Math.floor(longestSeconds - age))
}

function parse(text: string): Session | null {
  try {
    return sessionSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

async function available<T>(work: Promise<T>): Promise<T> {
  try {
    return await within(patienceMs, work)
  } catch (error) {
    const away = new ApiError('service_unavailable', undefined, { 'Retry-After': '2' })
    away.cause = error
    throw away
  }
}
