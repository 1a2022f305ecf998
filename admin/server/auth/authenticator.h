// Says who sends a request: by the session's cookie, or by an API token ("Authorization: Bearer wct_…"), which goes
// first.
#pragma once

#include "admin/server/auth/cookie.h"
#include "admin/server/auth/sessions.h"
#include "admin/server/http/checks.h"

namespace admin::auth {

class Authenticator : public http::Authenticator {
 public:
  // What is referred to must outlive it.
  Authenticator(Sessions& sessions, const SessionCookie& cookie);
  Actor Who(const http::Request& request, Worker& worker) override;

 private:
  Sessions& sessions_;
  const SessionCookie& cookie_;
};

}  // namespace admin::auth
