#include "admin/server/auth/tokens_api.h"

#include <algorithm>

#include "admin/server/auth/replies.h"
#include "admin/server/auth/secrets.h"
#include "admin/server/auth/tokens.h"
#include "admin/server/http/problem.h"
#include "admin/server/sql.h"
#include "admin/server/worker.h"

namespace admin::auth {
namespace {

using http::Parameter;
using http::Refusal;
using http::Text;

constexpr const char* kMostTokens = "50";  // valid ones of a user

std::vector<Parameter> PageParameters() {
  return {
      {.name = "_start", .type = Parameter::Type::kInteger, .description = "How many to leave out."},
      {.name = "_end", .type = Parameter::Type::kInteger, .description = "Where to stop; at most 100 are given."},
      {.name = "_sort", .type = Parameter::Type::kWord, .description = "The newest come first.", .words = {"created"}},
      {.name = "_order", .type = Parameter::Type::kWord, .description = "The newest come first.", .words = {"DESC"}}};
}

// The least role that a scope is of use to.
Role LeastRole(const std::string& scope) {
  return scope == "operate" ? Role::kOperator : scope == "edit" ? Role::kEditor : Role::kViewer;
}

}  // namespace

TokensApi::TokensApi(const store::Audit& audit) : audit_(audit) {}

std::vector<http::Route> TokensApi::Routes() {
  using http::Access;
  using http::Lane;
  return {
      {.method = "GET",
       .path = "/api/account/tokens",
       .access = Access::kSignedIn,
       .lane = Lane::kShort,
       .name = "list_own_tokens",
       .tag = "account",
       .summary = "One's API tokens, the newest first.",
       .call = [this](const http::Call& call) { return ListOwn(call); },
       .query = PageParameters(),
       .reply = "TokenList"},
      {.method = "POST",
       .path = "/api/account/tokens",
       .access = Access::kSignedIn,
       .lane = Lane::kShort,
       .name = "create_token",
       .tag = "account",
       .summary = "Make an API token. It is shown in this answer alone.",
       .call = [this](const http::Call& call) { return Create(call); },
       .body = "TokenWish",
       .reply = "NewToken",
       .status = 201,
       .refusals = {409}},
      {.method = "DELETE",
       .path = "/api/account/tokens/{id}",
       .access = Access::kSignedIn,
       .lane = Lane::kShort,
       .name = "revoke_own_token",
       .tag = "account",
       .summary = "Revoke one of one's API tokens.",
       .call = [this](const http::Call& call) { return RevokeOwn(call); },
       .status = 204,
       .refusals = {404}},
      {.method = "GET",
       .path = "/api/admin/tokens",
       .access = Access::kAdministrator,
       .lane = Lane::kShort,
       .name = "list_tokens",
       .tag = "users",
       .summary = "All API tokens, the newest first.",
       .call = [this](const http::Call& call) { return ListAll(call); },
       .query = PageParameters(),
       .reply = "TokenList"},
      {.method = "DELETE",
       .path = "/api/admin/tokens/{id}",
       .access = Access::kAdministrator,
       .lane = Lane::kShort,
       .name = "revoke_token",
       .tag = "users",
       .summary = "Revoke anybody's API token.",
       .call = [this](const http::Call& call) { return RevokeAny(call); },
       .status = 204,
       .refusals = {404}},
  };
}

http::Response TokensApi::ListOwn(const http::Call& call) { return List(call, call.actor.user_id); }
http::Response TokensApi::ListAll(const http::Call& call) { return List(call, {}); }
http::Response TokensApi::RevokeOwn(const http::Call& call) { return Revoke(call, call.actor.user_id); }
http::Response TokensApi::RevokeAny(const http::Call& call) { return Revoke(call, {}); }

http::Response TokensApi::Create(const http::Call& call) {
  auto scopes = call.body["scopes"].get<std::vector<std::string>>();
  std::ranges::sort(scopes);
  scopes.erase(std::unique(scopes.begin(), scopes.end()), scopes.end());
  for (const auto& scope : scopes) {
    if (call.actor.role >= LeastRole(scope)) continue;
    const char* sentence = Text(call.language, "Your role does not allow this.", "Ваша роль этого не позволяет.");
    throw Refusal(422, sentence).With({{"scopes", sentence}});
  }
  const std::string token = NewToken(), name = call.body["name"].get<std::string>();
  auto& edits = call.worker->edits;
  Json record;
  edits.InTransaction(
      [&] {
        const auto made = edits.Query(sql::kTokenCreate,
                                      {call.actor.user_id, name, cdc::pg::ArrayLiteral(scopes), Fingerprint(token),
                                       std::to_string(call.body["days"].get<int>()), kMostTokens},
                                      call.stop);
        if (made.size() == 0) {
          throw Refusal(409, Text(call.language, "You have 50 tokens already.", "У вас уже 50 токенов."),
                        Text(call.language, "Revoke one that is not used.", "Отзовите тот, что не нужен."));
        }
        const std::string id(made.Text(0, 0));
        const auto text = TokenRecord(edits, id, {}, call.stop);
        record = Json::parse(text.value());
        const store::Change change{"token", id, name, "create", {}, text};
        audit_.Append(edits, store::OriginOf(call), {&change, 1}, call.stop);
      },
      call.stop);
  record["token"] = token;
  return http::Reply(record, 201);
}

http::Response TokensApi::List(const http::Call& call, const std::string& user_id) {
  const store::Parameter owner = user_id.empty() ? store::Parameter() : store::Parameter(user_id);
  const std::int64_t start = call.query.Integer("_start").value_or(0);
  const std::int64_t size = std::clamp<std::int64_t>(call.query.Integer("_end").value_or(start + 100) - start, 0, 100);
  const auto rows =
      call.worker->edits.Query(sql::kTokensPage, {owner, std::to_string(start), std::to_string(size)}, call.stop);
  return PageReply(std::string(rows.Text(0, 0)), std::string(rows.Text(0, 1)));
}

http::Response TokensApi::Revoke(const http::Call& call, const std::string& user_id) {
  const store::Parameter owner = user_id.empty() ? store::Parameter() : store::Parameter(user_id);
  const std::string& id = call.path.at("id");
  auto& edits = call.worker->edits;
  edits.InTransaction(
      [&] {
        const auto before = TokenRecord(edits, id, user_id, call.stop);
        if (!before) NotFound(call);
        // One that is revoked already stays so.
        if (edits.Query(sql::kTokenRevoke, {id, owner}, call.stop).size() == 0) return;
        const store::Change change{"token",  id,     Json::parse(*before)["name"].get<std::string>(),
                                   "revoke", before, TokenRecord(edits, id, {}, call.stop)};
        audit_.Append(edits, store::OriginOf(call), {&change, 1}, call.stop);
      },
      call.stop);
  return Nothing();
}

}  // namespace admin::auth
