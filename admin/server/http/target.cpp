#include "admin/server/http/target.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <cctype>
#include <cstdint>

namespace admin::http {
namespace {

bool HasControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

// In a query a line break is data; a zero byte is nothing that PostgreSQL or anybody else could take.
bool HasZero(std::string_view text) { return text.find('\0') != std::string_view::npos; }

struct Sequence {
  std::size_t length;
  std::uint32_t least;
};

Sequence SequenceOf(unsigned char first) {
  if (first < 0x80) return {1, 0};
  if ((first & 0xe0) == 0xc0) return {2, 0x80};
  if ((first & 0xf0) == 0xe0) return {3, 0x800};
  if ((first & 0xf8) == 0xf0) return {4, 0x10000};
  return {0, 0};
}

}  // namespace

bool IsUtf8(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    const auto first = static_cast<unsigned char>(text[at]);
    const auto [length, least] = SequenceOf(first);
    if (length == 0 || at + length > text.size()) return false;
    std::uint32_t point = length == 1 ? first : first & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
      const auto next = static_cast<unsigned char>(text[at + i]);
      if ((next & 0xc0) != 0x80) return false;
      point = point << 6 | (next & 0x3f);
    }
    if (point < least || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return false;
    at += length;
  }
  return true;
}

std::string EncodedTarget(std::string_view target) {
  constexpr std::string_view kSigns = "-._~!$&'()*+,;=:@/?";
  const auto is_hex = [&](std::size_t at) {
    return at < target.size() && std::isxdigit(static_cast<unsigned char>(target[at])) != 0;
  };
  std::string encoded;
  for (std::size_t at = 0; at < target.size(); ++at) {
    const auto c = static_cast<unsigned char>(target[at]);
    const bool plain = c < 0x80 && (std::isalnum(c) != 0 || kSigns.find(target[at]) != std::string_view::npos);
    if (plain || (c == '%' && is_hex(at + 1) && is_hex(at + 2))) {
      encoded += target[at];
    } else {
      encoded += fmt::format("%{:02X}", c);
    }
  }
  return encoded;
}

std::optional<Target> ParseTarget(std::string_view target) {
  const auto parsed = boost::urls::parse_origin_form({target.data(), target.size()});
  if (!parsed) return std::nullopt;
  Target result;
  for (const auto segment : parsed->segments()) {
    std::string text = segment;
    if (HasControl(text) || !IsUtf8(text)) return std::nullopt;
    result.segments.push_back(std::move(text));
  }
  if (!result.segments.empty() && result.segments.back().empty()) result.segments.pop_back();
  for (const auto parameter : parsed->params()) {
    std::string name = parameter.key, value = parameter.value;
    if (HasZero(name) || HasZero(value) || !IsUtf8(name) || !IsUtf8(value)) result.readable = false;
    result.query.Add(std::move(name), std::move(value));
  }
  return result;
}

}  // namespace admin::http
