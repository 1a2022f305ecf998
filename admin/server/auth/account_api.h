// /api/account: what everybody may do with one's own password, second factor, sessions.
#pragma once

#include <vector>

#include "admin/server/auth/sign_in.h"

namespace admin::auth {

class AccountApi {
 public:
  AccountApi(SignIn& sign_in, Sessions& sessions, const SessionCookie& cookie);
  std::vector<http::Route> Routes();

 private:
  http::Response ChangePassword(const http::Call& call);
  http::Response ListSessions(const http::Call& call);
  http::Response EndSession(const http::Call& call);
  http::Response EndSessions(const http::Call& call);

  SignIn& sign_in_;
  Sessions& sessions_;
  const SessionCookie& cookie_;
};

}  // namespace admin::auth
