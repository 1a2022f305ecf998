// A running walcast-admin with a database of its own, and people who sign in to it.
#pragma once

#include <string>
#include <vector>

#include "tests/support/admin_server.h"
#include "tests/support/postgres.h"

namespace admin::test {

using Plain = nlohmann::json;

inline const std::string kGood = "violet tram beyond seven";  // a password that the rules allow

class AuthSite {
 public:
  explicit AuthSite(std::vector<std::string> settings = {});

  // By the command line; the id.
  std::string AddUser(const std::string& name, const std::string& role, const std::string& password = kGood);
  std::string IdOf(const std::string& name);
  // The answer to POST /api/session; where it is well, the session's token is kept in `web`.
  cdc::test::WebReply SignIn(cdc::test::Web& web, const std::string& name, const std::string& password = kGood,
                             const Plain& more = Plain::object(), cdc::test::WebHeaders headers = {});
  // The value of the session's cookie in an answer.
  static std::string Secret(const cdc::test::WebReply& reply);
  // GET /api/session with that cookie and no other.
  long StatusOf(const std::string& secret);
  std::string Redis(const std::vector<std::string>& command);  // its answer, a text or a number

  cdc::test::TestDatabase& database() { return database_; }
  cdc::test::AdminServer& server() { return server_; }
  const std::string& url() const { return server_.url(); }
  const std::string& dsn() const { return dsn_; }  // of the server's role

 private:
  cdc::test::TestDatabase database_;
  const std::string dsn_;
  cdc::test::AdminServer server_;
};

}  // namespace admin::test
