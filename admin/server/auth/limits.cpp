#include "admin/server/auth/limits.h"

#include <arpa/inet.h>

#include <array>
#include <cstring>
#include <vector>

#include "admin/server/auth/secrets.h"

namespace admin::auth {
namespace {

using cdc::redis::Script;

// A bucket is kept as the time at which it will be full again: what is missing of it is that time less now. KEYS of
// both scripts: 1 bucket of the address, 2 bucket of the name, 3 failures of the pair, 4 whether the address is known.
//
// ARGV 1 now, 2 attempts and 3 pause of an address, 4 and 5 of a name, 6 free failures, 7 longest delay, 8 how long
// failures are remembered. Comes back: how long to wait.
const Script kTake{R"lua(
local now = tonumber(ARGV[1])
local function wait_for(key, attempts, pause)
  local full = math.max(now, tonumber(redis.call('GET', key) or '0'))
  return full + pause - now - attempts * pause, full + pause
end
local wait, address_full = wait_for(KEYS[1], tonumber(ARGV[2]), tonumber(ARGV[3]))
local known = redis.call('EXISTS', KEYS[4]) == 1
local name_wait, name_full = wait_for(KEYS[2], tonumber(ARGV[4]), tonumber(ARGV[5]))
if not known then wait = math.max(wait, name_wait) end
local pair = redis.call('HMGET', KEYS[3], 'failures', 'next')
local failures = tonumber(pair[1] or '0')
wait = math.max(wait, tonumber(pair[2] or '0') - now)
if wait > 0 then return math.ceil(wait) end

redis.call('SET', KEYS[1], string.format('%.0f', address_full), 'PX', string.format('%.0f', address_full - now))
if not known then
  redis.call('SET', KEYS[2], string.format('%.0f', name_full), 'PX', string.format('%.0f', name_full - now))
end
failures = failures + 1
local delay = 0
if failures >= tonumber(ARGV[6]) then
  delay = math.min(tonumber(ARGV[7]), 1000 * 2 ^ math.min(failures - tonumber(ARGV[6]), 30))
end
redis.call('HSET', KEYS[3], 'failures', failures, 'next', string.format('%.0f', now + delay))
redis.call('PEXPIRE', KEYS[3], ARGV[8])
return 0
)lua"};

// ARGV 1 now, 2 pause of an address, 3 pause of a name, 4 how long an address is known.
const Script kSucceeded{R"lua(
local now = tonumber(ARGV[1])
local function give_back(key, pause)
  local full = tonumber(redis.call('GET', key) or '0') - pause
  if full <= now then redis.call('DEL', key)
  else redis.call('SET', key, string.format('%.0f', full), 'PX', string.format('%.0f', full - now)) end
end
give_back(KEYS[1], tonumber(ARGV[2]))
if redis.call('EXISTS', KEYS[4]) == 0 then give_back(KEYS[2], tonumber(ARGV[3])) end
redis.call('DEL', KEYS[3])
redis.call('SET', KEYS[4], '1', 'PX', ARGV[4])
return 0
)lua"};

constexpr std::chrono::milliseconds kFailuresRemembered = std::chrono::hours(24);
constexpr std::chrono::milliseconds kAddressKnown = std::chrono::days(90);

std::string Text(std::chrono::milliseconds time) { return std::to_string(time.count()); }

}  // namespace

struct Limits::Keys {
  std::vector<std::string> all;
};

Limits::Limits(std::string prefix, LimitOptions options, const TimeOfDay& clock)
    : prefix_(std::move(prefix) + ":attempts:"), options_(options), clock_(clock) {}

Limits::Keys Limits::KeysOf(const std::string& address, const std::string& name) const {
  // Names come from anybody and are of any length: what is kept of them is a hash.
  const std::string group = AddressGroup(address), named = Fingerprint(name).substr(0, 32);
  return {{prefix_ + "address:" + group, prefix_ + "name:" + named, prefix_ + "pair:" + named + ":" + group,
           prefix_ + "known:" + named + ":" + group}};
}

std::optional<std::chrono::milliseconds> Limits::Take(cdc::redis::Client& redis, const std::string& address,
                                                      const std::string& name) {
  const std::int64_t wait =
      redis
          .Eval(kTake, KeysOf(address, name).all,
                {Text(clock_.Now().time_since_epoch()), std::to_string(options_.address_attempts),
                 Text(options_.address_pause), std::to_string(options_.name_attempts), Text(options_.name_pause),
                 std::to_string(options_.free_failures), Text(options_.longest_delay), Text(kFailuresRemembered)})
          .Integer();
  if (wait <= 0) return std::nullopt;
  return std::chrono::milliseconds(wait);
}

void Limits::Succeeded(cdc::redis::Client& redis, const std::string& address, const std::string& name) {
  redis.Eval(kSucceeded, KeysOf(address, name).all,
             {Text(clock_.Now().time_since_epoch()), Text(options_.address_pause), Text(options_.name_pause),
              Text(kAddressKnown)});
}

std::string AddressGroup(const std::string& address) {
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return address;
  constexpr std::array<unsigned char, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (std::memcmp(bytes.data(), kMapped.data(), kMapped.size()) == 0) {
    return inet_ntop(AF_INET, bytes.data() + kMapped.size(), text.data(), text.size());
  }
  std::memset(bytes.data() + 8, 0, 8);
  return std::string(inet_ntop(AF_INET6, bytes.data(), text.data(), text.size())) + "/64";
}

}  // namespace admin::auth
