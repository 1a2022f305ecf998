// A call that must succeed before anything goes on: tried again, with a growing wait, as long as the server is only
// away.
#pragma once

#include <algorithm>
#include <initializer_list>
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

// While the stream runs, a search engine that refuses us as such (a password just changed: kRights; a certificate that
// ran out: kConfig of a connection) is one that is away: to suspend every index for it would cost a rebuild of each.
template <typename Act>
auto AsAway(std::initializer_list<Kind> refusals, Act act) {
  try {
    return act();
  } catch (const Error& error) {
    if (std::ranges::find(refusals, error.kind()) == refusals.end()) throw;
    throw Error(Kind::kUnavailable, error.what(), error.hint());
  }
}

}  // namespace cdc::stream
