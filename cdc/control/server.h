// The control API's HTTP server: how operators, the command line and walcast-admin reach a running daemon.
//
// One thread serves all sockets; calls of the service are made on two small pools (request.h, Lane), so that clients
// that wait for minutes, or say nothing at all, keep nobody from asking for the status.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "cdc/base/clock.h"
#include "cdc/control/service.h"

namespace cdc::control {

struct ServerOptions {
  std::string listen = "127.0.0.1:8091";  // host:port, "[::1]:8091"; port 0: one that is free
  std::string token{};                    // "": none is asked for
  std::size_t threads = 4;                // calls that are short
  std::size_t long_threads = 8;           // waits and the like; more at once are refused
  std::size_t connections = 256;
  std::size_t followers = 16;                        // of the status; more at once are refused
  std::size_t kept_events = 30;                      // for those that come back
  std::size_t waiting_bytes = 1 << 20;               // for a follower that does not read: then it is dropped
  Duration follow_period = std::chrono::seconds(1);  // between two looks at the status
  Duration heartbeat = std::chrono::seconds(15);     // between two comments where nothing else is sent
  std::uint64_t body_bytes = 1 << 20;
  std::uint32_t header_bytes = 16 << 10;
  Duration expiry =
      std::chrono::seconds(30);  // for a whole request to arrive, for an answer to be taken, for an idle connection
};

class Server {
 public:
  // `service` must live until Stop has returned.
  Server(Service& service, ServerOptions options);
  ~Server();  // Stop({})
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Listens, and serves on threads of its own. Throws kConfig where the address cannot be listened on.
  void Start();
  // Takes no new connection or request, requests the stop of waits, and gives what is under way `drain` to be answered;
  // then closes the rest. Returns once the service is not used any more: other calls must end by themselves. Any
  // thread; once is enough.
  void Stop(Duration drain);

  std::uint16_t port() const;  // where it listens, after Start

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cdc::control
