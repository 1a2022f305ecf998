#include "admin/server/auth/account_api.h"

#include <fmt/chrono.h>

#include "admin/server/auth/replies.h"
#include "admin/server/http/problem.h"
#include "admin/server/worker.h"

namespace admin::auth {
namespace {

std::string Rfc3339(Time time) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

}  // namespace

AccountApi::AccountApi(SignIn& sign_in, Sessions& sessions, const SessionCookie& cookie)
    : sign_in_(sign_in), sessions_(sessions), cookie_(cookie) {}

std::vector<http::Route> AccountApi::Routes() {
  using http::Access;
  using http::Lane;
  return {
      {.method = "PUT",
       .path = "/api/account/password",
       .access = Access::kSignedIn,
       .lane = Lane::kShort,
       .name = "change_password",
       .tag = "account",
       .summary = "Change one's password. All sessions end; the answer carries a new one.",
       .call = [this](const http::Call& call) { return ChangePassword(call); },
       .body = "PasswordChange",
       .reply = "Session",
       .refusals = {429}},
      {.method = "GET",
       .path = "/api/account/sessions",
       .access = Access::kSignedIn,
       .lane = Lane::kShort,
       .name = "list_sessions",
       .tag = "account",
       .summary = "One's sessions, the one used last first.",
       .call = [this](const http::Call& call) { return ListSessions(call); },
       .reply = "SessionList"},
      {.method = "DELETE",
       .path = "/api/account/sessions/{session}",
       .access = Access::kSignedIn,
       .lane = Lane::kShort,
       .name = "end_session",
       .tag = "account",
       .summary = "End one of one's sessions.",
       .call = [this](const http::Call& call) { return EndSession(call); },
       .status = 204,
       .refusals = {404},
       .lenient_path = true},
      {.method = "DELETE",
       .path = "/api/account/sessions",
       .access = Access::kSignedIn,
       .lane = Lane::kShort,
       .name = "end_sessions",
       .tag = "account",
       .summary = "Sign out everywhere, here too.",
       .call = [this](const http::Call& call) { return EndSessions(call); },
       .status = 204},
  };
}

http::Response AccountApi::ChangePassword(const http::Call& call) {
  const std::string password = call.body["new_password"].get<std::string>();
  SignIn::DemandGoodPassword(call, password, call.actor.name, "new_password");
  const Account account = sign_in_.Prove(call, call.body["password"].get<std::string>());
  const std::string epoch = sign_in_.ReplacePassword(call, account, password);
  const auto begun = sign_in_.BeginSession(call, {account.id, account.name, account.role}, epoch);
  if (!begun) throw http::Refusal(401, http::Text(call.language, "Sign in again.", "Войдите снова."));
  return SessionReply(*begun, cookie_);
}

http::Response AccountApi::ListSessions(const http::Call& call) {
  Json list = Json::array();
  for (const auto& session : sessions_.Of(call.worker->redis, call.actor.user_id)) {
    list.push_back({{"id", session.id},
                    {"current", session.id == call.actor.session},
                    {"begun", Rfc3339(session.begun)},
                    {"used", Rfc3339(session.used)},
                    {"address", session.address},
                    {"agent", session.agent}});
  }
  return http::Reply(list);
}

http::Response AccountApi::EndSession(const http::Call& call) {
  if (!sessions_.End(call.worker->redis, call.actor.user_id, call.path.at("session"))) NotFound(call);
  return Nothing();
}

http::Response AccountApi::EndSessions(const http::Call& call) {
  sessions_.EndAll(call.worker->redis, call.actor.user_id);
  http::Response response = Nothing();
  response.headers.Add("Set-Cookie", cookie_.Clear());
  return response;
}

}  // namespace admin::auth
