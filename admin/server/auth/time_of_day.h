// The time of day, as instances on several hosts share it: what one wrote into Redis another compares with its own.
// Their clocks must agree to within a few seconds. Tests bring a clock of their own.
#pragma once

#include <chrono>

namespace admin::auth {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;

class TimeOfDay {
 public:
  virtual ~TimeOfDay() = default;
  virtual Time Now() const {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

}  // namespace admin::auth
