// What a reply with an error status means.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "cdc/es/client.h"

namespace cdc::es {

// Elasticsearch's {"error": {"type", "reason", "caused_by"}}; empty where the body is none of its.
struct Fault {
  std::string type;    // of a search: what the first shard failed with
  std::string reason;  // with that of the innermost cause; may quote what was sent
};
Fault ReadFault(std::string_view body);

// Whether the same request may succeed later.
bool IsTransient(int status, const Fault& fault);

// Throws what the reply's status means: kUnavailable (429, 5xx, blocks, something that is not Elasticsearch), kRights,
// kIndex (no such index), kConfig. `what`: "cannot refresh the index x". Does not quote the reason.
[[noreturn]] void ThrowFault(const std::string& what, const Reply& reply);

// The body of a reply with status 2xx as JSON; throws as ThrowFault does, kUnavailable where it is not JSON.
nlohmann::json ReadJson(const std::string& what, const Reply& reply);

}  // namespace cdc::es
