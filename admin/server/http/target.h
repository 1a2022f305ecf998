// A request's target, taken apart and decoded.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "admin/server/http/route.h"

namespace admin::http {

struct Target {
  std::vector<std::string> segments;  // "/api/v1/movies/" → "api", "v1", "movies"; one slash at the end does not count
  Query query;
  bool readable = true;  // false: a parameter holds bytes that are not UTF-8, or a zero byte
};

// nullopt: not of origin form, a wrong percent-encoding, in the path bytes that are not UTF-8, or a control character.
std::optional<Target> ParseTarget(std::string_view target);

// The target with what may not stand in it as it is percent-encoded: "?filter={}" as people type or paste it. What is a
// percent-encoding already stays.
std::string EncodedTarget(std::string_view target);

// Whether the text is UTF-8.
bool IsUtf8(std::string_view text) noexcept;

}  // namespace admin::http
