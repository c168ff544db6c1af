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
 * like numbers. It outlives a delete: that of a row of its own is in `versions`, that of an edge (who
 * follows whom, who favors what) is in its mark, for there are many of them. The name that a user had
 * is looked up here, never taken from the change: the change that took an earlier name away may have
 * been compacted.
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
  redis.call('ZREM', prefix .. 'usernames', old .. '\\0' .. id)
end
local function row(table, change)
  return function(key, version, value, name)
    if isNewer(table .. ':' .. key, version) then change(key, value, name) end
  end
end
local function edge(mark, forward, backward, change)
  return function(from, version, to)
    local hash = prefix .. forward .. from
    local known = redis.call('HGET', hash, to)
    if known and string.sub(known, 2) > version then return end
    redis.call('HSET', hash, to, mark .. version)
    if backward then redis.call(change, prefix .. backward .. to, from) end
  end
end
local apply = {
  profile = row('user', function(id, value, name)
    forgetName(id)
    redis.call('SET', prefix .. 'profile:' .. id, value)
    redis.call('HSET', prefix .. 'names', id, name)
    redis.call('ZADD', prefix .. 'usernames', 0, name .. '\\0' .. id)
    redis.call('SET', prefix .. 'username:' .. name, id)
  end),
  ['no-profile'] = row('user', function(id)
    forgetName(id)
    redis.call('DEL', prefix .. 'profile:' .. id)
  end),
  slug = row('slug', function(slug, value)
    redis.call('SET', prefix .. 'slug:' .. slug, value)
  end),
  ['no-slug'] = row('slug', function(slug) redis.call('DEL', prefix .. 'slug:' .. slug) end),
  follow = edge('+', 'following:'),
  ['no-follow'] = edge('-', 'following:'),
  favorite = edge('+', 'favorites:', 'favorited:', 'SADD'),
  ['no-favorite'] = edge('-', 'favorites:', 'favorited:', 'SREM'),
}
for at = 4, #ARGV, ${argumentsOfWrite} do
  local kind, key, version, value, name = unpack(ARGV, at, at + ${argumentsOfWrite} - 1)
  apply[kind](key, version, value, name)
end
redis.call('SET', KEYS[1], ARGV[2])
return 1
`

/**
 * Adds the names of these users to the sorted set of names, as they are now.
 *
 * KEYS[1] names · KEYS[2] usernames · ARGV ids
 */
export const listNamesScript = `
for _, id in ipairs(ARGV) do
  local name = redis.call('HGET', KEYS[1], id)
  if name then redis.call('ZADD', KEYS[2], 0, name .. '\\0' .. id) end
end
`
