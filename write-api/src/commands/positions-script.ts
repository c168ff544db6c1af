/**
 * Adds a command's position to its user's set and mends `hidden`, atomically.
 *
 * KEYS: the user's set, `hidden`, then the watermark of every projection.
 * ARGV: position, id to hide or '', id to show or '', most members of a set, its life in seconds.
 *
 * What all projections have passed is dropped from the set, and from a sample of `hidden` (a bound
 * on the work of one call). Numbers are doubles: exact up to 8 PiB of WAL.
 */
export const rememberPosition = `
local marks = {}
for i = 3, #KEYS do
  local mark = redis.call('HMGET', KEYS[i], 'incarnation', 'lsn')
  marks[#marks + 1] = { tonumber(mark[1] or '0'), tonumber(mark[2] or '0') }
end

local function parse(text)
  local incarnation, lsn = string.match(text, '^(%d+)%.[%d-]+%.(%x+)$')
  if incarnation then return tonumber(incarnation), tonumber(lsn, 16), lsn end
end

local function passed(text)
  local incarnation, lsn = parse(text)
  if not incarnation then return false end
  for _, mark in ipairs(marks) do
    if mark[1] < incarnation or (mark[1] == incarnation and mark[2] < lsn) then return false end
  end
  return true
end

local tokens, hidden = KEYS[1], KEYS[2]
for _, member in ipairs(redis.call('SMEMBERS', tokens)) do
  if passed(member) then redis.call('SREM', tokens, member) end
end
redis.call('SADD', tokens, ARGV[1])

if redis.call('SCARD', tokens) > tonumber(ARGV[4]) then
  local newest, newestLsn, text = 0, 0, nil
  for _, member in ipairs(redis.call('SMEMBERS', tokens)) do
    local incarnation, lsn, hex = parse(member)
    if incarnation and (incarnation > newest or (incarnation == newest and lsn > newestLsn)) then
      newest, newestLsn, text = incarnation, lsn, hex
    end
  end
  redis.call('DEL', tokens)
  redis.call('SADD', tokens, string.format('%d.-.%s', newest, text))
end
redis.call('EXPIRE', tokens, ARGV[5])

local sample = redis.call('HRANDFIELD', hidden, 64, 'WITHVALUES')
for i = 1, #sample, 2 do
  if passed(sample[i + 1]) then redis.call('HDEL', hidden, sample[i]) end
end

-- Commands may tell in another order than they were committed in: of two marks the later one stays.
local function isLater(text)
  local incarnation, lsn = parse(ARGV[1])
  local otherIncarnation, otherLsn = parse(text)
  return incarnation > otherIncarnation or (incarnation == otherIncarnation and lsn > otherLsn)
end
if ARGV[2] ~= '' then
  local by = redis.call('HGET', hidden, ARGV[2])
  if not by or not parse(by) or isLater(by) then redis.call('HSET', hidden, ARGV[2], ARGV[1]) end
end
if ARGV[3] ~= '' then
  local by = redis.call('HGET', hidden, ARGV[3])
  if by and parse(by) and isLater(by) then redis.call('HDEL', hidden, ARGV[3]) end
end
return redis.call('SCARD', tokens)
`
