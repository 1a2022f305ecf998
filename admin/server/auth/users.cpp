#include "admin/server/auth/users.h"

#include <algorithm>
#include <charconv>

#include "admin/server/auth/secrets.h"
#include "admin/server/auth/totp.h"
#include "admin/server/sql.h"

namespace admin::auth {
namespace {

constexpr const char* kOneTimeValid = "1 day";

Role RoleOf(std::string_view word) {
  const auto role = ParseRole(word);
  if (!role) throw cdc::Error(cdc::Kind::kCorrupt, "a user has a role that is none");
  return *role;
}

std::int64_t NumberOf(std::string_view text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string Word(bool truth) { return truth ? "true" : "false"; }

}  // namespace

Account FindAccount(store::Database& edits, const std::string& name, std::stop_token stop) {
  const store::Rows rows = edits.Query(sql::kUserSignIn, {name}, stop);
  Account account;
  account.key = rows.Text(0, 0);
  if (rows.IsNull(0, 1)) return account;
  account.id = rows.Text(0, 1);
  account.name = rows.Text(0, 2);
  account.role = RoleOf(rows.Text(0, 3));
  account.password = rows.Text(0, 4);
  account.one_time = rows.Text(0, 5) == "t";
  account.expired = rows.Text(0, 6) == "t";
  account.disabled = rows.Text(0, 7) == "t";
  account.epoch = rows.Text(0, 8);
  account.secret = FromHex(rows.Text(0, 9));
  account.last_step = NumberOf(rows.Text(0, 10));
  return account;
}

std::optional<std::string> UserRecord(store::Database& edits, const std::string& id, std::stop_token stop) {
  const store::Rows rows = edits.Query(sql::kUserRecord, {id}, stop);
  if (rows.size() == 0) return std::nullopt;
  return std::string(rows.Text(0, 0));
}

std::string CreateUser(store::Database& edits, const std::string& name, Role role, const Password& password,
                       std::stop_token stop) {
  try {
    return std::string(
        edits
            .Query(sql::kUserCreate,
                   {name, std::string(Name(role)), password.hash, Word(password.one_time), kOneTimeValid}, stop)
            .Text(0, 0));
  } catch (const cdc::pg::SqlError& error) {
    if (error.sqlstate() == "23505") throw NameTaken();
    throw;
  }
}

std::optional<std::string> SetPassword(store::Database& edits, const std::string& id, const Password& password,
                                       std::stop_token stop) {
  const store::Rows rows =
      edits.Query(sql::kUserSetPassword, {id, password.hash, Word(password.one_time), kOneTimeValid}, stop);
  if (rows.size() == 0) return std::nullopt;
  return std::string(rows.Text(0, 2));
}

bool SetRole(store::Database& edits, const std::string& id, Role role, bool disabled, std::stop_token stop) {
  const store::Rows administrators = edits.Query(sql::kAdministratorsLock, {}, stop);
  bool others = false, one_of_them = false;
  for (int row = 0; row < administrators.size(); ++row) {
    (administrators.Text(row, 0) == id ? one_of_them : others) = true;
  }
  if (one_of_them && !others && (disabled || role != Role::kAdministrator)) throw LastAdministrator();
  return edits.Query(sql::kUserUpdate, {id, std::string(Name(role)), Word(disabled)}, stop).size() == 1;
}

bool IsUserName(const std::string& name) {
  std::size_t characters = 0;
  for (std::size_t at = 0; at < name.size(); ++at) {
    const auto byte = static_cast<unsigned char>(name[at]);
    if ((byte & 0xC0U) == 0x80U) continue;
    ++characters;
    if (byte < 0x80) {
      if (std::isalnum(byte) == 0 && std::string_view("@.+-_").find(name[at]) == std::string_view::npos) return false;
      continue;
    }
    // What looks like another name, or like none: controls and no-break space (C2), marks of direction and of no width
    // (E2 80, E2 81), the byte order mark (EF BB).
    const std::string_view rest = std::string_view(name).substr(at);
    if (byte == 0xC2U && rest.size() > 1 && static_cast<unsigned char>(rest[1]) <= 0xA0U) return false;
    if (rest.starts_with("\xE2\x80") || rest.starts_with("\xE2\x81") || rest.starts_with("\xEF\xBB")) return false;
  }
  return characters >= 1 && characters <= 150;
}

std::string NewOneTimePassword() { return NewRecoveryCodes().front(); }

}  // namespace admin::auth
