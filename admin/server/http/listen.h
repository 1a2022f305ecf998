// Listening sockets, one for each thread that serves, all on one address (SO_REUSEPORT). They belong to the process
// that outlives the servers: a new server takes over the same sockets, as closing one of several loses what is queued
// on it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace admin::http {

class Listeners {
 public:
  // `listen`: "127.0.0.1:8090", "[::]:8090"; port 0: one that is free. Throws kConfig where it cannot be listened on.
  Listeners(const std::string& listen, std::size_t count);
  // Takes over sockets that listen already.
  explicit Listeners(std::vector<int> descriptors);
  ~Listeners();  // closes them
  Listeners(Listeners&&) noexcept;
  Listeners& operator=(Listeners&&) = delete;

  const std::vector<int>& descriptors() const { return descriptors_; }
  std::uint16_t port() const;
  // Whether children of this process inherit the sockets.
  void Inherit(bool inherit);

 private:
  std::vector<int> descriptors_;
};

}  // namespace admin::http
