// Stands before a server and does to its TCP connections what networks do.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <thread>

namespace cdc::test {

enum class NetworkFault : std::uint8_t {
  kNone,
  kRefused,  // nobody listens, and connections that are there are reset
  kCut,      // a connection is reset once some more bytes of answers have passed, in the middle of whatever they are
  kStalled,  // nothing passes, nothing is closed; what waits passes afterwards
  kSlow,     // some bytes pass a second, of all connections together
  kOneWay,   // requests pass, answers do not; they do afterwards
};

// Thread-safe. Its thread ends with it, and so do its connections.
class FaultProxy {
 public:
  // `server`: a text with its address, 127.0.0.1:5432, as URLs have it. Listens on a port of its own, the same for as
  // long as it lives.
  explicit FaultProxy(const std::string& server);
  ~FaultProxy();
  FaultProxy(const FaultProxy&) = delete;
  FaultProxy& operator=(const FaultProxy&) = delete;

  const std::string& address() const { return address_; }  // "127.0.0.1:PORT"
  // A URL, or the DSN of a TestDatabase, with this address in the place of the server's.
  std::string Through(const std::string& url) const;

  // From now on, of the connections that are there and of those to come; in force when it returns. `bytes`: of kCut and
  // kSlow.
  void Begin(NetworkFault fault, std::uint64_t bytes = 0);
  void End() { Begin(NetworkFault::kNone); }
  // Connections that were accepted, and those that were reset by it.
  std::uint64_t accepted() const;
  std::uint64_t resets() const;

 private:
  class Loop;  // of the thread
  FaultProxy(const std::string& address, const std::string& server);

  const std::unique_ptr<Loop> loop_;
  const std::string address_;
  std::thread thread_;
};

}  // namespace cdc::test
