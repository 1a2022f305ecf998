#include "cdc/redis/scripts.h"

namespace cdc::redis::scripts {
namespace {

// LSNs and versions are 16 hexadecimal digits: a Lua number is a double, and `<` on strings follows the server's locale
// (where "aa" or "ff" may be one letter).
const std::string kOwner = R"lua(
local record, epoch, timeline, system = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
local known, revision = tonumber(ARGV[4]), tonumber(ARGV[5])
local VANISHED, FOREIGN, NEWER_STAYS, OURS = 0, -1, -2, 1

local function greater(a, b)
  for i = 1, 16 do
    local x, y = string.byte(a, i), string.byte(b, i)
    if x ~= y then return x > y end
  end
  return false
end

local function is_letter_newer(letter, version) return letter and greater(string.sub(letter, 1, 16), version) end

-- Another system's record is nobody's older one: it was begun after ours.
local function owner()
  local stored = redis.call('HMGET', record, 'epoch', 'identity', 'revision')
  if not stored[1] then return VANISHED, 0 end
  if system ~= '' then
    local identity = cjson.decode(stored[2])
    if identity.system_id ~= system then return FOREIGN, 0 end
    if identity.timeline > tonumber(timeline) then return FOREIGN, 0 end
    if identity.timeline < tonumber(timeline) then return VANISHED, 0 end
  end
  if greater(stored[1], epoch) then return FOREIGN, 0 end
  if greater(epoch, stored[1]) or tonumber(stored[3]) < known then return VANISHED, 0 end
  return OURS, tonumber(stored[3])
end
)lua";

// A write that arrives behind a later one of the same process (its connection was given up) changes nothing. The
// revision counts the writes of the owner alone: a command beside it gives 0 and leaves it as it is.
const std::string kOurs = kOwner + R"lua(
local whose, now = owner()
if whose ~= OURS then return whose end
if revision == 0 then
  revision = now
elseif now >= revision then
  return now
else
  redis.call('HSET', record, 'revision', string.format('%.0f', revision))
end
)lua";

}  // namespace

const Script kBegin{kOwner + R"lua(
local revision = 1
local stored = redis.call('HMGET', record, 'epoch', 'identity', 'revision')
if stored[1] then
  local identity = cjson.decode(stored[2])
  if identity.system_id == system then
    if identity.timeline > tonumber(timeline) then return FOREIGN end
    if identity.timeline == tonumber(timeline) and greater(stored[1], epoch) then return FOREIGN end
  end
  revision = tonumber(stored[3]) + 1
end
redis.call('DEL', record)
redis.call('HSET', record, 'revision', string.format('%.0f', revision))
for i = 6, #ARGV, 2 do redis.call('HSET', record, ARGV[i], ARGV[i + 1]) end
return revision
)lua"};

const Script kAdvance{kOurs + R"lua(
if greater(ARGV[7], redis.call('HGET', record, ARGV[6])) then redis.call('HSET', record, ARGV[6], ARGV[7]) end
return revision
)lua"};

const Script kSetField{kOurs + R"lua(
redis.call('HSET', record, ARGV[6], ARGV[7])
return revision
)lua"};

const Script kRemoveField{kOurs + R"lua(
redis.call('HDEL', record, ARGV[6])
return revision
)lua"};

const Script kPutLetter{kOurs + R"lua(
if is_letter_newer(redis.call('HGET', KEYS[2], ARGV[6]), ARGV[7]) then return revision end
redis.call('HSET', KEYS[2], ARGV[6], ARGV[7])
redis.call('ZADD', KEYS[3], 0, ARGV[6])
redis.call('SADD', KEYS[4], ARGV[8])
return revision
)lua"};

const Script kRemoveLetter{kOurs + R"lua(
if is_letter_newer(redis.call('HGET', KEYS[2], ARGV[6]), ARGV[7]) then return NEWER_STAYS end
redis.call('HDEL', KEYS[2], ARGV[6])
redis.call('ZREM', KEYS[3], ARGV[6])
if redis.call('EXISTS', KEYS[2]) == 0 then redis.call('SREM', KEYS[4], ARGV[8]) end
return revision
)lua"};

const Script kRemoveLetters{kOurs + R"lua(
redis.call('UNLINK', KEYS[2], KEYS[3])
redis.call('SREM', KEYS[4], ARGV[6])
return revision
)lua"};

const Script kReadLetters{R"lua(
local first = ARGV[1] == '' and '-' or '(' .. ARGV[1]
local letters = {}
for _, id in ipairs(redis.call('ZRANGEBYLEX', KEYS[3], first, '+', 'LIMIT', 0, ARGV[2])) do
  local letter = redis.call('HGET', KEYS[2], id)
  if letter then letters[#letters + 1] = letter end
end
return letters
)lua"};

const Script kClear{R"lua(
for _, generation in ipairs(redis.call('SMEMBERS', KEYS[2])) do
  redis.call('UNLINK', ARGV[1] .. generation, ARGV[2] .. generation)
end
return redis.call('UNLINK', KEYS[1], KEYS[2])
)lua"};

}  // namespace cdc::redis::scripts
