// Reading a JSON reply that need not look as it should: what is missing, or of another type, is told by the fallback.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>

#include <nlohmann/json.hpp>

namespace cdc::es {

// The value under the keys, one inside the other; null where there is none. Lives as long as `json`.
const nlohmann::json& At(const nlohmann::json& json, std::initializer_list<std::string_view> keys);

// bool, std::uint64_t or std::string.
template <typename T>
T As(const nlohmann::json& json, T otherwise) {
  static_assert(std::is_same_v<T, bool> || std::is_same_v<T, std::uint64_t> || std::is_same_v<T, std::string>);
  bool fits = json.is_string();
  if constexpr (std::is_same_v<T, bool>) fits = json.is_boolean();
  if constexpr (std::is_same_v<T, std::uint64_t>) fits = json.is_number_unsigned();
  return fits ? json.get<T>() : otherwise;
}

}  // namespace cdc::es
