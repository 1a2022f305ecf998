#include "admin/server/auth/tokens.h"

#include "admin/server/auth/secrets.h"
#include "admin/server/sql.h"

namespace admin::auth {
namespace {

constexpr std::string_view kPrefix = "wct_";  // by which scanners of repositories and logs recognise one

}  // namespace

std::string NewToken() { return std::string(kPrefix) + NewSecret(); }

bool IsToken(std::string_view text) { return text.starts_with(kPrefix) && text.size() == kPrefix.size() + 43; }

std::optional<Actor> UseToken(store::Database& edits, const std::string& token, std::stop_token stop) {
  const store::Rows rows = edits.Query(sql::kTokenUse, {Fingerprint(token)}, stop);
  if (rows.size() == 0) return std::nullopt;
  const auto role = ParseRole(rows.Text(0, 2));
  if (!role) throw cdc::Error(cdc::Kind::kCorrupt, "a user has a role that is none");
  Actor actor;
  actor.means = Actor::Means::kToken;
  actor.user_id = rows.Text(0, 0);
  actor.name = rows.Text(0, 1);
  actor.role = *role;
  actor.scopes = Json::parse(rows.Text(0, 3)).get<std::vector<std::string>>();
  return actor;
}

void RevokeTokens(store::Database& edits, const std::string& user_id, std::stop_token stop) {
  edits.Query(sql::kTokensRevokeAll, {user_id}, stop);
}

std::optional<std::string> TokenRecord(store::Database& edits, const std::string& id, const std::string& user_id,
                                       std::stop_token stop) {
  const store::Parameter owner = user_id.empty() ? store::Parameter() : store::Parameter(user_id);
  const store::Rows rows = edits.Query(sql::kTokenRecord, {id, owner}, stop);
  if (rows.size() == 0) return std::nullopt;
  return std::string(rows.Text(0, 0));
}

}  // namespace admin::auth
