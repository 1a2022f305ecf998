// A clock that runs faster than the real one, and lets its waits be woken: what takes seconds in production takes
// milliseconds here.
#pragma once

#include <condition_variable>
#include <mutex>

#include "cdc/base/clock.h"

namespace cdc::test {

class ScaledClock final : public Clock {
 public:
  explicit ScaledClock(int speed) : speed_(speed) {}

  TimePoint Now() const override {
    return TimePoint(std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - start_) * speed_);
  }

  bool Wait(Duration time, std::stop_token stop) const override {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, time / speed_, [] { return false; });
    return !stop.stop_requested();
  }

 private:
  const int speed_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace cdc::test
