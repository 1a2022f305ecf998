// Who is signed in. Sessions live in Redis, so all instances know them; the browser holds a secret, Redis only its
// SHA-256. Thread-safe: every call brings the connection of its thread, and is one round trip.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "admin/server/auth/time_of_day.h"
#include "admin/server/http/route.h"
#include "cdc/base/clock.h"
#include "cdc/redis/client.h"

namespace admin::auth {

struct SessionLimits {
  cdc::Duration idle = std::chrono::minutes(30);
  cdc::Duration absolute = std::chrono::hours(12);
};

// A user as of an epoch, which counts what ends a user's sessions.
struct SessionOwner {
  std::string user_id, name;
  Role role = Role::kViewer;
  std::string epoch{};
};

struct Session {
  std::string id;  // the SHA-256
  SessionOwner owner;
  Time begun, used;
  std::string address, agent;  // of the last request but for `agent`, which is that of the sign-in
  bool unchecked = false;      // its epoch was not compared with PostgreSQL's for a minute
};

class Sessions {
 public:
  // What is referred to must outlive it. `prefix`: of the keys, without the colon.
  Sessions(std::string prefix, SessionLimits limits, const TimeOfDay& clock);

  // A new session, and the secret of its cookie. A user has at most 50: the oldest ends.
  std::string Begin(cdc::redis::Client& redis, const SessionOwner& owner, const std::string& address,
                    const std::string& agent);
  // Finds the session of a cookie and notes that it was used; nullopt: there is none, or its time is over.
  std::optional<Session> Touch(cdc::redis::Client& redis, const std::string& secret, const std::string& address);
  // The epoch of a session was compared just now.
  void Checked(cdc::redis::Client& redis, const std::string& id);
  // Those of a user, the one used last first.
  std::vector<Session> Of(cdc::redis::Client& redis, const std::string& user_id);
  // False: the user has no such session.
  bool End(cdc::redis::Client& redis, const std::string& user_id, const std::string& id);
  // All of a user, but `kept`.
  void EndAll(cdc::redis::Client& redis, const std::string& user_id, const std::string& kept = {});

  const SessionLimits& limits() const { return limits_; }

 private:
  std::string KeyOf(const std::string& id) const { return prefix_ + id; }
  std::string ListOf(const std::string& user_id) const { return lists_ + user_id; }

  const std::string prefix_, lists_;
  const SessionLimits limits_;
  const TimeOfDay& clock_;
};

// What changes must carry in X-CSRF-Token: made of the cookie's secret, so only who holds that knows it.
std::string CsrfToken(const std::string& secret);

}  // namespace admin::auth
