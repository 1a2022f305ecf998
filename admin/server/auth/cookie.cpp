#include "admin/server/auth/cookie.h"

#include <algorithm>

#include "admin/server/http/cookies.h"

namespace admin::auth {
namespace {

constexpr std::size_t kSecret = 43;  // characters, see NewSecret()

bool IsSecret(std::string_view text) {
  return text.size() == kSecret && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
         });
}

}  // namespace

// __Host-: browsers take it only with Secure and Path=/ and without Domain, so no other host can plant one.
SessionCookie::SessionCookie(bool insecure_http, std::string_view word)
    : insecure_http_(insecure_http),
      name_((insecure_http ? "" : "__Host-") + std::string(word)),
      attributes_(insecure_http ? "; HttpOnly; SameSite=Strict; Path=/"
                                : "; Secure; HttpOnly; SameSite=Strict; Path=/") {}

std::optional<std::string> SessionCookie::Read(const http::Request& request) const {
  for (const auto secret : http::Cookies(request, name_)) {
    if (IsSecret(secret)) return std::string(secret);
  }
  return std::nullopt;
}

std::string SessionCookie::Set(const std::string& secret) const { return name_ + "=" + secret + attributes_; }

std::string SessionCookie::Clear() const { return name_ + "=" + attributes_ + "; Max-Age=0"; }

}  // namespace admin::auth
