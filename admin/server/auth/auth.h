// All of admin/server/auth, wired: app.cpp makes one and takes from it the authenticator and the routes.
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "admin/server/auth/limits.h"
#include "admin/server/auth/sessions.h"
#include "admin/server/http/checks.h"
#include "admin/server/store/database.h"
#include "cdc/base/log.h"

namespace admin::auth {

struct AuthOptions {
  std::string prefix;  // of the keys in Redis, without the colon
  SessionLimits sessions{};
  LimitOptions limits{};
  bool insecure_http = false;
  std::size_t parallel_hashes = 4;
};

class Auth {
 public:
  // `clock` and `log` must outlive it.
  Auth(AuthOptions options, const TimeOfDay& clock, cdc::Log& log);
  ~Auth();
  Auth(const Auth&) = delete;
  Auth& operator=(const Auth&) = delete;

  http::Authenticator& authenticator();
  // Their handlers refer to this object.
  std::vector<http::Route> Routes();
  // Called at a start, see Setup. Throws nothing: where PostgreSQL is away, the log says so.
  void AnnounceSetup(store::Database& edits, std::stop_token stop = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace admin::auth
