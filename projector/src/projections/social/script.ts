/** How many arguments a write has. */
export const argumentsOfWrite = 5

/**
 * Applies writes and the position they reach in one step, if the store is where the caller thinks.
 *
 * KEYS[1] position · ARGV[1] expected position · ARGV[2] next position · ARGV[3] key prefix, then
 * for each write: kind, key part, version, value, lower-case name. Returns 1, or 0 when the position is
 * another.
 *
 * A version is decimal text of 19 digits: Lua's numbers would round it, texts of one length compare
 * like numbers. It outlives a delete. The name that a user had is looked up here, never taken from
 * the change: the change that took an earlier name away may have been compacted.
 */
export const applyScript = `
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
local prefix = ARGV[3]
local function isNewer(row, version)
  local known = redis.call('HGET', prefix .. 'versions', row)
  if known and known > version then return false end
  redis.call('HSET', prefix .. 'versions', row, version)
  return true
end
local function forgetName(id)
  local old = redis.call('HGET', prefix .. 'names', id)
  if not old then return end
  local name = prefix .. 'username:' .. old
  if redis.call('GET', name) == id then redis.call('DEL', name) end
  redis.call('HDEL', prefix .. 'names', id)
end
local apply = {}
apply['profile'] = function(id, value, name)
  forgetName(id)
  redis.call('SET', prefix .. 'profile:' .. id, value)
  redis.call('HSET', prefix .. 'names', id, name)
  redis.call('SET', prefix .. 'username:' .. name, id)
end
apply['no-profile'] = function(id)
  forgetName(id)
  redis.call('DEL', prefix .. 'profile:' .. id)
end
apply['slug'] = function(slug, value) redis.call('SET', prefix .. 'slug:' .. slug, value) end
apply['no-slug'] = function(slug) redis.call('DEL', prefix .. 'slug:' .. slug) end
local rows = { profile = 'user:', ['no-profile'] = 'user:', slug = 'slug:', ['no-slug'] = 'slug:' }
for at = 4, #ARGV, ${argumentsOfWrite} do
  local kind, key, version, value, name = unpack(ARGV, at, at + ${argumentsOfWrite} - 1)
  if isNewer(rows[kind] .. key, version) then apply[kind](key, value, name) end
end
redis.call('SET', KEYS[1], ARGV[2])
return 1
`
