// /api/account/tokens: one's own API tokens; /api/admin/tokens: everybody's, for administrators.
#pragma once

#include <vector>

#include "admin/server/auth/sign_in.h"
#include "admin/server/http/route.h"
#include "admin/server/store/audit.h"

namespace admin::auth {

class TokensApi {
 public:
  TokensApi(SignIn& sign_in, const store::Audit& audit);
  std::vector<http::Route> Routes();

 private:
  http::Response ListOwn(const http::Call& call);
  http::Response Create(const http::Call& call);
  http::Response RevokeOwn(const http::Call& call);
  http::Response ListAll(const http::Call& call);
  http::Response RevokeAny(const http::Call& call);

  http::Response List(const http::Call& call, const std::string& user_id);
  http::Response Revoke(const http::Call& call, const std::string& user_id);

  SignIn& sign_in_;
  const store::Audit& audit_;
};

}  // namespace admin::auth
