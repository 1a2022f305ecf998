// An address of Elasticsearch as the configuration gives it, with the secrets taken out.
#pragma once

#include <string>

namespace cdc::es {

struct Address {
  std::string url;    // without user, password and slash at the end
  std::string shown;  // scheme, host and port, for messages
  std::string username, password;
};

// Throws kConfig, without quoting the text.
Address ParseAddress(const std::string& url);

}  // namespace cdc::es
