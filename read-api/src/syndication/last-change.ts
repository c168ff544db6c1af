import { lastChangeKey } from '@broadsheet/contracts/names'
import type { Redis } from 'ioredis'
import { orUnavailable } from '../store-failures.ts'

const keptSeconds = 7 * 24 * 3600

/** By the clock of Redis, one for all instances; each change has a second of its own. */
const script = `
local now = tonumber(redis.call('TIME')[1])
local was = redis.call('HMGET', KEYS[1], 'tag', 'at')
local at = tonumber(was[2] or 0)
if was[1] ~= ARGV[1] then
  at = math.max(now, at + 1)
  redis.call('HSET', KEYS[1], 'tag', ARGV[1], 'at', at)
end
redis.call('EXPIRE', KEYS[1], ARGV[2])
return at <= now and at or false
`

/**
 * Since when an answer has been what its `tag` says, in Unix seconds; null while that second has not
 * come. The articles cannot tell: one that was taken away leaves no date behind, nor does an author's
 * new name, and what is committed later may have an earlier date.
 */
export async function lastChange(
  redis: Redis,
  answer: string,
  tag: string,
): Promise<number | null> {
  const at = redis.eval(script, 1, lastChangeKey(answer), tag, keptSeconds)
  return (await orUnavailable(at)) as number | null
}
