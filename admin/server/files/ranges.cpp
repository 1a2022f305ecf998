#include "admin/server/files/ranges.h"

#include <algorithm>
#include <charconv>

#include "cdc/base/text.h"

namespace admin::files {
namespace {

// nullopt: no number.
std::optional<std::uint64_t> Number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || rest != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

Asked AskedRange(const http::Headers& headers, std::uint64_t bytes, const std::string& tag) {
  const Asked whole{.range = {0, bytes}};
  const auto header = headers.Get("Range");
  if (!header || !cdc::Lower(*header).starts_with("bytes=")) return whole;
  if (const auto of = headers.Get("If-Range"); of && *of != tag) return whole;
  const auto text = cdc::Trim(header->substr(6));
  const auto dash = text.find('-');
  if (dash == std::string_view::npos || text.find(',') != std::string_view::npos) return whole;
  const auto from = Number(text.substr(0, dash)), to = Number(text.substr(dash + 1));
  if (dash == 0) {  // the last so many
    if (!to) return whole;
    const auto size = std::min(*to, bytes);
    return {.range = {bytes - size, size}, .part = true, .satisfiable = size > 0};
  }
  if (!from || (!to && dash + 1 < text.size()) || (to && *to < *from)) return whole;
  if (*from >= bytes) return {.range = {}, .part = true, .satisfiable = false};
  const auto last = std::min(to.value_or(bytes - 1), bytes - 1);
  return {.range = {*from, last - *from + 1}, .part = true};
}

}  // namespace admin::files
