#include "admin/server/http/listen.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include "cdc/base/error.h"
#include "cdc/base/text.h"

namespace admin::http {
namespace {

constexpr int kBacklog = 4096;

[[noreturn]] void Fail(const std::string& listen, const std::string& why) {
  throw cdc::Error(cdc::Kind::kConfig, "cannot listen on " + listen + ": " + why,
                   "End the program that holds the address, or give another server.listen.");
}

struct FreeAddresses {
  void operator()(addrinfo* all) const { freeaddrinfo(all); }
};

int ListenOn(const sockaddr* address, socklen_t size, int family, const std::string& listen) {
  const int descriptor = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor < 0) Fail(listen, std::strerror(errno));
  const int on = 1;
  ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
  if (::bind(descriptor, address, size) != 0 || ::listen(descriptor, kBacklog) != 0) {
    const std::string why = std::strerror(errno);
    ::close(descriptor);
    Fail(listen, why);
  }
  return descriptor;
}

// SO_REUSEPORT lets a second program of the same user listen beside us and take half of our clients.
void RefuseCompany(const addrinfo& address, const std::string& listen) {
  const int probe = ::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (probe < 0) Fail(listen, std::strerror(errno));
  const int on = 1;
  ::setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const bool free = ::bind(probe, address.ai_addr, address.ai_addrlen) == 0;
  const std::string why = std::strerror(errno);
  ::close(probe);
  if (!free) Fail(listen, why);
}

}  // namespace

Listeners::Listeners(const std::string& listen, std::size_t count) {
  const auto address = cdc::SplitHostPort(listen);
  if (!address) throw cdc::Error(cdc::Kind::kConfig, listen + " is not host:port", "Give it as 127.0.0.1:8090.");
  const auto& [host, port] = *address;
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (const int error = ::getaddrinfo(host.empty() ? nullptr : host.c_str(), port.c_str(), &wanted, &found);
      error != 0) {
    Fail(listen, ::gai_strerror(error));
  }
  const std::unique_ptr<addrinfo, FreeAddresses> addresses(found);
  RefuseCompany(*addresses, listen);
  sockaddr_storage bound{};
  auto size = static_cast<socklen_t>(addresses->ai_addrlen);
  std::memcpy(&bound, addresses->ai_addr, size);
  for (std::size_t i = 0; i < count; ++i) {
    descriptors_.push_back(ListenOn(reinterpret_cast<sockaddr*>(&bound), size, addresses->ai_family, listen));
    size = sizeof bound;  // the port that was free serves all
    ::getsockname(descriptors_.front(), reinterpret_cast<sockaddr*>(&bound), &size);
  }
}

Listeners::Listeners(std::vector<int> descriptors) : descriptors_(std::move(descriptors)) {
  for (const int descriptor : descriptors_) {
    int listens = 0;
    socklen_t size = sizeof listens;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0 || listens == 0) {
      throw cdc::Error(cdc::Kind::kConfig, "an inherited descriptor is no listening socket");
    }
  }
}

Listeners::~Listeners() {
  for (const int descriptor : descriptors_) ::close(descriptor);
}

Listeners::Listeners(Listeners&& other) noexcept : descriptors_(std::exchange(other.descriptors_, {})) {}

std::uint16_t Listeners::port() const {
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  if (descriptors_.empty() || ::getsockname(descriptors_.front(), reinterpret_cast<sockaddr*>(&bound), &size) != 0)
    return 0;
  return ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(&bound)->sin6_port
                                           : reinterpret_cast<sockaddr_in*>(&bound)->sin_port);
}

void Listeners::Inherit(bool inherit) {
  for (const int descriptor : descriptors_) ::fcntl(descriptor, F_SETFD, inherit ? 0 : FD_CLOEXEC);
}

}  // namespace admin::http
