#include "cdc/model/lsn.h"

#include <charconv>
#include <cstdio>

namespace cdc {

std::string Lsn::ToString() const {
  char text[24];
  std::snprintf(text, sizeof text, "%X/%X", static_cast<unsigned>(value >> 32), static_cast<unsigned>(value));
  return text;
}

std::optional<Lsn> Lsn::Parse(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  std::uint32_t high = 0, low = 0;
  const auto part = [](std::string_view digits, std::uint32_t& out) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out, 16);
    return !digits.empty() && error == std::errc() && end == digits.data() + digits.size();
  };
  if (!part(text.substr(0, slash), high) || !part(text.substr(slash + 1), low)) return std::nullopt;
  return Lsn{(std::uint64_t{high} << 32) | low};
}

}  // namespace cdc
