/**
 * Applies writes and the position they reach in one step, if the store is where the caller thinks.
 *
 * KEYS[1] position · ARGV[1] expected position · ARGV[2] next position · ARGV[3] key prefix, then
 * for each write: kind, key part, value. Returns 1, or 0 when the position is another.
 *
 * The name of a user is looked up from the stored profile, never from the change: the change that
 * took an earlier name away may have been compacted.
 */
export const applyScript = `
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
local prefix = ARGV[3]
local function forget(id)
  local old = redis.call('GET', prefix .. 'profile:' .. id)
  if not old then return end
  local name = prefix .. 'username:' .. redis.call('HGET', prefix .. 'names', id)
  if redis.call('GET', name) == id then redis.call('DEL', name) end
end
local at = 4
while at <= #ARGV do
  local kind, key, value, name = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  if kind == 'profile' then
    forget(key)
    redis.call('SET', prefix .. 'profile:' .. key, value)
    redis.call('HSET', prefix .. 'names', key, name)
    redis.call('SET', prefix .. 'username:' .. name, key)
  elseif kind == 'no-profile' then
    forget(key)
    redis.call('DEL', prefix .. 'profile:' .. key)
    redis.call('HDEL', prefix .. 'names', key)
  elseif kind == 'slug' then
    redis.call('SET', prefix .. 'slug:' .. key, value)
  else
    redis.call('DEL', prefix .. 'slug:' .. key)
  end
  at = at + 4
end
redis.call('SET', KEYS[1], ARGV[2])
return 1
`
