#include "tests/support/ports.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <random>
#include <stdexcept>

namespace cdc::test {
namespace {

bool Free(int port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  const bool free = ::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(listener);
  return free;
}

}  // namespace

std::string FreeAddress() {
  std::random_device random;
  for (int tries = 0; tries < 1000; ++tries) {
    const int port = 12000 + static_cast<int>(random() % 8000);
    if (Free(port)) return "127.0.0.1:" + std::to_string(port);
  }
  throw std::runtime_error("cannot find a free port");
}

}  // namespace cdc::test
