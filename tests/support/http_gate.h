// Stands before a real HTTP server and passes on what it is asked, except where a test wants it otherwise.
#pragma once

#include <condition_variable>
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
  ~HttpGate() { LetGo(); }
  HttpGate(const HttpGate&) = delete;
  HttpGate& operator=(const HttpGate&) = delete;

  std::string url() const { return http_.url(); }
  static bool IsBulk(const FakeRequest& request) { return request.path.find("/_bulk") != std::string::npos; }

  // What befalls requests for which `choice` holds from now on, in place of what was said before:
  // they get this answer, and the server does not see them;
  void Reply(Choice choice, FakeReply reply) { Set({std::move(choice), std::move(reply), false}); }
  // they get none, ever;
  void Hold(Choice choice) { Reply(std::move(choice), {"", false, true}); }
  // their connection is closed;
  void Refuse(Choice choice) { Reply(std::move(choice), {"", true, false}); }
  // they are passed on once LetGo or another of these is called.
  void Delay(Choice choice) { Set({std::move(choice), {}, true}); }
  void LetGo() { Set({}); }
  // Requests met so since then.
  int held() const {
    const std::scoped_lock lock(mutex_);
    return held_;
  }

 private:
  struct Rule {
    Choice choice;
    FakeReply reply;
    bool delays = false;
  };
  void Set(Rule rule) {
    const std::scoped_lock lock(mutex_);
    rule_ = std::move(rule);
    ++rules_;
    held_ = 0;
    changed_.notify_all();
  }
  FakeReply Pass(const FakeRequest& request) {
    {
      std::unique_lock lock(mutex_);
      if (rule_.choice && rule_.choice(request)) {
        ++held_;
        if (!rule_.delays) return rule_.reply;
        changed_.wait(lock, [this, rules = rules_] { return rules_ != rules; });
      }
    }
    const HttpReply reply = HttpClient(server_).Send(request.method, request.path, request.body);
    if (reply.status == 0) return {"", true, false};
    return Answer(static_cast<int>(reply.status), request.method == "HEAD" ? "" : reply.body);
  }

  const std::string server_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Rule rule_;                                                                    // guarded by mutex_
  int rules_ = 0;                                                                // guarded by mutex_
  int held_ = 0;                                                                 // guarded by mutex_
  FakeHttp http_{[this](const FakeRequest& request) { return Pass(request); }};  // last: its threads use the others
};

}  // namespace cdc::test
