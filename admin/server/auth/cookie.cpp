#include "admin/server/auth/cookie.h"

#include <algorithm>

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
SessionCookie::SessionCookie(bool insecure_http)
    : insecure_http_(insecure_http),
      name_(insecure_http ? "sid" : "__Host-sid"),
      attributes_(insecure_http ? "; HttpOnly; SameSite=Strict; Path=/"
                                : "; Secure; HttpOnly; SameSite=Strict; Path=/") {}

std::optional<std::string> SessionCookie::Read(const http::Request& request) const {
  for (const auto& [field, value] : request.headers.all()) {
    if (field.size() != 6 || !std::ranges::equal(field, std::string_view("cookie"), [](char a, char b) {
          return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
        })) {
      continue;
    }
    for (std::string_view rest = value; !rest.empty();) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      std::string_view pair = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
      if (pair.size() <= name_.size() || !pair.starts_with(name_) || pair[name_.size()] != '=') continue;
      const std::string_view secret = pair.substr(name_.size() + 1);
      if (IsSecret(secret)) return std::string(secret);
    }
  }
  return std::nullopt;
}

std::string SessionCookie::Set(const std::string& secret) const { return name_ + "=" + secret + attributes_; }

std::string SessionCookie::Clear() const { return name_ + "=" + attributes_ + "; Max-Age=0"; }

}  // namespace admin::auth
