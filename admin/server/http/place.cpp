#include "admin/server/http/place.h"

#include <fmt/format.h>

#include <algorithm>

namespace admin::http {
namespace {

constexpr std::size_t kLongest = 1000;

bool IsPlain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~' || c == '/';
}

}  // namespace

bool IsPlace(std::string_view text) noexcept {
  return text.starts_with('/') && !text.starts_with("//") && text.size() <= kLongest &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f && c != '\\'; });
}

std::string EncodeParameter(std::string_view value) {
  std::string encoded;
  for (const char c : value) {
    if (IsPlain(c)) {
      encoded += c;
    } else {
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return encoded;
}

Response GoTo(std::string place) {
  Response response{.status = 303, .type = ""};
  response.headers.Add("Location", std::move(place));
  return response;
}

}  // namespace admin::http
