// A TCP client that does to a server what a well-behaved one does not.
#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace cdc::test {

// Connects to loopback; reads give up after ten seconds.
class Socket {
 public:
  explicit Socket(std::uint16_t port) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    timeval limit{.tv_sec = 10, .tv_usec = 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    connected_ = ::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~Socket() { ::close(descriptor_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  bool Send(std::string_view bytes) const {
    return ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }
  // Everything until the server closes.
  std::string ReadAll() const {
    std::string all;
    char bytes[4096];
    for (ssize_t n = 0; (n = ::recv(descriptor_, bytes, sizeof bytes, 0)) > 0;)
      all.append(bytes, static_cast<std::size_t>(n));
    return all;
  }
  // Until `part` has come.
  std::string ReadUntil(std::string_view part) const {
    std::string all;
    char byte = 0;
    while (!all.ends_with(part) && ::recv(descriptor_, &byte, 1, 0) == 1) all += byte;
    return all;
  }
  // Something to read, or the end, within the time.
  bool Readable(std::chrono::milliseconds time) const {
    pollfd waited{descriptor_, POLLIN, 0};
    return ::poll(&waited, 1, static_cast<int>(time.count())) > 0;
  }
  bool connected() const { return connected_; }

 private:
  int descriptor_;
  bool connected_ = false;
};

}  // namespace cdc::test
