#include "admin/server/auth/sessions.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <span>

#include "admin/server/auth/secrets.h"

namespace admin::auth {
namespace {

using cdc::redis::Script;

// A session is a hash; the sessions of a user are a sorted set of their ids by the time at which they end at the
// latest. Redis forgets both by itself; what counts is the times in the hash, which the scripts compare with the
// caller's clock.

// KEYS 1 session, 2 list; ARGV 1 now, 2 idle, 3 end, 4 id, 5 prefix of sessions, 6 most, 7… fields and values.
const Script kBegin{R"lua(
local now, idle, ends = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('HSET', KEYS[1], 'ends', ARGV[3], 'begun', ARGV[1], 'used', ARGV[1], unpack(ARGV, 7))
redis.call('PEXPIRE', KEYS[1], math.min(idle, ends - now))
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
redis.call('ZADD', KEYS[2], ends, ARGV[4])
local surplus = redis.call('ZCARD', KEYS[2]) - tonumber(ARGV[6])
if surplus > 0 then
  for _, id in ipairs(redis.call('ZRANGE', KEYS[2], 0, surplus - 1)) do
    redis.call('DEL', ARGV[5] .. id)
    redis.call('ZREM', KEYS[2], id)
  end
end
redis.call('PEXPIRE', KEYS[2], ends - now)
return 1
)lua"};

// KEYS 1 session; ARGV 1 now, 2 idle, 3 address.
const Script kTouch{R"lua(
local now, idle = tonumber(ARGV[1]), tonumber(ARGV[2])
local s = redis.call('HMGET', KEYS[1], 'user', 'name', 'role', 'begun', 'used', 'address', 'agent', 'ends')
if not s[1] then return {} end
if now >= tonumber(s[8]) or now - tonumber(s[5]) >= idle then
  redis.call('DEL', KEYS[1])
  return {}
end
-- Instances whose clocks differ a little do not take the time back.
local used = math.max(now, tonumber(s[5]))
redis.call('HSET', KEYS[1], 'used', string.format('%.0f', used), 'address', ARGV[3])
redis.call('PEXPIRE', KEYS[1], math.max(1, math.min(idle, tonumber(s[8]) - now)))
return {s[1], s[2], s[3], s[4], string.format('%.0f', used), ARGV[3], s[7]}
)lua"};

// KEYS 1 list; ARGV 1 now, 2 idle, 3 prefix of sessions. Eight values for each session.
const Script kList{R"lua(
local now, idle, found = tonumber(ARGV[1]), tonumber(ARGV[2]), {}
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  local s = redis.call('HMGET', ARGV[3] .. id, 'user', 'name', 'role', 'begun', 'used', 'address', 'agent', 'ends')
  if s[1] and now < tonumber(s[8]) and now - tonumber(s[5]) < idle then
    table.insert(found, id)
    for i = 1, 7 do table.insert(found, s[i]) end
  else
    redis.call('ZREM', KEYS[1], id)
  end
end
return found
)lua"};

// KEYS 1 list, 2 session; ARGV 1 id.
const Script kEnd{R"lua(
if redis.call('ZREM', KEYS[1], ARGV[1]) == 0 then return 0 end
return redis.call('DEL', KEYS[2])
)lua"};

// KEYS 1 list; ARGV 1 prefix of sessions, 2 the id that is kept.
const Script kEndAll{R"lua(
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if id ~= ARGV[2] then
    redis.call('DEL', ARGV[1] .. id)
    redis.call('ZREM', KEYS[1], id)
  end
end
return 1
)lua"};

constexpr std::size_t kFields = 7;  // of a session in an answer, without its id
constexpr int kMostSessions = 50;
constexpr std::size_t kMostAgent = 300;  // bytes that are kept of User-Agent

std::string Milliseconds(Time time) { return std::to_string(time.time_since_epoch().count()); }
std::string Milliseconds(cdc::Duration time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(time).count());
}

Time ParseTime(const std::string& text) {
  std::int64_t milliseconds = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), milliseconds);
  if (fault != std::errc() || end != text.data() + text.size()) {
    throw cdc::Error(cdc::Kind::kCorrupt, "a session in Redis has a time that is no number");
  }
  return Time(std::chrono::milliseconds(milliseconds));
}

Session ParseSession(std::string id, std::span<const std::optional<std::string>> fields) {
  const auto text = [&](std::size_t at) { return fields[at].value_or(""); };
  const auto role = ParseRole(text(2));
  if (!role) throw cdc::Error(cdc::Kind::kCorrupt, "a session in Redis has a role that is none");
  return {std::move(id), {text(0), text(1), *role}, ParseTime(text(3)), ParseTime(text(4)), text(5), text(6)};
}

}  // namespace

Sessions::Sessions(std::string prefix, SessionLimits limits, const TimeOfDay& clock)
    : prefix_(prefix + ":session:"), lists_(prefix + ":sessions:"), limits_(limits), clock_(clock) {}

std::string Sessions::Begin(cdc::redis::Client& redis, const SessionOwner& owner, const std::string& address,
                            const std::string& agent) {
  std::string secret = NewSecret();
  const std::string id = Fingerprint(secret);
  const Time now = clock_.Now();
  const Time ends = now + std::chrono::duration_cast<std::chrono::milliseconds>(limits_.absolute);
  redis.Eval(kBegin, {KeyOf(id), ListOf(owner.user_id)},
             {Milliseconds(now), Milliseconds(limits_.idle), Milliseconds(ends), id, prefix_,
              std::to_string(kMostSessions), "user", owner.user_id, "name", owner.name, "role",
              std::string(Name(owner.role)), "address", address, "agent", agent.substr(0, kMostAgent)});
  return secret;
}

std::optional<Session> Sessions::Touch(cdc::redis::Client& redis, const std::string& secret,
                                       const std::string& address) {
  const std::string id = Fingerprint(secret);
  const auto fields =
      redis.Eval(kTouch, {KeyOf(id)}, {Milliseconds(clock_.Now()), Milliseconds(limits_.idle), address}).Texts();
  if (fields.size() != kFields) return std::nullopt;
  return ParseSession(id, fields);
}

std::vector<Session> Sessions::Of(cdc::redis::Client& redis, const std::string& user_id) {
  const auto found =
      redis.Eval(kList, {ListOf(user_id)}, {Milliseconds(clock_.Now()), Milliseconds(limits_.idle), prefix_}).Texts();
  std::vector<Session> sessions;
  for (std::size_t at = 0; at + kFields < found.size(); at += kFields + 1) {
    sessions.push_back(ParseSession(found[at].value_or(""), std::span(found).subspan(at + 1, kFields)));
  }
  std::ranges::sort(sessions, std::greater(), &Session::used);
  return sessions;
}

bool Sessions::End(cdc::redis::Client& redis, const std::string& user_id, const std::string& id) {
  return redis.Eval(kEnd, {ListOf(user_id), KeyOf(id)}, {id}).Integer() != 0;
}

void Sessions::EndAll(cdc::redis::Client& redis, const std::string& user_id, const std::string& kept) {
  redis.Eval(kEndAll, {ListOf(user_id)}, {prefix_, kept});
}

std::string CsrfToken(const std::string& secret) { return Derive("csrf", secret); }

}  // namespace admin::auth
