#include "cdc/es/json.h"

namespace cdc::es {

const nlohmann::json& At(const nlohmann::json& json, std::initializer_list<std::string_view> keys) {
  static const nlohmann::json kNone;
  const nlohmann::json* at = &json;
  for (const std::string_view key : keys) {
    if (!at->is_object()) return kNone;
    const auto found = at->find(std::string(key));
    if (found == at->end()) return kNone;
    at = &*found;
  }
  return *at;
}

}  // namespace cdc::es
