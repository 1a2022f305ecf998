// How often somebody may try to sign in. Three things are counted, in Redis for all instances together:
// - an address: it runs out of attempts, whatever names it tries;
// - a name tried from one address: after some failures each next attempt has to wait twice as long as the one before;
// - a name tried from addresses from which its user never signed in: it runs out of attempts, slowly, as many hosts
//   together may guess. Who signed in from an address before is not held up there by what strangers do elsewhere.
// A refused attempt counts for nothing, so waiting is always enough. Thread-safe.
// Besides, who is signed in may prove the password so often and not more, right or wrong: each proof costs a hash.
#pragma once

#include <optional>
#include <string>

#include "admin/server/auth/time_of_day.h"
#include "cdc/base/clock.h"
#include "cdc/redis/client.h"

namespace admin::auth {

struct LimitOptions {
  int address_attempts = 30;  // at once; then one for each address_pause
  std::chrono::milliseconds address_pause = std::chrono::seconds(10);
  int name_attempts = 60;  // at once, from addresses that are not known; then one for each name_pause
  std::chrono::milliseconds name_pause = std::chrono::seconds(30);
  int free_failures = 5;  // of a name from one address; the next waits 1 s, then 2 s, 4 s …
  std::chrono::milliseconds longest_delay = std::chrono::minutes(15);
  int proofs = 20;  // of a user, at once; then one for each proof_pause
  std::chrono::milliseconds proof_pause = std::chrono::seconds(10);
};

// What is tried: each kind of secret is counted for itself.
struct Guessed {
  enum class What : std::uint8_t { kPassword, kCode, kSetUpToken };
  What what = What::kPassword;
  std::string name;  // as names are compared; "" of the set-up token
};

class Limits {
 public:
  Limits(std::string prefix, LimitOptions options, const TimeOfDay& clock);

  // Takes an attempt, as if it had failed: of many at once each counts. nullopt: go on; else how long to wait.
  std::optional<std::chrono::milliseconds> Take(cdc::redis::Client& redis, const std::string& address,
                                                const Guessed& guessed);
  // The attempt was a right one: gives back what Take() took, forgets the failures, knows the address from now on.
  void Succeeded(cdc::redis::Client& redis, const std::string& address, const Guessed& guessed);
  // The attempt could not be made, or led to nothing that counts: gives back what Take() took, and forgets nothing
  // else.
  void GiveBack(cdc::redis::Client& redis, const std::string& address, const Guessed& guessed);
  // Takes a proof by who is signed in; never given back. nullopt: go on; else how long to wait.
  std::optional<std::chrono::milliseconds> TakeProof(cdc::redis::Client& redis, const std::string& user_id);

 private:
  struct Keys;
  Keys KeysOf(const std::string& address, const Guessed& guessed) const;

  const std::string prefix_;
  const LimitOptions options_;
  const TimeOfDay& clock_;
};

// What counts as one client: an IPv4 address, or the /64 that one subscriber of IPv6 is given; other texts as they are.
std::string AddressGroup(const std::string& address);

}  // namespace admin::auth
