import { createHash } from 'node:crypto'
import { z } from 'zod'
import { sessionKey } from './names.ts'

/**
 * The one cookie that carries a session token. Under https its name has the prefix by which browsers
 * refuse it from other hosts and over plain connections, and no other name is accepted.
 */
export const sessionCookie = (secure: boolean) => (secure ? '__Host-session' : 'session')

/** What may be configured otherwise: days until a session ends unused, and until it ends anyway. */
export const sessionDays = { idle: 30, longest: 90 }

/** A living session. Times are Unix ms; `endsAt` is its end however much it is used. */
export type Session = {
  id: string
  userId: string
  createdAt: number
  lastSeenAt: number
  endsAt: number
}

/** As `GET /sessions` shows it; `current` is the one that asks. */
export const sessionView = z.object({
  id: z.string(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  current: z.boolean(),
})
export const sessionAnswer = z.object({ session: sessionView })
export const sessionsAnswer = z.object({ sessions: z.array(sessionView) })
export type SessionView = z.infer<typeof sessionView>

/** Only the SHA-256 of a session token is ever stored. */
export function sessionKeyOf(token: string): string {
  return sessionKey(createHash('sha256').update(token).digest('hex'))
}

/**
 * The protocol on `session:<hash>`: a hash of `id`, `userId`, `createdAt`, `lastSeenAt`, `endsAt` (Unix
 * ms) whose TTL is the idle expiry. Lua, put before a script of either API. Both functions are given
 * the key, the time and the idle time in ms, and return the fields, or nil where no living session is:
 *
 * - `livingSession` only looks; a key that holds something else is no session
 * - `useSession` also moves `lastSeenAt` and the idle expiry, at most once a minute and never beyond
 *   `endsAt`; a Redis that takes no writes does not keep anybody out
 */
export const sessionScript = `
local function livingSession(key, now, idleMs)
  local read = redis.pcall('HMGET', key, 'id', 'userId', 'createdAt', 'lastSeenAt', 'endsAt')
  if read.err then return nil end
  for i = 1, 5 do
    if not read[i] or not string.match(read[i], i < 3 and '^[%x-]+$' or '^%d+$') then return nil end
  end
  if #read[2] ~= 36 then return nil end
  local seen, ends = tonumber(read[4]), tonumber(read[5])
  if now >= ends or now >= seen + idleMs then return nil end
  return read
end

local function useSession(key, now, idleMs)
  local session = livingSession(key, now, idleMs)
  if session and now >= tonumber(session[4]) + 60000 then
    session[4] = string.format('%.0f', now)
    redis.pcall('HSET', key, 'lastSeenAt', session[4])
    local left = math.min(idleMs, tonumber(session[5]) - now)
    redis.pcall('PEXPIRE', key, string.format('%.0f', left))
  end
  return session
end
`

/** What the functions of `sessionScript` return. */
export function sessionOf(fields: readonly string[]): Session {
  const [id = '', userId = '', createdAt, lastSeenAt, endsAt] = fields
  return {
    id,
    userId,
    createdAt: Number(createdAt),
    lastSeenAt: Number(lastSeenAt),
    endsAt: Number(endsAt),
  }
}

/**
 * The bearer's token: `Authorization: Token <t>` or `Bearer <t>` (case-insensitive scheme).
 * `undefined` without the header, null when the header is there but has no such form.
 */
export function bearerToken(authorization: string | undefined): string | null | undefined {
  if (authorization === undefined || authorization.trim() === '') return undefined
  return /^(?:token|bearer)\s+(\S{1,512})\s*$/i.exec(authorization)?.[1] ?? null
}

export type Credential = { token: string; from: 'header' | 'cookie' }

/**
 * What a request signs in with, of its `Authorization` header and its session cookie: the header wins.
 * `undefined` without either, null when the header is there but has no token in it.
 */
export function credentialOf(
  authorization: string | undefined,
  cookie: string | undefined,
): Credential | null | undefined {
  const token = bearerToken(authorization)
  if (token === null) return null
  if (token !== undefined) return { token, from: 'header' }
  return cookie ? { token: cookie, from: 'cookie' } : undefined
}
