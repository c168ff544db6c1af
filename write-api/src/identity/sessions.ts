import { sessionKeyOf, type Session } from '@broadsheet/contracts/session'
import type { Redis } from 'ioredis'
import { randomBytes, randomUUID } from 'node:crypto'
import { SessionStore, type Indexed, type Lifetime } from './session-store.ts'

export type StartedSession = { token: string; session: Session }

/** Sign-ins, in Redis: shared by all instances, known there only by the hash of their token. */
export type Sessions = {
  start: (userId: string) => Promise<StartedSession>
  /** Null when the token is of no living session; a living one's idle time begins anew. */
  find: (token: string) => Promise<Session | null>
  /** The user's living sessions, newest first. */
  list: (userId: string) => Promise<Session[]>
  /** Ends the session of a token, if it lives. */
  end: (token: string) => Promise<void>
  /** Ends the user's session of this id; false when they have none. */
  endById: (userId: string, id: string) => Promise<boolean>
  /** Ends every session of the user but the one of `token`. */
  endOthers: (userId: string, token: string) => Promise<void>
  endAll: (userId: string) => Promise<void>
}

const dayMs = 24 * 3600 * 1000

/** How long sessions live, of days. */
export const lifetimeOf = (days: { idle: number; longest: number }): Lifetime => ({
  idleMs: days.idle * dayMs,
  longestMs: days.longest * dayMs,
})

/** All reject with 503 while Redis is away. */
export function openSessions(redis: Redis, clock: () => Date, life: Lifetime): Sessions {
  const store = new SessionStore(redis, clock, life)
  const endThose = async (userId: string, isDoomed: (indexed: Indexed) => boolean) => {
    const keys = (await store.ofUser(userId)).filter(isDoomed).map(({ key }) => key)
    await store.remove(userId, keys)
    return keys.length > 0
  }
  return {
    start: async (userId) => {
      const token = randomBytes(32).toString('base64url')
      return { token, session: await store.add(token, { id: randomUUID(), userId }) }
    },
    find: (token) => store.use(token),
    list: async (userId) => {
      const living = (await store.ofUser(userId)).flatMap(({ session }) => session ?? [])
      return living.toSorted((a, b) => b.createdAt - a.createdAt)
    },
    end: async (token) => {
      const session = await store.use(token)
      if (session) await store.remove(session.userId, [sessionKeyOf(token)])
    },
    endById: (userId, id) => endThose(userId, ({ session }) => session?.id === id),
    endOthers: async (userId, token) => {
      const own = sessionKeyOf(token)
      await endThose(userId, ({ key }) => key !== own)
    },
    endAll: async (userId) => {
      await endThose(userId, () => true)
    },
  }
}
