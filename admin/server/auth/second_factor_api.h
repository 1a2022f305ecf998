// /api/account/totp: one's second factor. Its secret is shown once, when it is made; it counts from the moment a code
// of it is presented.
#pragma once

#include <vector>

#include "admin/server/auth/sign_in.h"

namespace admin::auth {

class SecondFactorApi {
 public:
  SecondFactorApi(SignIn& sign_in, Sessions& sessions, const SessionCookie& cookie, const TimeOfDay& clock,
                  const store::Audit& audit);
  std::vector<http::Route> Routes();

 private:
  http::Response Show(const http::Call& call);
  http::Response Begin(const http::Call& call);
  http::Response Confirm(const http::Call& call);
  http::Response Remove(const http::Call& call);

  SignIn& sign_in_;
  Sessions& sessions_;
  const SessionCookie& cookie_;
  const TimeOfDay& clock_;
  const store::Audit& audit_;
};

// Takes a user's second factor away and ends the sessions, with its entry in the history. False: there was none.
// REQUIRES: within a transaction, as its last statement.
bool RemoveSecondFactor(const http::Call& call, const std::string& user_id, const std::string& name, Sessions& sessions,
                        const store::Audit& audit);

}  // namespace admin::auth
