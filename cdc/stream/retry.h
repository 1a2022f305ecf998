// A call that must succeed before anything goes on: tried again, with a growing wait, as long as the server is only
// away.
#pragma once

#include <stop_token>
#include <string>

#include "cdc/stream/error_policy.h"
#include "cdc/stream/troubles.h"

namespace cdc::stream {

// True once `act` has returned; false when stopped while waiting. Throws what OnStream does not retry.
template <typename Act>
bool Insist(const Patience& patience, const std::string& doing, const std::stop_token& stop, Act act) {
  for (Backoff backoff(patience.backoff);;) {
    if (stop.stop_requested()) return false;
    try {
      act();
      patience.troubles.Over(doing);
      return true;
    } catch (const Error& error) {
      if (OnStream(error.kind()) != Action::kRetry) throw;
      patience.troubles.Met(doing, error);
      if (!patience.clock.Wait(backoff.Next(), stop)) return false;
    }
  }
}

// What the search engine refuses because of who we are is no fault of one index, and nothing to suspend it for: a
// password was just changed.
template <typename Act>
auto NotForRights(Act act) {
  try {
    return act();
  } catch (const Error& error) {
    if (error.kind() != Kind::kRights) throw;
    throw Error(Kind::kUnavailable, error.what(), error.hint());
  }
}

}  // namespace cdc::stream
