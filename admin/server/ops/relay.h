// walcast's event stream, passed on to many readers over one connection, which is there only while somebody reads. Its
// events keep their ids, so a reader that comes back goes on where it was; while walcast is away the readers are told
// so, and hear of it when it is back.
#pragma once

#include <condition_variable>
#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "admin/server/http/message.h"
#include "cdc/base/clock.h"
#include "cdc/base/log.h"

namespace admin::ops {

struct RelayOptions {
  std::string control = "127.0.0.1:8091";
  std::string token{};
  std::size_t readers = 256;                         // one more is turned away
  std::size_t kept = 30;                             // events for those who come back
  cdc::Duration again = std::chrono::seconds(1);     // between attempts to reach walcast
  cdc::Duration linger = std::chrono::seconds(10);   // the connection stays for so long without readers
  cdc::Duration silence = std::chrono::seconds(60);  // walcast sends comments more often: beyond this it is gone
};

class Relay final : public http::Feed {
 public:
  Relay(RelayOptions options, const cdc::Clock& clock, cdc::Log& log);
  ~Relay() override;  // REQUIRES: no subscription is left

  std::unique_ptr<http::Subscription> Subscribe(const std::string& last_id, Reader reader) override;

 private:
  struct Wire;
  class Seat;
  struct Kept {
    std::string id;  // "" for what has none: it is not kept
    Event event;
  };

  void Run(std::stop_token stop);
  std::string Follow(std::stop_token stop);  // why it ended
  void Tell(Kept event);
  void TellAway(const std::string& why);
  bool AwaitReader(std::stop_token stop);  // false when stopped
  bool Needed();                           // somebody reads, or did a moment ago

  const RelayOptions options_;
  const cdc::Clock& clock_;
  cdc::Log& log_;
  std::mutex mutex_;
  std::condition_variable_any came_;
  cdc::TimePoint last_left_{};  // guarded by mutex_
  std::list<Reader> readers_;   // guarded by mutex_
  std::deque<Kept> kept_;       // guarded by mutex_
  Event now_;                   // what a new reader gets first: the newest status, or that walcast is away; by mutex_
  bool away_ = false;           // guarded by mutex_
  std::jthread thread_;         // last: it uses all of the above
};

}  // namespace admin::ops
