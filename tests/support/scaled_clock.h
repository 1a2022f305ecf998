// A clock that runs faster than the real one: what takes seconds in production takes milliseconds here.
#pragma once

#include <condition_variable>
#include <mutex>

#include "cdc/base/clock.h"

namespace cdc::test {

class ScaledClock final : public Clock {
 public:
  explicit ScaledClock(int speed) : speed_(speed) {}

  TimePoint Now() const override {
    const std::scoped_lock lock(mutex_);
    return At(std::chrono::steady_clock::now());
  }

  bool Wait(Duration time, std::stop_token stop) const override {
    std::mutex none;
    std::condition_variable_any wake;
    std::unique_lock lock(none);
    wake.wait_for(lock, stop, time / speed(), [] { return false; });
    return !stop.stop_requested();
  }

  void SetSpeed(int speed) {
    const std::scoped_lock lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    passed_ = At(now);
    since_ = now;
    speed_ = speed;
  }

 private:
  // REQUIRES: mutex_ is held.
  TimePoint At(std::chrono::steady_clock::time_point now) const {
    return passed_ + std::chrono::duration_cast<Duration>(now - since_) * speed_;
  }
  int speed() const {
    const std::scoped_lock lock(mutex_);
    return speed_;
  }

  mutable std::mutex mutex_;  // guards what follows
  int speed_;
  TimePoint passed_{};  // at since_
  std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
};

}  // namespace cdc::test
