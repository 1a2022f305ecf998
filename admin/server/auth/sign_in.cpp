#include "admin/server/auth/sign_in.h"

#include <fmt/format.h>

#include "admin/server/auth/password_rules.h"
#include "admin/server/auth/secrets.h"
#include "admin/server/auth/totp.h"
#include "admin/server/http/problem.h"
#include "admin/server/sql.h"
#include "admin/server/worker.h"

namespace admin::auth {
namespace {

using http::Refusal;
using http::Text;

[[noreturn]] void RefuseForNow(const http::Call& call, std::chrono::milliseconds wait) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
  throw Refusal(429, Text(call.language, "There were too many attempts to sign in.", "Слишком много попыток входа."),
                Text(call.language, "Try again a little later.", "Попробуйте немного позже."))
      .With("Retry-After", std::to_string(seconds));
}

}  // namespace

SignIn::SignIn(Parts parts) : parts_(parts) {}

SignIn::Begun SignIn::Begin(const http::Call& call, const Credentials& given) {
  DemandTls(call);
  Account account = Check(call, given.name, given.password);
  if (account.id.empty()) Fail(call, account, "name, password or user");
  RefuseUnlessComplete(call, account, given);
  if (!account.secret.empty() && !TakeCode(call, account, given.code)) {
    parts_.log.Info("a sign-in was refused",
                    {{"user", account.id}, {"address", call.request.address}, {"why", "code"}});
    throw Refusal(401, Text(call.language, "The code is not right.", "Код неверен."))
        .With("needs", Json::array({"code"}));
  }
  if (account.one_time) account.epoch = ReplacePassword(call, account, given.new_password);
  auto begun = BeginSession(call, {account.id, account.name, account.role}, account.epoch);
  if (!begun) Fail(call, account, "changed meanwhile");
  parts_.limits.Succeeded(call.worker->redis, call.request.address, account.key);
  parts_.log.Info("signed in", {{"user", account.id}, {"address", call.request.address}});
  return std::move(*begun);
}

void SignIn::DemandTls(const http::Call& call) const {
  if (parts_.cookie.MayGoTo(call.request)) return;
  throw Refusal(
      403, Text(call.language, "Sign in over HTTPS.", "Вход возможен только по HTTPS."),
      Text(call.language, "server.trusted_proxies names the proxy that ends TLS; server.insecure_http allows HTTP.",
           "server.trusted_proxies называет прокси, завершающий TLS; server.insecure_http разрешает HTTP."));
}

// The work is the same whether there is such a user or not: one query, one script, one hash.
Account SignIn::Check(const http::Call& call, const std::string& name, const std::string& password) {
  Account account = FindAccount(call.worker->edits, name, call.stop);
  if (const auto wait = parts_.limits.Take(call.worker->redis, call.request.address, account.key)) {
    parts_.log.Warn("a sign-in has to wait", {{"user", account.id}, {"address", call.request.address}});
    RefuseForNow(call, *wait);
  }
  Account nobody;
  nobody.key = account.key;
  if (account.id.empty()) {
    parts_.hashes.VerifyNobody(password);
    return nobody;
  }
  const auto verdict = parts_.hashes.Verify(password, account.password);
  if (!verdict.matches || account.disabled || (account.one_time && account.expired)) return nobody;
  if (verdict.outdated) {
    const std::string better = parts_.hashes.Hash(password);
    call.worker->edits.Query(sql::kUserRehash, {account.id, account.password, better}, call.stop);
    account.password = better;
  }
  return account;
}

void SignIn::RefuseUnlessComplete(const http::Call& call, const Account& account, const Credentials& given) {
  Json needs = Json::array();
  if (!account.secret.empty() && given.code.empty()) needs.push_back("code");
  if (account.one_time && given.new_password.empty()) needs.push_back("new_password");
  if (!needs.empty()) {
    const bool code = needs.front() == "code";
    throw Refusal(401, code ? Text(call.language, "The code of the second factor is needed, too.",
                                   "Нужен ещё код второго фактора.")
                            : Text(call.language, "The password is for one time: choose a new one.",
                                   "Пароль одноразовый: задайте новый."))
        .With("needs", needs);
  }
  if (account.one_time) DemandGoodPassword(call, given.new_password, account.name, "new_password");
}

