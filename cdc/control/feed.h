// The status as server-sent events: computed once a tick for all who follow it, however many they are, and not at all
// while nobody does.
//
//   id: 19f1b2c3d4-17        the process's epoch and a counter
//   event: status            or `problem`, where the status cannot be told (problem+json)
//   data: {…}                all of it, on one line
//
// An event is made when the status has changed. A client that comes back with the id of an event that is still kept is
// sent those after it; every other one begins with the present status. A comment goes out where nothing else did.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cdc/control/request.h"

namespace cdc::control {

class Session;
struct Loop;

class Feed {  // used on the loop's thread only
 public:
  explicit Feed(Loop& loop);

  bool HasRoom() const;
  // Sends the session what it missed, then all that comes. It unsubscribes before it ends.
  void Subscribe(Session& session, const std::optional<std::string>& last_id);
  void Unsubscribe(Session& session);
  // Sessions are closed by their owner.
  void Stop();

 private:
  using Text = std::shared_ptr<const std::string>;
  struct Event {
    std::uint64_t number;
    Text text;
  };
  struct Follower {
    bool fresh = true;  // has seen no status yet
    std::chrono::steady_clock::time_point sent;
  };
  // Of an event that is still kept, or the newest one.
  std::optional<std::uint64_t> Kept(const std::optional<std::string>& id) const;
  void Tick();
  void Ask();
  void OnStatus(const Reply& reply);
  void Publish(const Reply& reply);
  void Greet();
  void Heartbeat();
  // Drops whoever does not take it.
  void Offer(Session* session, const Text& text);
  std::vector<Session*> Followers() const;  // as of now: one that is dropped leaves the map

  Loop& loop_;
  const std::string epoch_;
  boost::asio::steady_timer timer_;
  std::map<Session*, Follower> followers_;
  std::deque<Event> events_;
  std::string last_;  // the body of the newest event
  std::uint64_t number_ = 0;
  bool ticking_ = false;
  bool asking_ = false;
  bool known_ = false;  // the newest event is of this row of ticks
};

}  // namespace cdc::control
