#include "admin/server/auth/authenticator.h"

#include <algorithm>

#include "admin/server/auth/tokens.h"
#include "admin/server/http/negotiation.h"
#include "admin/server/http/parameters.h"
#include "admin/server/http/problem.h"
#include "admin/server/sql.h"
#include "admin/server/worker.h"

namespace admin::auth {
namespace {

using http::Text;

// The token of "Bearer …", the scheme in any case; "": it is of another scheme.
std::string BearerToken(std::string_view field) {
  constexpr std::string_view kScheme = "bearer ";
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b; };
  if (field.size() < kScheme.size() || !std::ranges::equal(field.substr(0, kScheme.size()), kScheme, same)) return {};
  field.remove_prefix(kScheme.size());
  field.remove_prefix(std::min(field.find_first_not_of(' '), field.size()));
  return std::string(field);
}

// What ends sessions removes them from Redis. Where Redis was put back from a copy they are there again: their epoch is
// the one of then. Where PostgreSQL is away the session goes on, and is compared as soon as that is back: nobody is
// changed meanwhile.
bool IsCurrent(const Session& session, Worker& worker) {
  if (!http::IsUuid(session.owner.user_id)) return false;
  try {
    const auto rows = worker.edits.Query(sql::kUserEpoch, {session.owner.user_id});
    return rows.size() == 1 && rows.Text(0, 0) == session.owner.epoch;
  } catch (const cdc::Error& error) {
    if (error.kind() == cdc::Kind::kUnavailable || error.kind() == cdc::Kind::kTimeout) return true;
    throw;
  }
}

}  // namespace

Authenticator::Authenticator(Sessions& sessions, const SessionCookie& cookie) : sessions_(sessions), cookie_(cookie) {}

Actor Authenticator::Who(const http::Request& request, Worker& worker) {
  const Language language = http::LanguageOf(request);
  if (const auto field = request.headers.Get("Authorization")) {
    const std::string token = BearerToken(*field);
    if (request.headers.Count("Authorization") == 1 && IsToken(token)) {
      if (auto actor = UseToken(worker.edits, token)) return *actor;
    }
    throw http::Refusal(401, Text(language, "The API token is not valid.", "Токен API недействителен."))
        .With("WWW-Authenticate", std::string("Bearer error=\"invalid_token\""));
  }
  const auto secret = cookie_.Read(request);
  if (!secret) return {};
  auto session = sessions_.Touch(worker.redis, *secret, request.address);
  if (session && session->unchecked) {
    if (IsCurrent(*session, worker)) {
      sessions_.Checked(worker.redis, session->id);
    } else {
      sessions_.End(worker.redis, session->owner.user_id, session->id);
      session.reset();
    }
  }
  if (!session) {
    throw http::Refusal(401, Text(language, "The session is over. Sign in again.", "Сеанс завершён. Войдите снова."))
        .With("Set-Cookie", cookie_.Clear());
  }
  Actor actor;
  actor.means = Actor::Means::kSession;
  actor.user_id = session->owner.user_id;
  actor.name = session->owner.name;
  actor.role = session->owner.role;
  actor.session = session->id;
  actor.csrf = CsrfToken(*secret);
  return actor;
}

}  // namespace admin::auth
