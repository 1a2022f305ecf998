// Which prefix of the stream is done: tickets are opened in order, closed in any.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <stop_token>

#include "cdc/model/lsn.h"

namespace cdc::stream {

using Ticket = std::uint64_t;

class AckTracker {  // thread-safe
 public:
  // `covers` is what is done once this and every earlier ticket are closed. REQUIRES: it never falls.
  Ticket Open(Lsn covers);
  void Close(Ticket ticket);
  // Never opened after all. REQUIRES: none was opened since.
  void Withdraw(Ticket ticket);
  // `covers` of the longest closed prefix; 0 before the first.
  Lsn Durable() const;
  // Whether every ticket opened before `ticket` is closed.
  bool AllOlder(Ticket ticket) const;
  // Returns once every ticket opened before `ticket` is closed; false when stopped.
  bool WaitOlder(Ticket ticket, std::stop_token stop) const;
  // Returns once every ticket opened so far is closed; false when stopped.
  bool WaitAll(std::stop_token stop) const;
  std::size_t open() const;

 private:
  struct Slot {
    Lsn covers;
    bool closed = false;
  };
  mutable std::mutex mutex_;
  mutable std::condition_variable_any changed_;
  std::deque<Slot> slots_;  // guarded by mutex_; slots_[0] is ticket first_
  Ticket first_ = 1;        // guarded by mutex_
  Lsn durable_;             // guarded by mutex_
};

// A ticket that closes with its scope, whatever ends it.
class OpenPage {
 public:
  explicit OpenPage(AckTracker& tracker) : tracker_(tracker), ticket_(tracker.Open({})) {}
  ~OpenPage() { tracker_.Close(ticket_); }
  OpenPage(const OpenPage&) = delete;
  OpenPage& operator=(const OpenPage&) = delete;

 private:
  AckTracker& tracker_;
  Ticket ticket_;
};

}  // namespace cdc::stream
