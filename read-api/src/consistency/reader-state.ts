import { hiddenKey, userTokensKey } from '@broadsheet/contracts/names'
import { sessionKeyOf } from '@broadsheet/contracts/session'
import { parsePosition, type ConsistencyToken } from '@broadsheet/contracts/token'
import type { Redis, Result } from 'ioredis'
import { orUnavailable } from '../store-failures.ts'
import { HiddenArticles } from './hidden-articles.ts'

declare module 'ioredis' {
  interface RedisCommander<Context> {
    loadReader(...keysAndArguments: string[]): Result<LoadedReader, Context>
  }
}
type LoadedReader = [hidden: string[], userId: string | null, tokens: string[] | null]

/**
 * KEYS: `hidden`, and the session when there is one to ask for. ARGV: prefix of the users' token sets.
 * One round trip; a set that cannot be read is null, and the read goes on.
 */
const loadReader = `
local hidden = redis.call('HGETALL', KEYS[1])
if KEYS[2] == '' then return { hidden, false, {} } end
local session = redis.call('GET', KEYS[2])
if not session then return { hidden, false, {} } end
local ok, decoded = pcall(cjson.decode, session)
if not ok or type(decoded) ~= 'table' or type(decoded.userId) ~= 'string' then
  return { hidden, false, {} }
end
local tokens = redis.pcall('SMEMBERS', ARGV[1] .. decoded.userId)
if tokens.err then tokens = false end
return { hidden, decoded.userId, tokens }
`

/**
 * What Redis knows of a request's reader.
 *
 * - `userId`: null for a session that is not (or no longer) there, and without one
 * - `tokens`: null when they could not be read
 */
type ReaderState = {
  hidden: HiddenArticles
  userId: string | null
  tokens: ConsistencyToken[] | null
}
export type ReaderStates = { load: (sessionToken: string | undefined) => Promise<ReaderState> }

/** `load` rejects with 503 while Redis is away: what is hidden is not known then. */
export function openReaderStates(redis: Redis): ReaderStates {
  redis.defineCommand('loadReader', { lua: loadReader, numberOfKeys: 2, readOnly: true })
  return {
    load: async (sessionToken) => {
      const key = sessionToken === undefined ? '' : sessionKeyOf(sessionToken)
      const loading = redis.loadReader(hiddenKey, key, userTokensKey(''))
      const [marks, userId, members] = await orUnavailable(loading)
      return { hidden: new HiddenArticles(pairs(marks)), userId, tokens: positions(members) }
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
