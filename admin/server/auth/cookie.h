// The cookie that holds a session's secret; by another word, that of a sign-in that is not complete yet.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "admin/server/http/message.h"

namespace admin::auth {

class SessionCookie {
 public:
  // With `insecure_http` the cookie goes over plain HTTP too: for trying the server on one's own machine.
  explicit SessionCookie(bool insecure_http, std::string_view word = "sid");

  // Whether a browser that sends such a request may be given the cookie: over TLS, as a trusted proxy says.
  bool MayGoTo(const http::Request& request) const { return insecure_http_ || request.secure; }
  // The secret a request carries; nullopt: none, or one that cannot be ours.
  std::optional<std::string> Read(const http::Request& request) const;
  // Values of Set-Cookie.
  std::string Set(const std::string& secret) const;
  std::string Clear() const;

 private:
  const bool insecure_http_;
  const std::string name_, attributes_;
};

}  // namespace admin::auth
