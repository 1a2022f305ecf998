// /api/admin/users: who may sign in, for administrators. Users are never removed, as the history names them: they are
// disabled. A password that an administrator makes is for one time, and is shown in the answer alone.
#pragma once

#include <vector>

#include "admin/server/auth/password_hash.h"
#include "admin/server/auth/sessions.h"
#include "admin/server/http/route.h"
#include "admin/server/store/audit.h"

namespace admin::auth {

class UsersApi {
 public:
  UsersApi(PasswordHashes& hashes, Sessions& sessions, const store::Audit& audit);
  std::vector<http::Route> Routes();

 private:
  http::Response List(const http::Call& call);
  http::Response Show(const http::Call& call);
  http::Response Create(const http::Call& call);
  http::Response Change(const http::Call& call);
  http::Response ResetPassword(const http::Call& call);
  http::Response RemoveSecondFactor(const http::Call& call);
  http::Response EndSessions(const http::Call& call);

  void Save(const http::Call& call, const Json& before);

  PasswordHashes& hashes_;
  Sessions& sessions_;
  const store::Audit& audit_;
};

}  // namespace admin::auth
