#include "admin/server/auth/auth.h"

#include <algorithm>
#include <iterator>

#include "admin/server/auth/account_api.h"
#include "admin/server/auth/authenticator.h"
#include "admin/server/auth/preferences_api.h"
#include "admin/server/auth/second_factor_api.h"
#include "admin/server/auth/session_api.h"
#include "admin/server/auth/sign_in_pages.h"
#include "admin/server/auth/tokens_api.h"
#include "admin/server/auth/users_api.h"

namespace admin::auth {

struct Auth::State {
  State(AuthOptions options, const TimeOfDay& clock, cdc::Log& log_)
      : log(log_),
        hashes(options.parallel_hashes),
        sessions(options.prefix, options.sessions, clock),
        limits(options.prefix, options.limits, clock),
        cookie(options.insecure_http),
        authenticator(sessions, cookie),
        sign_in({hashes, limits, sessions, cookie, clock, audit, log}),
        setup({sign_in, hashes, limits, audit, log}),
        half_ways(options.prefix),
        half_way_cookie(options.insecure_http, "half-way"),
        session_api(sign_in, sessions, cookie, setup),
        sign_in_pages({sign_in, setup, half_ways, cookie, half_way_cookie, log}),
        account_api(sign_in, sessions, cookie),
        second_factor_api(sign_in, sessions, cookie, clock, audit),
        tokens_api(sign_in, audit),
        users_api(hashes, sessions, audit) {}

  cdc::Log& log;
  store::Audit audit;
  PasswordHashes hashes;
  Sessions sessions;
  Limits limits;
  SessionCookie cookie;
  Authenticator authenticator;
  SignIn sign_in;
  Setup setup;
  HalfWays half_ways;
  SessionCookie half_way_cookie;
  SessionApi session_api;
  SignInPages sign_in_pages;
  AccountApi account_api;
  SecondFactorApi second_factor_api;
  TokensApi tokens_api;
  UsersApi users_api;
};

Auth::Auth(AuthOptions options, const TimeOfDay& clock, cdc::Log& log)
    : state_(std::make_unique<State>(std::move(options), clock, log)) {}

Auth::~Auth() = default;

http::Authenticator& Auth::authenticator() { return state_->authenticator; }

std::vector<http::Route> Auth::Routes() {
  std::vector<http::Route> all = state_->session_api.Routes();
  for (auto routes : {state_->sign_in_pages.Routes(), state_->account_api.Routes(), state_->second_factor_api.Routes(),
                      state_->tokens_api.Routes(), state_->users_api.Routes(), PreferencesRoutes()}) {
    std::ranges::move(routes, std::back_inserter(all));
  }
  return all;
}

void Auth::AnnounceSetup(store::Database& edits, std::stop_token stop) {
  try {
    state_->setup.Announce(edits, stop);
  } catch (const cdc::Error& error) {
    // The server serves without; POST /api/setup makes up for it.
    state_->log.Write(cdc::Level::kWarn, "whether the first user is still to be made is not known", error);
  }
}

}  // namespace admin::auth
