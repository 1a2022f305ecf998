#include "admin/server/http/route.h"

#include <array>
#include <charconv>

namespace admin {
namespace {

constexpr std::array<std::string_view, 4> kRoles{"viewer", "editor", "operator", "administrator"};

template <typename Value>
std::optional<Value> ParseNumber(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  Value value{};
  const auto [rest, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || rest != text->data() + text->size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<Role> ParseRole(std::string_view word) noexcept {
  for (std::size_t i = 0; i < kRoles.size(); ++i) {
    if (kRoles[i] == word) return static_cast<Role>(i);
  }
  return std::nullopt;
}

std::string_view Name(Role role) noexcept { return kRoles[static_cast<std::size_t>(role)]; }

namespace http {

std::optional<std::string> Query::Get(std::string_view name) const {
  for (const auto& [known, value] : all_) {
    if (known == name) return value;
  }
  return std::nullopt;
}

std::vector<std::string> Query::All(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [known, value] : all_) {
    if (known == name) values.push_back(value);
  }
  return values;
}

std::optional<std::int64_t> Query::Integer(std::string_view name) const { return ParseNumber<std::int64_t>(Get(name)); }

std::optional<double> Query::Number(std::string_view name) const { return ParseNumber<double>(Get(name)); }

}  // namespace http
}  // namespace admin
