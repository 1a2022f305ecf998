// An HTTP server for tests: answers as a function says, also wrongly, half, or not at all.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace cdc::test {

struct FakeRequest {
  std::string method;
  std::string path;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  int connection = 0;  // counts from 1
};

struct FakeReply {
  std::string bytes;   // as they go over the wire
  bool close = false;  // after the bytes
  bool stall = false;  // say nothing more, keep the connection
};

// A well-formed reply.
FakeReply Answer(int status, const std::string& body);
// The first half of it, then the connection is closed.
FakeReply HalfAnswer(int status, const std::string& body);

class FakeHttp {
 public:
  // Called on the connections' threads.
  using Handler = std::function<FakeReply(const FakeRequest&)>;

  explicit FakeHttp(Handler handler);
  ~FakeHttp();
  FakeHttp(const FakeHttp&) = delete;
  FakeHttp& operator=(const FakeHttp&) = delete;

  std::string url() const;
  std::vector<FakeRequest> Requests() const;

 private:
  void Accept(std::stop_token stop);
  void Serve(int socket, int connection, std::stop_token stop);

  const Handler handler_;
  int listener_ = -1;
  int port_ = 0;
  mutable std::mutex mutex_;
  std::vector<FakeRequest> requests_;  // guarded by mutex_
  std::jthread acceptor_;              // owns the connections' threads
};

// A local port where nobody listens.
std::string DeadUrl();

}  // namespace cdc::test
