#include "tests/support/fault_proxy.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>
#include <regex>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "tests/support/ports.h"

namespace cdc::test {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t kRoom = 64 << 10;  // bytes on their way in one direction
constexpr std::chrono::milliseconds kTick{10};

const std::regex kAddress(R"(127\.0\.0\.1:\d+)"), kPort(R"(port=\d+)");

[[noreturn]] void Fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

sockaddr_in Parse(const std::string& url) {
  std::smatch found;
  if (!std::regex_search(url, found, kAddress)) throw std::runtime_error("there is no address in " + url);
  const std::string address = found.str();
  const auto colon = address.rfind(':');
  sockaddr_in parsed{};
  parsed.sin_family = AF_INET;
  parsed.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
  ::inet_pton(AF_INET, address.substr(0, colon).c_str(), &parsed.sin_addr);
  return parsed;
}

int Socket() {
  const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (made < 0) Fail("socket");
  const int yes = 1;
  ::setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  return made;
}

}  // namespace

class FaultProxy::Loop {
 public:
  Loop(const std::string& address, const std::string& server) : server_(Parse(server)) {
    listener_ = Socket();
    wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    const int yes = 1;
    ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    const sockaddr_in own = Parse(address);
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&own), sizeof own) != 0) Fail("bind");
    if (::listen(listener_, SOMAXCONN) != 0) Fail("listen");
  }
  ~Loop() {
    for (auto& pair : pairs_) Close(pair);
    ::close(listener_);
    ::close(wake_);
  }

  void Ask(NetworkFault fault, std::uint64_t bytes) {
    std::unique_lock lock(mutex_);
    wanted_ = fault;
    wanted_bytes_ = bytes;
    const std::uint64_t asked = ++asked_;
    Wake();
    changed_.wait(lock, [&] { return obeyed_ >= asked; });
  }
  void Stop() {
    const std::scoped_lock lock(mutex_);
    stop_ = true;
    Wake();
  }
  std::pair<std::uint64_t, std::uint64_t> Counts() const {
    const std::scoped_lock lock(mutex_);
    return {accepted_, resets_};
  }

  // On the thread.
  void Run() {
    while (Obey()) {
      if (fault_ == NetworkFault::kSlow) Pay();
      std::vector<pollfd> polled{{wake_, POLLIN, 0}};
      if (fault_ != NetworkFault::kRefused) polled.push_back({listener_, POLLIN, 0});
      for (auto& pair : pairs_) {
        pair.polled = polled.size();
        polled.push_back({pair.client, Events(pair, pair.up, pair.down), 0});
        polled.push_back({pair.server, Events(pair, pair.down, pair.up), 0});
      }
      if (::poll(polled.data(), polled.size(), fault_ == NetworkFault::kSlow ? kTick.count() : -1) < 0 &&
          errno != EINTR)
        Fail("poll");
      for (auto& pair : pairs_) Serve(pair, polled[pair.polled], polled[pair.polled + 1]);
      pairs_.remove_if([](Pair& pair) {
        if (pair.broken) Close(pair);
        return pair.broken;
      });
      if (fault_ != NetworkFault::kRefused && (polled[1].revents & POLLIN) != 0) Accept();
      // Nobody has what may pass to himself.
      if (!pairs_.empty()) pairs_.splice(pairs_.end(), pairs_, pairs_.begin());
    }
  }

 private:
  struct Way {  // of the bytes in one direction
    std::string waiting;
    bool ended = false;  // nothing more comes
    bool told = false;   // and the other side knows
  };
  struct Pair {
    int client = -1, server = -1;
    Way up, down;            // requests, answers
    std::uint64_t left = 0;  // bytes of answers until it is cut
    std::size_t polled = 0;
    bool broken = false;
  };

  void Wake() const {
    const std::uint64_t one = 1;
    if (::write(wake_, &one, sizeof one) < 0 && errno != EAGAIN) Fail("eventfd");
  }

  bool Obey() {
    std::uint64_t ignored = 0;
    if (::read(wake_, &ignored, sizeof ignored) < 0 && errno != EAGAIN) Fail("eventfd");
    const std::scoped_lock lock(mutex_);
    if (stop_) return false;
    if (obeyed_ == asked_) return true;
    if (fault_ == NetworkFault::kRefused && wanted_ != fault_ && ::listen(listener_, SOMAXCONN) != 0) Fail("listen");
    fault_ = wanted_;
    bytes_ = wanted_bytes_;
    budget_ = 0;
    paid_ = Clock::now();
    for (auto& pair : pairs_) pair.left = bytes_;
    if (fault_ == NetworkFault::kRefused) {
      ::shutdown(listener_, SHUT_RD);  // keeps its port, as it was bound to it by number
      for (auto& pair : pairs_) Reset(pair);
      resets_ += pairs_.size();
      pairs_.clear();
    }
    obeyed_ = asked_;
    changed_.notify_all();
    return true;
  }

  void Accept() {
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (client < 0) return;
    const int server = Socket();
    if (::connect(server, reinterpret_cast<const sockaddr*>(&server_), sizeof server_) != 0 && errno != EINPROGRESS) {
      ::close(client);
      ::close(server);
      return;
    }
    pairs_.push_back({.client = client, .server = server, .up = {}, .down = {}, .left = bytes_});
    const std::scoped_lock lock(mutex_);
    ++accepted_;
  }

  void Pay() {
    const auto now = Clock::now();
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(now - paid_);
    if (passed < kTick) return;
    budget_ = std::min(bytes_, budget_ + bytes_ * static_cast<std::uint64_t>(passed.count()) / 1000);
    paid_ = now;
  }

  bool Passes(const Pair& pair, const Way& way) const {
    switch (fault_) {
      case NetworkFault::kStalled: return false;
      case NetworkFault::kSlow: return budget_ > 0;
      case NetworkFault::kOneWay: return &way == &pair.up;
      default: return true;
    }
  }

  // Of the socket that `in` comes from and `out` goes to.
  short Events(const Pair& pair, const Way& in, const Way& out) const {
    int events = 0;
    if (!in.ended && in.waiting.size() < kRoom && Passes(pair, in)) events |= POLLIN;
    const bool to_tell = out.ended && !out.told;
    if ((!out.waiting.empty() || to_tell) && Passes(pair, out)) events |= POLLOUT;
    return static_cast<short>(events);
  }

  void Serve(Pair& pair, const pollfd& client, const pollfd& server) {
    const auto failed = [&](const pollfd& socket) {
      // Where nothing is asked for, a peer that has gone is told of nevertheless.
      return (socket.revents & (POLLERR | POLLNVAL)) != 0 || ((socket.revents & POLLHUP) != 0 && socket.events == 0);
    };
    if ((client.revents & POLLIN) != 0) Read(pair, pair.up, pair.client);
    if ((server.revents & POLLIN) != 0) Read(pair, pair.down, pair.server);
    if (!pair.broken && (server.revents & POLLOUT) != 0) Write(pair, pair.up, pair.server);
    if (!pair.broken && (client.revents & POLLOUT) != 0) Write(pair, pair.down, pair.client);
    if (failed(client) || failed(server) || (pair.up.told && pair.down.told)) pair.broken = true;
  }

  static void Read(Pair& pair, Way& way, int from) {
    std::array<char, kRoom> bytes{};
    const ssize_t read = ::read(from, bytes.data(), bytes.size());
    if (read > 0) way.waiting.append(bytes.data(), static_cast<std::size_t>(read));
    if (read == 0) way.ended = true;
    if (read < 0 && errno != EAGAIN) pair.broken = true;
  }

  void Write(Pair& pair, Way& way, int to) {
    std::uint64_t most = way.waiting.size();
    if (fault_ == NetworkFault::kSlow) most = std::min(most, budget_);
    const bool cuts = fault_ == NetworkFault::kCut && &way == &pair.down;
    if (cuts) most = std::min(most, pair.left);
    const ssize_t written = most == 0 ? 0 : ::send(to, way.waiting.data(), most, MSG_NOSIGNAL);
    if (written < 0) {
      pair.broken = errno != EAGAIN;
      return;
    }
    const auto passed = static_cast<std::uint64_t>(written);
    way.waiting.erase(0, passed);
    if (fault_ == NetworkFault::kSlow) budget_ -= passed;
    if (cuts && (pair.left -= passed) == 0) {
      const std::scoped_lock lock(mutex_);
      ++resets_;
      Reset(pair);
      return;
    }
    if (way.waiting.empty() && way.ended && !way.told) {
      ::shutdown(to, SHUT_WR);
      way.told = true;
    }
  }

  static void Reset(Pair& pair) {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    for (const int socket : {pair.client, pair.server}) {
      ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    Close(pair);
  }

  static void Close(Pair& pair) {
    for (int* socket : {&pair.client, &pair.server}) {
      if (*socket >= 0) ::close(*socket);
      *socket = -1;
    }
    pair.broken = true;
  }

  const sockaddr_in server_;
  int listener_ = -1, wake_ = -1;
  std::list<Pair> pairs_;
  NetworkFault fault_ = NetworkFault::kNone;
  std::uint64_t bytes_ = 0;
  std::uint64_t budget_ = 0;  // of kSlow: bytes that may pass now
  Clock::time_point paid_;

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  NetworkFault wanted_ = NetworkFault::kNone;
  std::uint64_t wanted_bytes_ = 0;
  std::uint64_t asked_ = 0, obeyed_ = 0;
  std::uint64_t accepted_ = 0, resets_ = 0;
  bool stop_ = false;
};

FaultProxy::FaultProxy(const std::string& server) : FaultProxy(FreeAddress(), server) {}

FaultProxy::FaultProxy(const std::string& address, const std::string& server)
    : loop_(std::make_unique<Loop>(address, server)), address_(address), thread_([this] { loop_->Run(); }) {}

FaultProxy::~FaultProxy() {
  loop_->Stop();
  thread_.join();
}

void FaultProxy::Begin(NetworkFault fault, std::uint64_t bytes) { loop_->Ask(fault, bytes); }

std::string FaultProxy::Through(const std::string& url) const {
  const std::string port = "port=" + address_.substr(address_.rfind(':') + 1);
  return std::regex_replace(std::regex_replace(url, kAddress, address_), kPort, port);
}

std::uint64_t FaultProxy::accepted() const { return loop_->Counts().first; }

std::uint64_t FaultProxy::resets() const { return loop_->Counts().second; }

}  // namespace cdc::test
