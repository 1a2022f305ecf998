// What fails again and again while it is retried: told at once, then every half a minute, and once more when it is
// over.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <string>

#include "cdc/base/backoff.h"
#include "cdc/base/clock.h"
#include "cdc/base/log.h"

namespace cdc::stream {

class Troubles {  // thread-safe
 public:
  Troubles(Log& log, const Clock& clock) : log_(log), clock_(clock) {}

  // `doing`: what is being tried, "writing to movies-000001". Several threads may mean the same by it.
  void Met(const std::string& doing, const Error& error);
  // It succeeded. Costs nothing while nothing fails.
  void Over(const std::string& doing);
  // It is not tried any more: an index was suspended, which is told elsewhere.
  void Drop(const std::string& doing);
  // What fails at present, for people; "" for nothing.
  std::string Now() const;

 private:
  struct Trouble {
    std::string what;
    TimePoint told;
    bool under_way = false;
    bool spoken = false;  // of this time it fails
  };
  Log& log_;
  const Clock& clock_;
  std::atomic<int> under_way_{0};
  mutable std::mutex mutex_;
  std::map<std::string, Trouble> all_;  // guarded by mutex_
};

// How a call that must succeed waits, and where it tells of it.
struct Patience {
  const Clock& clock;
  BackoffLimits backoff;
  Troubles& troubles;
};

}  // namespace cdc::stream
