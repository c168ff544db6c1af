import { sessionKeyOf, sessionOf, sessionScript, type Session } from '@broadsheet/contracts/session'
import { ApiError } from '@broadsheet/platform/api-error'
import type { Redis, Result } from 'ioredis'
import { within } from '@broadsheet/platform/within'

declare module 'ioredis' {
  interface RedisCommander<Context> {
    useSession(key: string, now: number, idleMs: number): Result<string[] | null, Context>
    livingSession(key: string, now: number, idleMs: number): Result<string[] | null, Context>
  }
}

export type Lifetime = { idleMs: number; longestMs: number }
/** A key of the user's index, and its session if that lives. */
export type Indexed = { key: string; session: Session | null }

const patienceMs = 2_000
/** Of one user; a further sign-in ends the oldest, so that no list of them is ever long. */
const mostSessions = 100
/** An index outlives every session in it, whatever may be configured as their longest life. */
const indexSeconds = 400 * 24 * 3600

/** A sorted set: key of a session → its `endsAt`. */
const indexKey = (userId: string) => `sessions:${userId}`

/** Sessions as Redis has them. All calls reject with 503 while it is away. */
export class SessionStore {
  readonly #redis: Redis
  readonly #clock: () => Date
  readonly #life: Lifetime

  constructor(redis: Redis, clock: () => Date, life: Lifetime) {
    this.#redis = redis
    this.#clock = clock
    this.#life = life
    for (const name of ['useSession', 'livingSession']) {
      const call = `return ${name}(KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])) or false`
      redis.defineCommand(name, { lua: sessionScript + call, numberOfKeys: 1 })
    }
  }

  async add(token: string, who: Pick<Session, 'id' | 'userId'>): Promise<Session> {
    const now = this.#clock().getTime()
    const times = { createdAt: now, lastSeenAt: now, endsAt: now + this.#life.longestMs }
    const session = { ...who, ...times }
    const key = sessionKeyOf(token)
    const index = indexKey(who.userId)
    await available(
      this.#redis
        .multi()
        .hset(key, session)
        .pexpire(key, Math.min(this.#life.idleMs, this.#life.longestMs))
        .zremrangebyscore(index, '-inf', now)
        .zadd(index, session.endsAt, key)
        .expire(index, indexSeconds)
        .exec(),
    )
    const oldest = await available(this.#redis.zrange(index, '0', String(-mostSessions - 1)))
    await this.remove(who.userId, oldest)
    return session
  }

  async use(token: string): Promise<Session | null> {
    const key = sessionKeyOf(token)
    const now = this.#clock().getTime()
    const fields = await available(this.#redis.useSession(key, now, this.#life.idleMs))
    return fields && sessionOf(fields)
  }

  async ofUser(userId: string): Promise<Indexed[]> {
    const keys = await available(this.#redis.zrange(indexKey(userId), '0', '-1'))
    const now = this.#clock().getTime()
    const living = keys.map((key) => this.#redis.livingSession(key, now, this.#life.idleMs))
    const found = await available(Promise.all(living))
    return keys.map((key, at) => ({ key, session: found[at] ? sessionOf(found[at]) : null }))
  }

  async remove(userId: string, keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return
    const index = indexKey(userId)
    await available(
      this.#redis
        .multi()
        .del(...keys)
        .zrem(index, ...keys)
        .exec(),
    )
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
