// A browser and a raw socket for tests of the admin server: they share nothing with the product.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace cdc::test {

using WebHeaders = std::vector<std::pair<std::string, std::string>>;

struct WebReply {
  long status = 0;                                  // 0: no answer
  std::multimap<std::string, std::string> headers;  // names in lower case
  std::string body;

  std::string Header(const std::string& name) const;  // lower case; "" where it is not there
  nlohmann::json Json() const;                        // throws std::runtime_error with the answer where it is none
};

// Keeps its connection, its cookies and, once signed in, its session's token for changes. For one thread at a time.
class Web {
 public:
  explicit Web(std::string base);  // "http://127.0.0.1:8090"
  ~Web();
  Web(const Web&) = delete;
  Web& operator=(const Web&) = delete;

  // Changes carry JSON, the session's token and an Origin of the server, unless `headers` say otherwise ("" leaves
  // out).
  WebReply Send(const std::string& method, const std::string& path, const std::string& body = "",
                WebHeaders headers = {}, std::chrono::seconds limit = std::chrono::seconds(60));
  WebReply Get(const std::string& path, WebHeaders headers = {}) { return Send("GET", path, "", std::move(headers)); }
  WebReply Post(const std::string& path, const nlohmann::json& body, WebHeaders headers = {}) {
    return Send("POST", path, body.dump(), std::move(headers));
  }
  WebReply Put(const std::string& path, const nlohmann::json& body, WebHeaders headers = {}) {
    return Send("PUT", path, body.dump(), std::move(headers));
  }
  WebReply Delete(const std::string& path, WebHeaders headers = {}) {
    return Send("DELETE", path, "", std::move(headers));
  }

  std::string Cookie(const std::string& name) const;  // its value, "" where there is none

  std::string csrf;  // X-CSRF-Token of changes
  const std::string& base() const { return base_; }

 private:
  struct State;
  const std::string base_;
  std::unique_ptr<State> state_;
};

// Bytes to a port, and what comes back until the server closes or `limit` passes.
class RawSocket {
 public:
  explicit RawSocket(int port);
  ~RawSocket();
  RawSocket(const RawSocket&) = delete;
  RawSocket& operator=(const RawSocket&) = delete;

  void Send(const std::string& bytes);
  // Until the end of the connection, `until` stands in it, or the time has passed.
  std::string Read(std::chrono::milliseconds limit, const std::string& until = "");
  bool closed() const { return closed_; }  // by the server, as Read has found

 private:
  int socket_ = -1;
  bool closed_ = false;
};

}  // namespace cdc::test
