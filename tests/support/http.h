// The tests' own way to HTTP servers: it shares nothing with the product's client.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>

namespace cdc::test {

using Json = nlohmann::json;

struct HttpReply {
  long status = 0;  // 0: no answer
  std::string body;
  bool Ok() const { return status >= 200 && status < 300; }
};

// Keeps its connection; for one thread at a time.
class HttpClient {
 public:
  // `base`: "http://127.0.0.1:9200".
  explicit HttpClient(std::string base);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // The answer, whatever its status; status 0 where none came within `limit`.
  HttpReply Send(const std::string& method, const std::string& path, const std::string& body = "",
                 std::chrono::seconds limit = std::chrono::seconds(60));
  // The answer as JSON; throws std::runtime_error for any other status than 2xx.
  Json Call(const std::string& method, const std::string& path, const Json& body = nullptr,
            std::chrono::seconds limit = std::chrono::seconds(60));

 private:
  struct State;
  const std::string base_;
  std::unique_ptr<State> state_;
};

}  // namespace cdc::test
