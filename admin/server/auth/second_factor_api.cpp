#include "admin/server/auth/second_factor_api.h"

#include "admin/server/auth/replies.h"
#include "admin/server/auth/secrets.h"
#include "admin/server/auth/totp.h"
#include "admin/server/http/problem.h"
#include "admin/server/sql.h"
#include "admin/server/worker.h"

namespace admin::auth {

using http::Refusal;
using http::Text;

SecondFactorApi::SecondFactorApi(SignIn& sign_in, Sessions& sessions, const SessionCookie& cookie,
                                 const TimeOfDay& clock, const store::Audit& audit)
    : sign_in_(sign_in), sessions_(sessions), cookie_(cookie), clock_(clock), audit_(audit) {}

std::vector<http::Route> SecondFactorApi::Routes() {
  using http::Access;
  using http::Lane;
  return {
      {.method = "GET",
       .path = "/api/account/totp",
       .access = Access::kSignedIn,
       .lane = Lane::kShort,
       .name = "show_second_factor",
       .tag = "account",
       .summary = "Whether one has a second factor, and how many recovery codes are left.",
       .call = [this](const http::Call& call) { return Show(call); },
       .reply = "SecondFactor"},
      {.method = "POST",
       .path = "/api/account/totp",
       .access = Access::kSignedIn,
       .lane = Lane::kShort,
       .name = "begin_second_factor",
       .tag = "account",
       .summary = "Make a secret for an app of one-time codes. It counts once a code confirms it.",
       .call = [this](const http::Call& call) { return Begin(call); },
       .body = "PasswordProof",
       .reply = "SecondFactorSecret",
       .status = 201,
       .refusals = {409, 429}},
      {.method = "PUT",
       .path = "/api/account/totp",
       .access = Access::kSignedIn,
       .lane = Lane::kShort,
       .name = "confirm_second_factor",
       .tag = "account",
       .summary = "Turn the second factor on with a code. All sessions end; the answer carries a new one.",
       .call = [this](const http::Call& call) { return Confirm(call); },
       .body = "CodeProof",
       .reply = "SecondFactorCodes",
       .refusals = {409, 429}},
      {.method = "POST",
       .path = "/api/account/totp/removal",
       .access = Access::kSignedIn,
       .lane = Lane::kShort,
       .name = "remove_second_factor",
       .tag = "account",
       .summary = "Turn the second factor off. All sessions end.",
       .call = [this](const http::Call& call) { return Remove(call); },
       .body = "PasswordAndCode",
       .status = 204,
       .refusals = {409, 429}},
  };
}

http::Response SecondFactorApi::Show(const http::Call& call) {
  const auto rows = call.worker->edits.Query(sql::kSecondFactorState, {call.actor.user_id}, call.stop);
  return http::ReplyText(std::string(rows.Text(0, 0)));
}

http::Response SecondFactorApi::Begin(const http::Call& call) {
  const Account account = sign_in_.Prove(call, call.body["password"].get<std::string>());
  const std::string secret = NewTotpSecret();
  if (call.worker->edits.Query(sql::kSecondFactorBegin, {account.id, ToHex(secret)}, call.stop).size() == 0) {
    throw Refusal(409, Text(call.language, "There is a second factor already.", "Второй фактор уже включён."));
  }
  return http::Reply({{"secret", TotpText(secret)}, {"uri", TotpUri("walcast", account.name, secret)}}, 201);
}

http::Response SecondFactorApi::Confirm(const http::Call& call) {
  auto& edits = call.worker->edits;
  const auto pending = edits.Query(sql::kSecondFactorPending, {call.actor.user_id}, call.stop);
  if (pending.size() == 0) {
    throw Refusal(409, Text(call.language, "There is no secret to confirm.", "Нет секрета, который можно подтвердить."),
                  Text(call.language, "Make one first.", "Сначала создайте его."));
  }
  const std::string secret = FromHex(pending.Text(0, 0));
  const auto step = MatchTotp(secret, call.body["code"].get<std::string>(), clock_.Now(), 0);
  if (!step) {
    const char* sentence = Text(call.language, "The code is not right.", "Код неверен.");
    throw Refusal(422, sentence, Text(call.language, "Check the clock of the device.", "Проверьте часы устройства."))
        .With({{"code", sentence}});
  }
  const std::vector<std::string> codes = NewRecoveryCodes();
  std::vector<std::string> hashes;
  for (const auto& code : codes) hashes.push_back(Fingerprint(PlainRecoveryCode(code)));
  std::string epoch;
  edits.InTransaction(
      [&] {
        const auto done = edits.Query(
            sql::kSecondFactorConfirm,
            {call.actor.user_id, ToHex(secret), std::to_string(*step), cdc::pg::ArrayLiteral(hashes)}, call.stop);
        if (done.size() == 0) {
          throw Refusal(409, Text(call.language, "There is another secret by now.", "Секрет уже заменён другим."));
        }
        epoch = FindAccount(edits, call.actor.name, call.stop).epoch;
        sessions_.EndAll(call.worker->redis, call.actor.user_id);
        const store::Change change{"user", call.actor.user_id, call.actor.name, "second_factor", {}, {}};
        audit_.Append(edits, store::OriginOf(call), {&change, 1}, call.stop);
      },
      call.stop);
  const auto begun = sign_in_.BeginSession(call, {call.actor.user_id, call.actor.name, call.actor.role}, epoch);
  if (!begun) throw Refusal(401, Text(call.language, "Sign in again.", "Войдите снова."));
  http::Response response = http::Reply({{"recovery_codes", codes}, {"csrf", CsrfToken(begun->secret)}});
  response.headers.Add("Set-Cookie", cookie_.Set(begun->secret));
  return response;
}

http::Response SecondFactorApi::Remove(const http::Call& call) {
  const Account account = sign_in_.Prove(call, call.body["password"].get<std::string>());
  if (account.secret.empty()) {
    throw Refusal(409, Text(call.language, "There is no second factor.", "Второго фактора нет."));
  }
  if (!sign_in_.TakeCode(call, account, call.body["code"].get<std::string>())) {
    const char* sentence = Text(call.language, "The code is not right.", "Код неверен.");
    throw Refusal(422, sentence).With({{"code", sentence}});
  }
  call.worker->edits.InTransaction([&] { RemoveSecondFactor(call, account.id, account.name, sessions_, audit_); },
                                   call.stop);
  http::Response response = Nothing();
  response.headers.Add("Set-Cookie", cookie_.Clear());
  return response;
}

bool RemoveSecondFactor(const http::Call& call, const std::string& user_id, const std::string& name, Sessions& sessions,
                        const store::Audit& audit) {
  auto& edits = call.worker->edits;
  if (edits.Query(sql::kSecondFactorRemove, {user_id}, call.stop).size() == 0) return false;
  sessions.EndAll(call.worker->redis, user_id);
  const store::Change change{"user", user_id, name, "no_second_factor", {}, {}};
  audit.Append(edits, store::OriginOf(call), {&change, 1}, call.stop);
  return true;
}

}  // namespace admin::auth
