// Time as the stream sees it: monotonic, and running on while the machine sleeps.
#pragma once

#include <chrono>
#include <memory>
#include <stop_token>

namespace cdc {

using Duration = std::chrono::nanoseconds;

class Clock {
 public:
  // Since boot (CLOCK_BOOTTIME); comparable only within one process.
  struct Tag {
    using duration = Duration;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<Tag>;
    static constexpr bool is_steady = true;
  };
  using TimePoint = Tag::time_point;

  virtual ~Clock() = default;
  virtual TimePoint Now() const = 0;
  // Returns after `time`, or earlier once `stop` is requested; false when stopped.
  virtual bool Wait(Duration time, std::stop_token stop) const = 0;
};

using TimePoint = Clock::TimePoint;

std::unique_ptr<Clock> SystemClock();

}  // namespace cdc
