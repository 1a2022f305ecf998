#include "cdc/base/clock.h"

#include <condition_variable>
#include <ctime>
#include <mutex>

namespace cdc {
namespace {

class BootClock final : public Clock {
 public:
  TimePoint Now() const override {
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return TimePoint(std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec));
  }

  bool Wait(Duration time, std::stop_token stop) const override {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, time, [] { return false; });
    return !stop.stop_requested();
  }
};

}  // namespace

std::unique_ptr<Clock> SystemClock() { return std::make_unique<BootClock>(); }

}  // namespace cdc
