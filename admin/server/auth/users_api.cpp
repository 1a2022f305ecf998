#include "admin/server/auth/users_api.h"

#include <algorithm>

#include "admin/server/auth/replies.h"
#include "admin/server/auth/second_factor_api.h"
#include "admin/server/auth/users.h"
#include "admin/server/http/problem.h"
#include "admin/server/sql.h"
#include "admin/server/worker.h"

namespace admin::auth {
namespace {

using http::Parameter;
using http::Refusal;
using http::Text;

std::vector<Parameter> ListParameters() {
  return {
      {.name = "q", .type = Parameter::Type::kText, .description = "A part of the name."},
      {.name = "role",
       .type = Parameter::Type::kWord,
       .description = "Of this role.",
       .words = {"viewer", "editor", "operator", "administrator"}},
      {.name = "disabled", .type = Parameter::Type::kBoolean, .description = "Only those, or only the others."},
      {.name = "id", .type = Parameter::Type::kUuid, .description = "These.", .repeated = true},
      {.name = "_sort",
       .type = Parameter::Type::kWord,
       .description = "What to sort by.",
       .words = {"name", "role", "created", "signed_in"}},
      {.name = "_order", .type = Parameter::Type::kWord, .description = "Which way.", .words = {"ASC", "DESC"}},
      {.name = "_start", .type = Parameter::Type::kInteger, .description = "How many to leave out."},
      {.name = "_end", .type = Parameter::Type::kInteger, .description = "Where to stop; at most 1,000 are given."},
  };
}

Role RoleMember(const Json& body) { return ParseRole(body["role"].get<std::string>()).value(); }

store::Parameter Optional(const http::Query& query, std::string_view name) {
  const auto value = query.Get(name);
  return value && !value->empty() ? store::Parameter(*value) : store::Parameter();
}

// The path may spell an id in capitals; what keys and comparisons are made of is PostgreSQL's spelling.
std::string IdOf(const Json& record) { return record["id"].get<std::string>(); }
std::string NameOf(const Json& record) { return record["name"].get<std::string>(); }

Json RecordOf(const http::Call& call, const std::string& id) {
  const auto record = UserRecord(call.worker->edits, id, call.stop);
  if (!record) NotFound(call);
  return Json::parse(*record);
}

}  // namespace

UsersApi::UsersApi(PasswordHashes& hashes, Sessions& sessions, const store::Audit& audit)
    : hashes_(hashes), sessions_(sessions), audit_(audit) {}

std::vector<http::Route> UsersApi::Routes() {
  using http::Access;
  using http::Lane;
  const auto access = Access::kAdministrator;
  const auto lane = Lane::kShort;
  return {
      {.method = "GET",
       .path = "/api/admin/users",
       .access = access,
       .lane = lane,
       .name = "list_users",
       .tag = "users",
       .summary = "The users.",
       .call = [this](const http::Call& call) { return List(call); },
       .query = ListParameters(),
       .reply = "UserList"},
      {.method = "GET",
       .path = "/api/admin/users/{id}",
       .access = access,
       .lane = lane,
       .name = "show_user",
       .tag = "users",
       .summary = "One user.",
       .call = [this](const http::Call& call) { return Show(call); },
       .reply = "User",
       .refusals = {404}},
      {.method = "POST",
       .path = "/api/admin/users",
       .access = access,
       .lane = lane,
       .name = "create_user",
       .tag = "users",
       .summary = "A new user, with a password for one time.",
       .call = [this](const http::Call& call) { return Create(call); },
       .body = "UserWish",
       .reply = "NewUser",
       .status = 201},
      {.method = "PUT",
       .path = "/api/admin/users/{id}",
       .access = access,
       .lane = lane,
       .name = "change_user",
       .tag = "users",
       .summary = "Change the role, disable or enable. The user's sessions end.",
       .call = [this](const http::Call& call) { return Change(call); },
       .body = "UserChange",
       .reply = "User",
       .refusals = {404, 409}},
      {.method = "POST",
       .path = "/api/admin/users/{id}/password",
       .access = access,
       .lane = lane,
       .name = "reset_password",
       .tag = "users",
       .summary = "A new password for one time, valid for a day. The user's sessions end.",
       .call = [this](const http::Call& call) { return ResetPassword(call); },
       .reply = "OneTimePassword",
       .refusals = {404}},
      {.method = "DELETE",
       .path = "/api/admin/users/{id}/totp",
       .access = access,
       .lane = lane,
       .name = "remove_second_factor_of_user",
       .tag = "users",
       .summary = "Take the second factor from who has lost it. The user's sessions end.",
       .call = [this](const http::Call& call) { return RemoveSecondFactor(call); },
       .status = 204,
       .refusals = {404, 409}},
      {.method = "DELETE",
       .path = "/api/admin/users/{id}/sessions",
       .access = access,
       .lane = lane,
       .name = "end_sessions_of_user",
       .tag = "users",
       .summary = "End the user's sessions.",
       .call = [this](const http::Call& call) { return EndSessions(call); },
       .status = 204,
       .refusals = {404}},
  };
}

http::Response UsersApi::List(const http::Call& call) {
  auto& edits = call.worker->edits;
  if (call.query.Has("id")) {
    const auto rows = edits.Query(sql::kUsersById, {cdc::pg::ArrayLiteral(call.query.All("id"))}, call.stop);
    return PageReply(std::string(rows.Text(0, 0)), std::string(rows.Text(0, 1)));
  }
  const std::int64_t start = call.query.Integer("_start").value_or(0);
  const std::int64_t size =
      std::clamp<std::int64_t>(call.query.Integer("_end").value_or(start + 1000) - start, 0, 1000);
  const auto rows = edits.Query(sql::kUsersPage,
                                {Optional(call.query, "q"), Optional(call.query, "role"),
                                 Optional(call.query, "disabled"), call.query.Get("_sort").value_or("name"),
                                 call.query.Get("_order").value_or("ASC"), std::to_string(start), std::to_string(size)},
                                call.stop);
  return PageReply(std::string(rows.Text(0, 0)), std::string(rows.Text(0, 1)));
}

http::Response UsersApi::Show(const http::Call& call) { return http::Reply(RecordOf(call, call.path.at("id"))); }

http::Response UsersApi::Create(const http::Call& call) {
  const std::string name = call.body["name"].get<std::string>();
  if (!IsUserName(name)) {
    const char* sentence = Text(call.language, "A name is made of letters, digits and @ . + - _.",
                                "Имя состоит из букв, цифр и знаков @ . + - _.");
    throw Refusal(422, sentence).With({{"name", sentence}});
  }
  const std::string password = NewOneTimePassword(), hash = hashes_.Hash(password);
  auto& edits = call.worker->edits;
  Json record;
  try {
    edits.InTransaction(
        [&] {
          const std::string id = CreateUser(edits, name, RoleMember(call.body), {hash, true}, call.stop);
          record = RecordOf(call, id);
          const store::Change change{"user", id, name, "create", {}, record.dump()};
          audit_.Append(edits, store::OriginOf(call), {&change, 1}, call.stop);
        },
        call.stop);
  } catch (const NameTaken&) {
    const char* sentence =
        Text(call.language, "There is a user of that name.", "Пользователь с таким именем уже есть.");
    throw Refusal(422, sentence).With({{"name", sentence}});
  }
  record["one_time_password"] = password;
  return http::Reply(record, 201);
}

http::Response UsersApi::Change(const http::Call& call) {
  auto& edits = call.worker->edits;
  Json after;
  try {
    edits.InTransaction(
        [&] {
          // Changes of users come one after the other, so none works on what another is just replacing.
          edits.Query(sql::kAdministratorsLock, {}, call.stop);
          const Json before = RecordOf(call, call.path.at("id"));
          Save(call, before);
          after = RecordOf(call, call.path.at("id"));
          if (after == before) return;
          const store::Change change{"user", IdOf(before), NameOf(before), "update", before.dump(), after.dump()};
          audit_.Append(edits, store::OriginOf(call), {&change, 1}, call.stop);
        },
        call.stop);
  } catch (const LastAdministrator&) {
    throw Refusal(409,
                  Text(call.language, "Nobody could administer the server any more.",
                       "Управлять сервером больше никто не сможет."),
                  Text(call.language, "Make somebody else an administrator first.",
                       "Сначала назначьте администратором кого-нибудь другого."));
  }
  return http::Reply(after);
}

void UsersApi::Save(const http::Call& call, const Json& before) {
  if (const std::string name = TextMember(call.body, "name"); !name.empty() && name != NameOf(before)) {
    const char* sentence = Text(call.language, "A name cannot be changed.", "Имя изменить нельзя.");
    throw Refusal(422, sentence).With({{"name", sentence}});
  }
  const Role role = RoleMember(call.body);
  const bool disabled = call.body["disabled"].get<bool>();
  if (before["role"] == Name(role) && before["disabled"] == disabled) return;
  SetRole(call.worker->edits, IdOf(before), role, disabled, call.stop);
  sessions_.EndAll(call.worker->redis, IdOf(before));
}

http::Response UsersApi::ResetPassword(const http::Call& call) {
  const std::string password = NewOneTimePassword(), hash = hashes_.Hash(password);
  auto& edits = call.worker->edits;
  edits.InTransaction(
      [&] {
        const Json user = RecordOf(call, call.path.at("id"));
        SetPassword(edits, IdOf(user), {hash, true}, call.stop);
        sessions_.EndAll(call.worker->redis, IdOf(user));
        const store::Change change{"user", IdOf(user), NameOf(user), "reset_password", {}, {}};
        audit_.Append(edits, store::OriginOf(call), {&change, 1}, call.stop);
      },
      call.stop);
  return http::Reply({{"one_time_password", password}});
}

http::Response UsersApi::RemoveSecondFactor(const http::Call& call) {
  call.worker->edits.InTransaction(
      [&] {
        const Json user = RecordOf(call, call.path.at("id"));
        if (!auth::RemoveSecondFactor(call, IdOf(user), NameOf(user), sessions_, audit_)) {
          throw Refusal(409, Text(call.language, "There is no second factor.", "Второго фактора нет."));
        }
      },
      call.stop);
  return Nothing();
}

http::Response UsersApi::EndSessions(const http::Call& call) {
  sessions_.EndAll(call.worker->redis, IdOf(RecordOf(call, call.path.at("id"))));
  return Nothing();
}

}  // namespace admin::auth
