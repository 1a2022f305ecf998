// HTTP to Elasticsearch over libcurl: one request at a time on a connection that is kept alive.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "cdc/base/clock.h"

namespace cdc::es {

struct EsOptions {
  // Nodes of one cluster, http or https, a path in front is allowed; user and password may stand in them. Environment
  // variables that name a proxy are not heeded.
  std::vector<std::string> urls = {"http://127.0.0.1:9200"};
  std::string username, password;
  std::string api_key;    // as Elasticsearch gives it, base64; not together with a username
  std::string ca_file;    // PEM; "": the system's
  bool compress = false;  // gzip, both ways
  Duration connect_timeout = std::chrono::seconds(5);
  Duration timeout = std::chrono::seconds(60);  // of one request as a whole
  std::size_t max_reply_bytes = 256 << 20;      // unpacked
};

struct Request {
  std::string method = "GET";
  std::string path;       // begins with a slash, is percent-encoded already, holds the query
  std::string_view body;  // outlives the call
  std::string content_type = "application/json";
  std::optional<Duration> timeout;  // in place of EsOptions::timeout
};

struct Reply {
  int status = 0;
  std::string body;
};

// Not thread-safe; one owner.
class Client {
 public:
  // Connects at the first request. Throws kConfig for addresses or secrets that cannot be used.
  explicit Client(const EsOptions& options);
  ~Client();
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;

  // The reply, whatever its status. Goes on to the next url where no connection comes about; once part of the body is
  // out it is sent to nobody again, not even by libcurl. A stop request ends it within 100 ms. Throws kUnavailable
  // (connection, time limit, stop, reply too long), kConfig (certificates).
  Reply Send(const Request& request, std::stop_token stop = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// `text` as one segment of a path.
std::string EncodePath(std::string_view text);

}  // namespace cdc::es
