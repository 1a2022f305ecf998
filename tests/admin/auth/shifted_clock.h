// A time of day that a test moves.
#pragma once

#include "admin/server/auth/time_of_day.h"

namespace admin::auth {

class ShiftedClock : public TimeOfDay {
 public:
  Time Now() const override { return TimeOfDay::Now() + shift; }
  std::chrono::milliseconds shift{0};
};

}  // namespace admin::auth
