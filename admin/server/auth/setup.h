// The first administrator. There is no default account: while there is no user at all, a server that starts makes a
// one-time token, writes it into its log and stores the SHA-256 of it, which all instances share.
#pragma once

#include <stop_token>

#include "admin/server/auth/sign_in.h"

namespace admin::auth {

class Setup {
 public:
  struct Parts {
    SignIn& sign_in;
    PasswordHashes& hashes;
    Limits& limits;
    const store::Audit& audit;
    cdc::Log& log;
  };
  explicit Setup(Parts parts);

  bool Needed(store::Database& edits, std::stop_token stop = {});
  // Called at a start: MakeToken() where there is no user.
  void Announce(store::Database& edits, std::stop_token stop = {});
  // Where there is no user and no token of the last day, makes one and writes it into the log. False: there is.
  bool MakeToken(store::Database& edits, std::stop_token stop = {});
  // Makes the administrator and signs in. Throws Refusal: 403 for a token that is not, or no longer, the right one.
  SignIn::Begun Use(const http::Call& call);

 private:
  const Parts parts_;
};

}  // namespace admin::auth
