// The users in PostgreSQL. Functions without state; the database is the calling thread's, and is the primary.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "admin/server/http/route.h"
#include "admin/server/store/database.h"

namespace admin::auth {

// What a sign-in needs to know. Never leaves the server.
struct Account {
  std::string key;  // the name as names are compared, also of nobody's
  std::string id;   // "": nobody has the name
  std::string name;
  Role role = Role::kViewer;
  std::string password;   // hash
  bool one_time = false;  // the password has to be replaced …
  bool expired = false;   // … and is not valid any more
  bool disabled = false;
  std::string epoch;
  std::string secret;  // of the second factor, bytes; "": none
  std::int64_t last_step = 0;
};

Account FindAccount(store::Database& edits, const std::string& name, std::stop_token stop = {});

// One that people see, as JSON text; nullopt: there is none of that id.
std::optional<std::string> UserRecord(store::Database& edits, const std::string& id, std::stop_token stop = {});

struct Password {
  std::string hash;
  bool one_time = false;  // valid for a day, and only to choose another one
};

// The id. Throws NameTaken. REQUIRES, as what follows: within a transaction.
std::string CreateUser(store::Database& edits, const std::string& name, Role role, const Password& password,
                       std::stop_token stop = {});
class NameTaken : public std::runtime_error {
 public:
  NameTaken() : std::runtime_error("the name is taken") {}
};

// Waits for nobody once it has returned, so sessions may be ended behind it: a sign-in that began before fails at its
// end. The epoch from now on; nullopt: there is no such user.
std::optional<std::string> SetPassword(store::Database& edits, const std::string& id, const Password& password,
                                       std::stop_token stop = {});
// False: there is no such user. Throws LastAdministrator where nobody could administer afterwards.
bool SetRole(store::Database& edits, const std::string& id, Role role, bool disabled, std::stop_token stop = {});
class LastAdministrator : public std::runtime_error {
 public:
  LastAdministrator() : std::runtime_error("the last administrator") {}
};

// Whether a name may be given to somebody: 1 to 150 letters, digits, @ . + - _, no white space or control characters.
bool IsUserName(const std::string& name);
// "qwer-tyui-opas-dfgh": 80 random bits.
std::string NewOneTimePassword();

}  // namespace admin::auth
