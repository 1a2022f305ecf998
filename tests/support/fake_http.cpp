#include "tests/support/fake_http.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <utility>

#include "cdc/base/wait.h"

namespace cdc::test {
namespace {

constexpr auto kLongTime = std::chrono::minutes(5);

// Receives into `buffer` until it holds `bytes`; false when the peer closed or the server stops.
bool Fill(int socket, std::string& buffer, std::size_t bytes, const Waiter& waiter, std::stop_token stop) {
  while (buffer.size() < bytes) {
    if (waiter.Wait(socket, POLLIN, kLongTime, stop) != Ready::kReady) return false;
    char chunk[65536];
    const ssize_t got = recv(socket, chunk, sizeof chunk, 0);
    if (got <= 0) return false;
    buffer.append(chunk, static_cast<std::size_t>(got));
  }
  return true;
}

void SendAll(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

FakeRequest ReadHead(std::string_view head) {
  FakeRequest request;
  const std::size_t first = head.find("\r\n");
  const std::string_view line = head.substr(0, first);
  const std::size_t space = line.find(' ');
  request.method = line.substr(0, space);
  request.path = line.substr(space + 1, line.rfind(' ') - space - 1);
  head.remove_prefix(first + 2);
  while (!head.empty()) {
    const std::size_t end = std::min(head.find("\r\n"), head.size());
    const std::size_t colon = head.find(": ");
    if (colon < end) {
      std::string name(head.substr(0, colon));
      std::ranges::transform(name, name.begin(),
                             [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
      request.headers[name] = head.substr(colon + 2, end - colon - 2);
    }
    head.remove_prefix(std::min(end + 2, head.size()));
  }
  return request;
}

// The next request on the connection; what is left in `buffer` belongs to the one after it.
std::optional<FakeRequest> ReadRequest(int socket, std::string& buffer, const Waiter& waiter, std::stop_token stop) {
  std::size_t end = std::string::npos;
  while ((end = buffer.find("\r\n\r\n")) == std::string::npos) {
    if (!Fill(socket, buffer, buffer.size() + 1, waiter, stop)) return std::nullopt;
  }
  FakeRequest request = ReadHead(std::string_view(buffer).substr(0, end));
  buffer.erase(0, end + 4);
  std::size_t length = 0;
  const std::string& text = request.headers["content-length"];
  std::from_chars(text.data(), text.data() + text.size(), length);
  if (!Fill(socket, buffer, length, waiter, stop)) return std::nullopt;
  request.body = buffer.substr(0, length);
  buffer.erase(0, length);
  return request;
}

std::pair<int, int> Listen() {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (listener < 0 || bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener, 64) != 0 ||
      getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("the fake server cannot listen");
  }
  return {listener, ntohs(address.sin_port)};
}

}  // namespace

FakeReply Answer(int status, const std::string& body) {
  return {"HTTP/1.1 " + std::to_string(status) + " Status\r\nContent-Type: application/json\r\nContent-Length: " +
          std::to_string(body.size()) + "\r\n\r\n" + body};
}

FakeReply HalfAnswer(int status, const std::string& body) {
  FakeReply reply = Answer(status, body);
  reply.bytes.resize(reply.bytes.size() - body.size() / 2);
  reply.close = true;
  return reply;
}

FakeHttp::FakeHttp(Handler handler) : handler_(std::move(handler)) {
  std::tie(listener_, port_) = Listen();
  acceptor_ = std::jthread([this](std::stop_token stop) { Accept(stop); });
}

FakeHttp::~FakeHttp() {
  acceptor_.request_stop();
  acceptor_.join();
  close(listener_);
}

std::string FakeHttp::url() const { return "http://127.0.0.1:" + std::to_string(port_); }

std::vector<FakeRequest> FakeHttp::Requests() const {
  const std::scoped_lock lock(mutex_);
  return requests_;
}

void FakeHttp::Accept(std::stop_token stop) {
  std::vector<std::jthread> connections;
  const Waiter waiter;
  while (waiter.Wait(listener_, POLLIN, kLongTime, stop) == Ready::kReady) {
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) continue;
    const int number = static_cast<int>(connections.size()) + 1;
    connections.emplace_back([this, socket, number, stop] { Serve(socket, number, stop); });
  }
}

void FakeHttp::Serve(int socket, int connection, std::stop_token stop) {
  const Waiter waiter;
  std::string buffer;
  while (auto request = ReadRequest(socket, buffer, waiter, stop)) {
    request->connection = connection;
    {
      const std::scoped_lock lock(mutex_);
      requests_.push_back(*request);
    }
    const FakeReply reply = handler_(*request);
    SendAll(socket, reply.bytes);
    if (reply.close) break;
    if (reply.stall && !Fill(socket, buffer, buffer.size() + 1, waiter, stop)) break;
  }
  close(socket);
}

std::string DeadUrl() {
  const auto [listener, port] = Listen();
  close(listener);
  return "http://127.0.0.1:" + std::to_string(port);
}

}  // namespace cdc::test
