#include "admin/server/auth/setup.h"

#include "admin/server/auth/secrets.h"
#include "admin/server/http/problem.h"
#include "admin/server/sql.h"
#include "admin/server/worker.h"

namespace admin::auth {

using http::Refusal;
using http::Text;

Setup::Setup(Parts parts) : parts_(parts) {}

bool Setup::Needed(store::Database& edits, std::stop_token stop) {
  return edits.Query(sql::kUsersAny, {}, stop).Text(0, 0) != "t";
}

void Setup::Announce(store::Database& edits, std::stop_token stop) {
  if (Needed(edits, stop) && !MakeToken(edits, stop)) {
    parts_.log.Warn(
        "there is no user yet, and a set-up token was written into a log less than a day ago; without it, "
        "walcast-admin user add --role administrator makes one");
  }
}

bool Setup::MakeToken(store::Database& edits, std::stop_token stop) {
  const std::string token = NewSecret();
  bool ours = false;
  edits.InTransaction([&] { ours = edits.Query(sql::kSetupBegin, {Fingerprint(token)}, stop).size() == 1; }, stop);
  if (ours) {
    parts_.log.Warn("there is no user yet: make the first administrator with this token, within a day",
                    {{"setup_token", token}});
  }
  return ours;
}

SignIn::Begun Setup::Use(const http::Call& call) {
  parts_.sign_in.DemandTls(call);
  auto& edits = call.worker->edits;
  const std::string name = call.body["name"].get<std::string>(), password = call.body["password"].get<std::string>();
  if (const auto wait = parts_.limits.Take(call.worker->redis, call.request.address, "\nset-up")) {
    throw Refusal(429, Text(call.language, "There were too many attempts.", "Слишком много попыток."))
        .With("Retry-After", std::to_string(std::chrono::ceil<std::chrono::seconds>(*wait).count()));
  }
  if (!IsUserName(name)) {
    const char* sentence = Text(call.language, "A name is made of letters, digits and @ . + - _.",
                                "Имя состоит из букв, цифр и знаков @ . + - _.");
    throw Refusal(422, sentence).With({{"name", sentence}});
  }
  SignIn::DemandGoodPassword(call, password, name, "password");
  const std::string hash = parts_.hashes.Hash(password);
  SessionOwner owner{{}, name, Role::kAdministrator};
  edits.InTransaction(
      [&] {
        const std::string token = Fingerprint(call.body["token"].get<std::string>());
        if (edits.Query(sql::kSetupUse, {token}, call.stop).size() == 0 || !Needed(edits, call.stop)) {
          throw Refusal(403, Text(call.language, "The set-up token is not valid.", "Токен установки недействителен."),
                        Text(call.language, "It stands in the log of the server that started first.",
                             "Он записан в журнале сервера, запущенного первым."));
        }
        owner.user_id = CreateUser(edits, name, Role::kAdministrator, {hash, false}, call.stop);
        store::Origin origin = store::OriginOf(call);
        origin.actor_id = owner.user_id;
        origin.actor = name;
        const store::Change change{"user", owner.user_id, name, "create", {}, UserRecord(edits, owner.user_id)};
        parts_.audit.Append(edits, origin, {&change, 1}, call.stop);
      },
      call.stop);
  parts_.limits.Succeeded(call.worker->redis, call.request.address, "\nset-up");
  parts_.log.Info("the first administrator was made", {{"user", owner.user_id}, {"address", call.request.address}});
  auto begun = parts_.sign_in.BeginSession(call, owner, "1");
  if (!begun) throw Refusal(401, Text(call.language, "Sign in again.", "Войдите снова."));
  return std::move(*begun);
}

}  // namespace admin::auth
