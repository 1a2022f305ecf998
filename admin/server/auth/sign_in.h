// Signing in: from a name and a password to a session. Everything that must not tell one reason of a refusal from
// another is in one place here. Thread-safe; works with the connections of the calling thread.
#pragma once

#include <optional>
#include <string>

#include "admin/server/auth/cookie.h"
#include "admin/server/auth/limits.h"
#include "admin/server/auth/password_hash.h"
#include "admin/server/auth/sessions.h"
#include "admin/server/auth/users.h"
#include "admin/server/store/audit.h"
#include "cdc/base/log.h"

namespace admin::auth {

struct Credentials {
  std::string name, password;
  std::string code;          // of the second factor, or for recovery; "": none was given
  std::string new_password;  // in place of one that is for one time
};

class SignIn {
 public:
  // Outlive it.
  struct Parts {
    PasswordHashes& hashes;
    Limits& limits;
    Sessions& sessions;
    const SessionCookie& cookie;
    const TimeOfDay& clock;
    const store::Audit& audit;
    cdc::Log& log;
  };
  explicit SignIn(Parts parts);

  struct Begun {
    SessionOwner owner;
    std::string secret;  // of the cookie
  };
  // Throws Refusal: 401 for a name, password or user that is not right, all alike; 401 with "needs": ["code",
  // "new_password"] where these are missing or wrong; 422 for a new password against the rules; 429.
  Begun Begin(const http::Call& call, const Credentials& given);

  // Throws Refusal 403 where the request came over plain HTTP, and that is not allowed.
  void DemandTls(const http::Call& call) const;
  // The account of who is signed in, who says the password again before something that matters. Throws Refusal: 422 for
  // a wrong one, 429.
  Account Prove(const http::Call& call, const std::string& password);
  // Takes a code of the second factor or for recovery, once. False: it is none of the user's. Throws Refusal 429.
  bool TakeCode(const http::Call& call, const Account& account, const std::string& code);
  // Throws Refusal 422 with an error of `field` where the rules forbid the password.
  static void DemandGoodPassword(const http::Call& call, const std::string& password, const std::string& name,
                                 const std::string& field);
  // Replaces the password, and ends all sessions. The epoch from now on.
  std::string ReplacePassword(const http::Call& call, const Account& account, const std::string& password);

  // A new session for a user as of `epoch`, in place of the one the request belongs to. nullopt: the user was changed
  // meanwhile.
  std::optional<Begun> BeginSession(const http::Call& call, const SessionOwner& owner, const std::string& epoch);

 private:
  Account Check(const http::Call& call, const std::string& name, const std::string& password);
  void RefuseUnlessComplete(const http::Call& call, const Account& account, const Credentials& given);
  [[noreturn]] void Fail(const http::Call& call, const Account& account, const char* why);

  const Parts parts_;
};

}  // namespace admin::auth
