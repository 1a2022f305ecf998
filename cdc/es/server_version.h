// Which search engine answers, from its reply to "GET /".
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace cdc::es {

struct ServerVersion {
  bool opensearch = false;
  std::string number;  // "8.19.13"

  std::string ToString() const;  // "Elasticsearch 8.19.13"
};

// Throws kConfig where it is none of Elasticsearch 7.17, 8, 9 and OpenSearch 2, 3.
ServerVersion ReadServerVersion(const nlohmann::json& reply);

}  // namespace cdc::es
