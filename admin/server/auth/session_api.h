// /api/session: signing in and out, who one is; /api/setup: the first administrator.
#pragma once

#include <vector>

#include "admin/server/auth/setup.h"
#include "admin/server/auth/sign_in.h"

namespace admin::auth {

class SessionApi {
 public:
  SessionApi(SignIn& sign_in, Sessions& sessions, const SessionCookie& cookie, Setup& setup);
  std::vector<http::Route> Routes();

 private:
  http::Response Begin(const http::Call& call);
  http::Response Show(const http::Call& call);
  http::Response End(const http::Call& call);
  http::Response ShowSetup(const http::Call& call);
  http::Response SetUp(const http::Call& call);

  SignIn& sign_in_;
  Sessions& sessions_;
  const SessionCookie& cookie_;
  Setup& setup_;
};

}  // namespace admin::auth
