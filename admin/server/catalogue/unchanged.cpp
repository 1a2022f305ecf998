#include "admin/server/catalogue/unchanged.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>

namespace admin::catalogue {
namespace {

std::string_view Opaque(std::string_view tag) { return tag.starts_with("W/") ? tag.substr(2) : tag; }

}  // namespace

std::string WeakEtag(std::string_view body) {
  std::array<unsigned char, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(body.data()), body.size(),
                     nullptr, 0);
  return fmt::format("W/\"{:02x}\"", fmt::join(hash, ""));
}

bool Names(std::string_view if_none_match, std::string_view etag) noexcept {
  while (!if_none_match.empty()) {
    auto tag = if_none_match.substr(0, if_none_match.find(','));
    if_none_match.remove_prefix(std::min(tag.size() + 1, if_none_match.size()));
    while (!tag.empty() && (tag.front() == ' ' || tag.front() == '\t')) tag.remove_prefix(1);
    while (!tag.empty() && (tag.back() == ' ' || tag.back() == '\t')) tag.remove_suffix(1);
    if (tag == "*" || Opaque(tag) == Opaque(etag)) return true;
  }
  return false;
}

http::Response UnlessKnown(http::Response made, const http::Request& request) {
  auto etag = WeakEtag(made.body);
  if (const auto known = request.headers.Get("If-None-Match"); known && Names(*known, etag)) {
    made.status = 304;
    made.type.clear();
    made.body.clear();
  }
  made.headers.Add("ETag", std::move(etag));
  made.headers.Add("Cache-Control", "no-cache");
  return made;
}

}  // namespace admin::catalogue
