// Reads the reply to an _mget.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cdc::es {

// The _source of each of `ids`, as it stands in the reply, byte for byte: numbers keep their digits. `what`: what was
// asked for, for the messages. Throws kIndex where there is no such index, kUnavailable where a shard did not answer or
// the reply is not one to the request.
std::vector<std::optional<std::string>> ReadSources(const std::string& what, const std::string& reply,
                                                    std::span<const std::string> ids);

}  // namespace cdc::es
