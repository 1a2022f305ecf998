// Texts of protocols: ASCII, whatever the locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cdc {

std::string Lower(std::string_view text);      // A to Z as a to z
std::string_view Trim(std::string_view text);  // without blanks and tabs at its ends

struct HostPort {
  std::string host, port;
};
// "127.0.0.1:8090", "[::1]:8090" (the host without brackets); nullopt where there is no colon.
std::optional<HostPort> SplitHostPort(const std::string& listen);

}  // namespace cdc
