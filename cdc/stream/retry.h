// A call that must succeed before anything goes on: tried again, with a growing wait, as long as the server is only
// away.
#pragma once

#include <stop_token>

#include "cdc/base/backoff.h"
#include "cdc/base/clock.h"
#include "cdc/stream/error_policy.h"

namespace cdc::stream {

// True once `act` has returned; false when stopped while waiting. Throws what OnStream does not retry.
template <typename Act>
bool Insist(const Clock& clock, BackoffLimits limits, const std::stop_token& stop, Act act) {
  for (Backoff backoff(limits);;) {
    if (stop.stop_requested()) return false;
    try {
      act();
      return true;
    } catch (const Error& error) {
      if (OnStream(error.kind()) != Action::kRetry) throw;
      if (!clock.Wait(backoff.Next(), stop)) return false;
    }
  }
}

}  // namespace cdc::stream
