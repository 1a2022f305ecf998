#include "admin/server/cli/user.h"

#include <functional>
#include <map>
#include <ostream>

#include "admin/server/auth/password_hash.h"
#include "admin/server/auth/password_rules.h"
#include "admin/server/auth/sessions.h"
#include "admin/server/auth/users.h"
#include "admin/server/cli/password_input.h"
#include "admin/server/config.h"
#include "admin/server/http/parameters.h"
#include "admin/server/sql.h"
#include "admin/server/store/audit.h"
#include "admin/server/workers.h"
#include "cdc/cli/output.h"
#include "cdc/cli/table.h"

namespace admin::cli {
namespace {

using cdc::Error;
using cdc::Kind;
using cdc::cli::Invocation;

// What the actions on users work with.
struct Scene {
  const Invocation& invocation;
  Worker& worker;
  auth::Sessions& sessions;

  store::Database& edits() const { return worker.edits; }
  std::string name() const {
    const auto name = invocation.ArgumentAt(1);
    if (!name) throw Error(Kind::kUsage, "the name of the user is missing");
    return *name;
  }
};

void Note(const Scene& scene, const Json& user, const std::string& action, const std::optional<std::string>& before,
          const std::optional<std::string>& after) {
  const store::Change change{"user", user["id"].get<std::string>(), user["name"].get<std::string>(), action, before,
                             after};
  store::Audit().Append(scene.edits(), {"", "command line", "", ""}, {&change, 1}, {});
}

Json Known(const Scene& scene) {
  const auto found = scene.edits().Query(sql::kUserId, {scene.name()});
  if (found.size() == 0) {
    throw Error(Kind::kUsage, "there is no user of that name", "walcast-admin user list shows all.");
  }
  return Json::parse(auth::UserRecord(scene.edits(), std::string(found.Text(0, 0))).value());
}

struct Chosen {
  auth::Password password;
  std::string one_time;  // what is shown, "" where it was typed
};

// As the options say: made for one time, a hash that is taken over, or typed.
Chosen ChoosePassword(const Scene& scene, const std::string& name) {
  auth::PasswordHashes hashes;
  if (scene.invocation.Has("one-time")) {
    const std::string made = auth::NewOneTimePassword();
    return {{hashes.Hash(made), true}, made};
  }
  if (scene.invocation.Has("hash-stdin")) {
    const std::string hash = ReadLine(scene.invocation);
    if (!auth::IsPasswordHash(hash)) {
      throw Error(Kind::kUsage, "standard input holds no hash of a password",
                  "It begins with pbkdf2_sha256$ or $argon2id$.");
    }
    return {{hash, false}, ""};
  }
  const std::string password = ReadPassword(scene.invocation);
  if (const auto fault = auth::CheckPassword(password, name)) {
    throw Error(Kind::kUsage, "the password cannot be used", auth::Explain(*fault, Language::kEnglish));
  }
  return {{hashes.Hash(password), false}, ""};
}

int Finish(const Scene& scene, const Json& user, const std::string& what, const Chosen& chosen = {}) {
  cdc::cli::Say(scene.invocation, what + " " + cdc::cli::Harmless(user["name"].get<std::string>()));
  Json shown = user;
  if (!chosen.one_time.empty()) {
    cdc::cli::Say(scene.invocation, "the password is for one time and valid for a day");
    shown["one_time_password"] = chosen.one_time;
    if (!scene.invocation.json()) scene.invocation.terminal().out << chosen.one_time << std::endl;
  }
  if (scene.invocation.json()) cdc::cli::PrintJson(scene.invocation, cdc::control::Json::parse(shown.dump()));
  return 0;
}

int Add(const Scene& scene) {
  const std::string name = scene.name();
  if (!auth::IsUserName(name)) throw Error(Kind::kUsage, "a name is made of letters, digits and @ . + - _");
  const auto role = ParseRole(scene.invocation.Value("role").value_or("viewer"));
  if (!role) throw Error(Kind::kUsage, "there is no such role", "It is viewer, editor, operator or administrator.");
  const Chosen chosen = ChoosePassword(scene, name);
  Json user;
  try {
    scene.edits().InTransaction([&] {
      const std::string id = auth::CreateUser(scene.edits(), name, *role, chosen.password);
      scene.edits().Query(sql::kSetupEnd);
      const auto record = auth::UserRecord(scene.edits(), id);
      user = Json::parse(record.value());
      Note(scene, user, "create", {}, record);
    });
  } catch (const auth::NameTaken&) {
    throw Error(Kind::kUsage, "there is a user of that name", "walcast-admin user passwd gives a new password.");
  }
  return Finish(scene, user, "added", chosen);
}

int ChangePassword(const Scene& scene) {
  const Json user = Known(scene);
  const Chosen chosen = ChoosePassword(scene, user["name"].get<std::string>());
  const std::string id = user["id"].get<std::string>();
  scene.edits().InTransaction([&] {
    auth::SetPassword(scene.edits(), id, chosen.password);
    scene.sessions.EndAll(scene.worker.redis, id);
    Note(scene, user, chosen.password.one_time ? "reset_password" : "password", {}, {});
  });
  return Finish(scene, user, "a new password for", chosen);
}

int SetDisabled(const Scene& scene, bool disabled) {
  Json after;
  try {
    scene.edits().InTransaction([&] {
      scene.edits().Query(sql::kAdministratorsLock);
      const Json user = Known(scene);
      const std::string id = user["id"].get<std::string>();
      after = user;
      if (user["disabled"] == disabled) return;
      auth::SetRole(scene.edits(), id, ParseRole(user["role"].get<std::string>()).value(), disabled);
      scene.sessions.EndAll(scene.worker.redis, id);
      after["disabled"] = disabled;
      Note(scene, user, "update", user.dump(), after.dump());
    });
  } catch (const auth::LastAdministrator&) {
    throw Error(Kind::kUsage, "nobody could administer the server any more", "Add another administrator first.");
  }
  return Finish(scene, after, disabled ? "disabled" : "enabled");
}

int List(const Scene& scene) {
  using Type = cdc::cli::Column::Type;
  cdc::cli::Table table("users", {{.name = "NAME"},
                                  {.name = "ROLE"},
                                  {.name = "DISABLED", .type = Type::kBoolean},
                                  {.name = "SECOND_FACTOR", .type = Type::kBoolean},
                                  {.name = "SIGNED_IN"},
                                  {.name = "ID"}});
  const auto rows = scene.edits().Query(sql::kUsersPage, {{}, {}, {}, "name", "ASC", "0", "100000"});
  for (const auto& user : Json::parse(rows.Text(0, 0))) {
    const auto word = [&](const char* member) { return std::string(user[member].get<bool>() ? "true" : "false"); };
    table.Add({user["name"].get<std::string>(), user["role"].get<std::string>(), word("disabled"),
               word("second_factor"),
               user["signed_in"].is_null() ? std::nullopt : std::optional(user["signed_in"].get<std::string>()),
               user["id"].get<std::string>()});
  }
  if (table.empty()) cdc::cli::Say(scene.invocation, "there is no user");
  table.Print(scene.invocation);
  return 0;
}

int ListTokens(const Scene& scene) {
  using Type = cdc::cli::Column::Type;
  cdc::cli::Table table("tokens", {{.name = "USER"},
                                   {.name = "NAME"},
                                   {.name = "VALID", .type = Type::kBoolean},
                                   {.name = "EXPIRES"},
                                   {.name = "USED"},
                                   {.name = "ID"}});
  const auto rows = scene.edits().Query(sql::kTokensPage, {{}, "0", "100000"});
  for (const auto& token : Json::parse(rows.Text(0, 0))) {
    table.Add({token["user"].get<std::string>(), token["name"].get<std::string>(),
               token["valid"].get<bool>() ? "true" : "false", token["expires"].get<std::string>(),
               token["used"].is_null() ? std::nullopt : std::optional(token["used"].get<std::string>()),
               token["id"].get<std::string>()});
  }
  if (table.empty()) cdc::cli::Say(scene.invocation, "there is no token");
  table.Print(scene.invocation);
  return 0;
}

int RevokeToken(const Scene& scene) {
  const std::string id = scene.invocation.ArgumentAt(1).value_or("");
  if (!http::IsUuid(id))
    throw Error(Kind::kUsage, "the id of the token is missing, or none", "walcast-admin token list shows it.");
  scene.edits().InTransaction([&] {
    const auto before = scene.edits().Query(sql::kTokenRecord, {id, {}});
    if (before.size() == 0) throw Error(Kind::kUsage, "there is no such token", "walcast-admin token list shows all.");
    if (scene.edits().Query(sql::kTokenRevoke, {id, {}}).size() == 0) return;
    const std::string record(before.Text(0, 0));
    const Json token = Json::parse(record);
    const auto after = scene.edits().Query(sql::kTokenRecord, {id, {}});
    const store::Change change{"token", token["id"].get<std::string>(), token["name"].get<std::string>(), "revoke",
                               record,  std::string(after.Text(0, 0))};
    store::Audit().Append(scene.edits(), {"", "command line", "", ""}, {&change, 1}, {});
  });
  cdc::cli::Say(scene.invocation, "revoked " + id);
  return 0;
}

using Actions = std::map<std::string, std::function<int(const Scene&)>>;

int Run(const Invocation& invocation, const Actions& actions) {
  const AdminConfig config = LoadAdminConfig(invocation.Sources());
  const auto clock = cdc::SystemClock();
  const auth::TimeOfDay time_of_day;
  auth::Sessions sessions(config.redis.prefix, {config.sessions.idle, config.sessions.absolute}, time_of_day);
  Workers workers(config, *clock);
  const auto worker = workers.Make();
  return actions.at(*invocation.ArgumentAt(0))({invocation, *worker, sessions});
}

}  // namespace

cdc::cli::Command UserCommand() {
  static const Actions kActions = {{"add", Add},
                                   {"passwd", ChangePassword},
                                   {"disable", [](const Scene& scene) { return SetDisabled(scene, true); }},
                                   {"enable", [](const Scene& scene) { return SetDisabled(scene, false); }},
                                   {"list", List}};
  return {.name = "user",
          .summary = "add, disable, enable or list the users, give a new password",
          .description =
              "add      a new user, a viewer unless --role says otherwise\n"
              "passwd   a new password; the user's sessions end\n"
              "disable  the user may not sign in, sessions end, tokens do not count\n"
              "enable   takes that back\n"
              "list     all users\n\n"
              "A password is typed twice, or read from standard input, and never an argument.",
          .arguments = {{.name = "ACTION", .required = true, .words = {"add", "passwd", "disable", "enable", "list"}},
                        {.name = "NAME"}},
          .options = {{.name = "role", .value = "ROLE", .help = "viewer, editor, operator or administrator"},
                      PasswordOption(),
                      {.name = "one-time", .value = "", .help = "make a password for one time and print it"},
                      {.name = "hash-stdin",
                       .value = "",
                       .help = "take over a hash of Django's (pbkdf2_sha256$…) from standard input"}},
          .run = [](const Invocation& invocation) { return Run(invocation, kActions); }};
}

cdc::cli::Command TokenCommand() {
  static const Actions kActions = {{"list", ListTokens}, {"revoke", RevokeToken}};
  return {.name = "token",
          .summary = "list or revoke API tokens",
          .description =
              "list    all API tokens, the newest first\n"
              "revoke  the one of that id; it does not count from now on",
          .arguments = {{.name = "ACTION", .required = true, .words = {"list", "revoke"}}, {.name = "ID"}},
          .options = {},
          .run = [](const Invocation& invocation) { return Run(invocation, kActions); }};
}

}  // namespace admin::cli
