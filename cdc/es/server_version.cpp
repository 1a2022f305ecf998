#include "cdc/es/server_version.h"

#include <charconv>

#include "cdc/base/error.h"
#include "cdc/es/json.h"

namespace cdc::es {
namespace {

using Json = nlohmann::json;

// "8.19.13" → 8 and 19; 0 where there is none.
std::pair<int, int> MajorMinor(const std::string& number) {
  int major = 0;
  int minor = 0;
  const char* end = number.data() + number.size();
  const auto [dot, error] = std::from_chars(number.data(), end, major);
  if (error == std::errc() && dot != end && *dot == '.') std::from_chars(dot + 1, end, minor);
  return {major, minor};
}

}  // namespace

std::string ServerVersion::ToString() const { return (opensearch ? "OpenSearch " : "Elasticsearch ") + number; }

ServerVersion ReadServerVersion(const Json& reply) {
  const Json& number = At(reply, {"version", "number"});
  if (!number.is_string()) {
    throw Error(Kind::kConfig, "the server does not say that it is an Elasticsearch", "Check elasticsearch.urls.");
  }
  const ServerVersion found{At(reply, {"version", "distribution"}) == "opensearch", number.get<std::string>()};
  const auto [major, minor] = MajorMinor(found.number);
  const bool supported =
      found.opensearch ? major == 2 || major == 3 : (major == 7 && minor >= 17) || major == 8 || major == 9;
  if (!supported) {
    throw Error(Kind::kConfig, found.ToString() + " is not supported",
                "Use Elasticsearch 7.17, 8 or 9, or OpenSearch 2 or 3.");
  }
  return found;
}

}  // namespace cdc::es
