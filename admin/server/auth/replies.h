// The answers that several routes about users give.
#pragma once

#include "admin/server/auth/cookie.h"
#include "admin/server/auth/sign_in.h"
#include "admin/server/http/message.h"
#include "admin/server/http/route.h"

namespace admin::auth {

// What a role allows, lowest first: "read", "edit", "operate", "administer".
Json Permissions(Role role);

// Schema Session, with the cookie.
http::Response SessionReply(const SignIn::Begun& begun, const SessionCookie& cookie, unsigned status = 200);
// 204.
http::Response Nothing();
// X-Total-Count beside a JSON text.
http::Response PageReply(std::string json, std::string total);

// 404, of a user, session or token that is not there.
[[noreturn]] void NotFound(const http::Call& call);

// A member of a body that the schema lets be missing; "" then.
std::string TextMember(const Json& body, const char* member);

}  // namespace admin::auth
