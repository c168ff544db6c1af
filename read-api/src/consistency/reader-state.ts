import { hiddenKey, userTokensKey } from '@broadsheet/contracts/names'
import { sessionKeyOf, sessionScript } from '@broadsheet/contracts/session'
import { parsePosition, type ConsistencyToken } from '@broadsheet/contracts/token'
import type { Redis, Result } from 'ioredis'
import { orUnavailable } from '../store-failures.ts'
import { hiddenOf, type Hidden } from './hidden.ts'

declare module 'ioredis' {
  interface RedisCommander<Context> {
    loadReader(...keysAndArguments: (string | number)[]): Result<LoadedReader, Context>
  }
}
type LoadedReader = [hidden: string[], userId: string | null, tokens: string[] | null]

/**
 * KEYS: `hidden`, and the session when there is one to ask for. ARGV: prefix of the users' token sets,
 * the time and a session's idle time in ms. One round trip; a set that cannot be read is null, and the
 * read goes on.
 */
const loadReader = `${sessionScript}
local hidden = redis.call('HGETALL', KEYS[1])
if KEYS[2] == '' then return { hidden, false, {} } end
local session = useSession(KEYS[2], tonumber(ARGV[2]), tonumber(ARGV[3]))
if not session then return { hidden, false, {} } end
local userId = session[2]
local tokens = redis.pcall('SMEMBERS', ARGV[1] .. userId)
if tokens.err then tokens = false end
return { hidden, userId, tokens }
`

/**
 * What Redis knows of a request's reader.
 *
 * - `userId`: null for a session that is not (or no longer) there, and without one
 * - `tokens`: null when they could not be read
 */
type ReaderState = {
  hidden: Hidden
  userId: string | null
  tokens: ConsistencyToken[] | null
}
export type ReaderStates = { load: (sessionToken: string | undefined) => Promise<ReaderState> }

/** `load` rejects with 503 while Redis is away: what is hidden is not known then. */
export function openReaderStates(redis: Redis, clock: () => Date, idleMs: number): ReaderStates {
  redis.defineCommand('loadReader', { lua: loadReader, numberOfKeys: 2 })
  return {
    load: async (sessionToken) => {
      const key = sessionToken === undefined ? '' : sessionKeyOf(sessionToken)
      const now = clock().getTime()
      const loading = redis.loadReader(hiddenKey, key, userTokensKey(''), now, idleMs)
      const [marks, userId, members] = await orUnavailable(loading)
      return { hidden: hiddenOf(pairs(marks)), userId, tokens: positions(members) }
    },
  }
}

function pairs(flat: readonly string[]): Map<string, string> {
  const found = new Map<string, string>()
  for (let at = 0; at + 1 < flat.length; at += 2) found.set(flat[at] ?? '', flat[at + 1] ?? '')
  return found
}

/** Null when there is one that cannot be read: the reader may miss what it stood for. */
function positions(members: readonly string[] | null): ConsistencyToken[] | null {
  const read = members?.map(parsePosition) ?? [null]
  return read.every((token) => token !== null) ? read : null
}