// Codes have limits of their own: who knows the password could otherwise make failures forgotten by saying it.
bool SignIn::TakeCode(const http::Call& call, const Account& account, const std::string& code) {
  const std::string counted = account.key + "\ncode";
  if (const auto wait = parts_.limits.Take(call.worker->redis, call.request.address, counted)) {
    RefuseForNow(call, *wait);
  }
  auto& edits = call.worker->edits;
  bool taken = false;
  if (const auto step = MatchTotp(account.secret, code, parts_.clock.Now(), account.last_step)) {
    // Of two that present the same code at once one comes second.
    taken = edits.Query(sql::kSecondFactorUse, {account.id, std::to_string(*step)}, call.stop).size() == 1;
  } else if (const std::string plain = PlainRecoveryCode(code); plain.size() == 16) {
    taken = edits.Query(sql::kRecoveryCodeUse, {account.id, Fingerprint(plain)}, call.stop).size() == 1;
  }
  if (taken) parts_.limits.Succeeded(call.worker->redis, call.request.address, counted);
  return taken;
}

Account SignIn::Prove(const http::Call& call, const std::string& password) {
  Account account = Check(call, call.actor.name, password);
  if (account.id.empty()) {
    throw Refusal(422, Text(call.language, "The password is not right.", "Пароль неверен."))
        .With({{"password", Text(call.language, "This is not your password.", "Это не ваш пароль.")}});
  }
  parts_.limits.Succeeded(call.worker->redis, call.request.address, account.key);
  return account;
}

void SignIn::DemandGoodPassword(const http::Call& call, const std::string& password, const std::string& name,
                                const std::string& field) {
  const auto fault = CheckPassword(password, name);
  if (!fault) return;
  const char* sentence = Explain(*fault, call.language);
  throw Refusal(422, sentence).With({{field, sentence}});
}

std::string SignIn::ReplacePassword(const http::Call& call, const Account& account, const std::string& password) {
  if (parts_.hashes.Verify(password, account.password).matches) {
    const char* sentence = Text(call.language, "The new password is the old one.", "Новый пароль совпадает со старым.");
    throw Refusal(422, sentence).With({{"new_password", sentence}});
  }
  const std::string hash = parts_.hashes.Hash(password);
  auto& edits = call.worker->edits;
  std::string epoch;
  edits.InTransaction(
      [&] {
        const auto now = SetPassword(edits, account.id, {hash, false}, call.stop);
        if (!now) throw Refusal(404, Text(call.language, "There is no such user.", "Такого пользователя нет."));
        epoch = *now;
        parts_.sessions.EndAll(call.worker->redis, account.id);
        store::Origin origin = store::OriginOf(call);
        origin.actor_id = account.id;
        origin.actor = account.name;
        const store::Change change{"user", account.id, account.name, "password", {}, {}};
        parts_.audit.Append(edits, origin, {&change, 1}, call.stop);
      },
      call.stop);
  return epoch;
}

std::optional<SignIn::Begun> SignIn::BeginSession(const http::Call& call, const SessionOwner& owner,
                                                  const std::string& epoch) {
  auto& redis = call.worker->redis;
  if (const auto before = parts_.cookie.Read(call.request)) {
    if (const auto session = parts_.sessions.Touch(redis, *before, call.request.address)) {
      parts_.sessions.End(redis, session->owner.user_id, session->id);
    }
  }
  const std::string agent(call.request.headers.Get("User-Agent").value_or(""));
  std::string secret = parts_.sessions.Begin(redis, owner, call.request.address, agent);
  // Who disables a user changes the row first and then ends the sessions there are: this one is either among them, or
  // finds the row changed.
  if (call.worker->edits.Query(sql::kUserSignedIn, {owner.user_id, epoch}, call.stop).size() == 0) {
    parts_.sessions.End(redis, owner.user_id, Fingerprint(secret));
    return std::nullopt;
  }
  return Begun{owner, std::move(secret)};
}

void SignIn::Fail(const http::Call& call, const Account& account, const char* why) {
  parts_.log.Info("a sign-in was refused", {{"user", account.id}, {"address", call.request.address}, {"why", why}});
  throw Refusal(401, Text(call.language, "The name or the password is not right.", "Имя или пароль неверны."));
}

}  // namespace admin::auth
