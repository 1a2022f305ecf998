// The HTTP server: N threads, each with its own loop and listening socket. Whatever may wait is done on the lanes, so
// that clients that wait, or say nothing at all, keep nobody else from being served.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "admin/server/http/checks.h"
#include "admin/server/http/lanes.h"
#include "cdc/base/clock.h"
#include "cdc/base/log.h"

namespace admin::http {

struct ServerOptions {
  std::size_t connections = 4096;  // for each thread; one more is refused
  std::uint32_t header_bytes = 16 << 10;
  std::size_t body_bytes = 256 << 20;  // of all bodies that arrive at one time; one more is answered 503
  cdc::Duration idle_time = std::chrono::seconds(75);    // between requests
  cdc::Duration header_time = std::chrono::seconds(10);  // from the first byte of a request to the end of its header
  cdc::Duration body_time = std::chrono::seconds(60);    // for the whole body
  cdc::Duration write_time = std::chrono::seconds(30);   // for the client to take an answer, and more for a large one
  // An event stream ends after this time, and its client comes back: whether it still may is looked at then.
  cdc::Duration stream_time = std::chrono::minutes(5);
  std::vector<std::string> trusted_proxies{};  // addresses or networks: "10.0.0.0/8", "::1"
  std::vector<std::string> origins{};          // pages that may read the public API from a browser (CORS)
};

// Told of every answer. Called on the loops' threads; must not block.
class Observer {
 public:
  struct Seen {
    std::string_view route;  // Route::name, "" where none was found
    std::string_view method;
    unsigned status;
    cdc::Duration took;  // from the end of the header to the first byte of the answer
    const std::string& request_id;
  };
  virtual ~Observer() = default;
  virtual void Answered(const Seen& seen) = 0;
};

class Server {
 public:
  // What is referred to must outlive the server; `sockets` listen, and stay their owner's.
  struct Parts {
    const Router& router;
    Lanes& lanes;
    Observer& observer;
    cdc::Log& log;
  };
  // Throws kConfig where a trusted proxy is no address.
  Server(Parts parts, ServerOptions options, std::vector<int> sockets);
  ~Server();  // Stop({})
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Serves on threads of its own.
  void Start();
  enum class Idle : std::uint8_t {
    kClose,  // at once
    // At the end of the drain: a request that a client sends meanwhile is answered, and its connection closed then. So
    // nobody's request meets a closed connection while another server takes over.
    kServe,
  };
  // Accepts nothing more, ends event streams, gives requests under way `drain` to be answered, then closes what is
  // left. Once is enough; the lanes must be stopped afterwards, not before.
  void Stop(cdc::Duration drain, Idle idle = Idle::kClose);

  // Whether every loop comes round within `limit`; returns once all have. REQUIRES: started, and not stopped meanwhile.
  bool Turns(cdc::Duration limit);
  std::size_t connections() const;  // that are open now

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace admin::http
