#include "admin/server/auth/session_api.h"

#include "admin/server/auth/replies.h"
#include "admin/server/http/problem.h"
#include "admin/server/worker.h"

namespace admin::auth {

SessionApi::SessionApi(SignIn& sign_in, Sessions& sessions, const SessionCookie& cookie, Setup& setup)
    : sign_in_(sign_in), sessions_(sessions), cookie_(cookie), setup_(setup) {}

std::vector<http::Route> SessionApi::Routes() {
  using http::Access;
  using http::Lane;
  return {
      {.method = "POST",
       .path = "/api/session",
       .access = Access::kPublic,
       .lane = Lane::kShort,
       .name = "sign_in",
       .tag = "session",
       .summary = "Sign in. A session the request already has ends.",
       .call = [this](const http::Call& call) { return Begin(call); },
       .body = "SignIn",
       .reply = "Session",
       .refusals = {401, 403, 429}},
      {.method = "GET",
       .path = "/api/session",
       .access = Access::kSignedIn,
       .lane = Lane::kShort,
       .name = "show_session",
       .tag = "session",
       .summary = "Who one is, and what one may do.",
       .call = [this](const http::Call& call) { return Show(call); },
       .reply = "Session",
       .scope = "read"},
      {.method = "DELETE",
       .path = "/api/session",
       .access = Access::kSignedIn,
       .lane = Lane::kShort,
       .name = "sign_out",
       .tag = "session",
       .summary = "Sign out.",
       .call = [this](const http::Call& call) { return End(call); },
       .status = 204},
      {.method = "GET",
       .path = "/api/setup",
       .access = Access::kPublic,
       .lane = Lane::kShort,
       .name = "show_setup",
       .tag = "session",
       .summary = "Whether the first administrator is still to be made.",
       .call = [this](const http::Call& call) { return ShowSetup(call); },
       .reply = "SetupState"},
      {.method = "POST",
       .path = "/api/setup",
       .access = Access::kPublic,
       .lane = Lane::kShort,
       .name = "set_up",
       .tag = "session",
       .summary = "Make the first administrator, with the one-time token of the log, and sign in.",
       .call = [this](const http::Call& call) { return SetUp(call); },
       .body = "SetUp",
       .reply = "Session",
       .status = 201,
       .refusals = {403, 429}},
  };
}

http::Response SessionApi::Begin(const http::Call& call) {
  const Credentials given{TextMember(call.body, "name"), TextMember(call.body, "password"),
                          TextMember(call.body, "code"), TextMember(call.body, "new_password")};
  return SessionReply(sign_in_.Begin(call, given), cookie_);
}

http::Response SessionApi::Show(const http::Call& call) {
  Json session = {{"id", call.actor.user_id},
                  {"name", call.actor.name},
                  {"role", Name(call.actor.role)},
                  {"permissions", Permissions(call.actor.role)}};
  if (!call.actor.csrf.empty()) session["csrf"] = call.actor.csrf;
  return http::Reply(session);
}

http::Response SessionApi::End(const http::Call& call) {
  sessions_.End(call.worker->redis, call.actor.user_id, call.actor.session);
  http::Response response = Nothing();
  response.headers.Add("Set-Cookie", cookie_.Clear());
  return response;
}

http::Response SessionApi::ShowSetup(const http::Call& call) {
  const bool needed = setup_.Needed(call.worker->edits, call.stop);
  // The one of the start may be too old by now, or PostgreSQL was away then.
  if (needed) setup_.MakeToken(call.worker->edits, call.stop);
  return http::Reply({{"needed", needed}});
}

http::Response SessionApi::SetUp(const http::Call& call) { return SessionReply(setup_.Use(call), cookie_, 201); }

}  // namespace admin::auth
