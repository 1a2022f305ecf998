// Stands before a real HTTP server and passes on what it is asked, except what a test tells it to leave unanswered.
#pragma once

#include <functional>
#include <mutex>
#include <string>

#include "tests/support/fake_http.h"
#include "tests/support/http.h"

namespace cdc::test {

// Thread-safe.
class HttpGate {
 public:
  using Choice = std::function<bool(const FakeRequest&)>;

  explicit HttpGate(std::string server) : server_(std::move(server)) {}

  std::string url() const { return http_.url(); }
  // Requests for which `choice` holds get no answer from now on; the server does not see them.
  void Hold(Choice choice) {
    const std::scoped_lock lock(mutex_);
    choice_ = std::move(choice);
    held_ = 0;
  }
  int held() const {
    const std::scoped_lock lock(mutex_);
    return held_;
  }

 private:
  FakeReply Pass(const FakeRequest& request) {
    {
      const std::scoped_lock lock(mutex_);
      if (choice_ && choice_(request)) {
        ++held_;
        return {"", false, true};
      }
    }
    const HttpReply reply = HttpClient(server_).Send(request.method, request.path, request.body);
    if (reply.status == 0) return {"", true, false};
    FakeReply answer = Answer(static_cast<int>(reply.status), request.method == "HEAD" ? "" : reply.body);
    return answer;
  }

  const std::string server_;
  mutable std::mutex mutex_;
  Choice choice_;  // guarded by mutex_
  int held_ = 0;   // guarded by mutex_
  FakeHttp http_{[this](const FakeRequest& request) { return Pass(request); }};  // last: its threads use the others
};

}  // namespace cdc::test
