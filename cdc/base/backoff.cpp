#include "cdc/base/backoff.h"

#include <algorithm>

namespace cdc {

Backoff::Backoff(BackoffLimits limits, std::uint64_t seed) : limits_(limits), random_(seed) {}

Duration Backoff::Next() {
  Duration cap = limits_.min;
  for (int i = 0; i < attempt_ && cap < limits_.max; ++i) cap *= 2;
  cap = std::min(cap * 2, std::max(limits_.min, limits_.max));
  ++attempt_;
  std::uniform_int_distribution<Duration::rep> wait(limits_.min.count(), std::max(limits_.min, cap).count());
  return Duration(wait(random_));
}

}  // namespace cdc
