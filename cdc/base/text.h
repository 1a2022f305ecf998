// Texts of protocols: ASCII, whatever the locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cdc {

std::string Lower(std::string_view text);      // A to Z as a to z
std::string_view Trim(std::string_view text);  // without blanks and tabs at its ends
std::string Hex(std::string_view bytes);       // two lower-case digits a byte
// Percent-encoded but for the unreserved characters of RFC 3986 and those of `plain`.
std::string UriEncode(std::string_view text, std::string_view plain = "");
// At most `bytes` of a UTF-8 text from its beginning, which do not end within a character.
std::string_view Beginning(std::string_view text, std::size_t bytes);

struct HostPort {
  std::string host, port;
};
// "127.0.0.1:8090", "[::1]:8090" (the host without brackets); nullopt where there is no colon.
std::optional<HostPort> SplitHostPort(const std::string& listen);

}  // namespace cdc
