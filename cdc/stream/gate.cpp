#include "cdc/stream/gate.h"

#include <algorithm>

#include "cdc/stream/error_policy.h"
#include "cdc/stream/plant.h"

namespace cdc::stream {
namespace {

// Between two looks while a transaction is not visible: most are within a millisecond.
constexpr BackoffLimits kLook{std::chrono::microseconds(500), std::chrono::milliseconds(50)};
constexpr Duration kLong = std::chrono::seconds(10);  // a wait that somebody should know of
constexpr const char* kDoing = "waiting until commits can be read";

}  // namespace

Gate::Gate(Visibility& visibility, Patience patience) : visibility_(visibility), patience_(patience) {}

bool Gate::Open(const Batch& batch) const {
  if (Planted(Bug::kNoGate)) return true;
  if (Planted(Bug::kGateNewestOnly)) return batch.xids.empty() || seen_.snapshot.Sees(batch.xids.back());
  return std::all_of(batch.xids.begin(), batch.xids.end(), [&](Xid xid) { return seen_.snapshot.Sees(xid); });
}

std::optional<Lsn> Gate::Pass(const Batch& batch, std::stop_token stop) {
  Backoff look(kLook), lost(patience_.backoff);
  const TimePoint began = patience_.clock.Now();
  for (;;) {
    Duration wait{};
    try {
      if (seen_.snapshot.xmax != 0 && Open(batch)) return seen_.flushed;  // an older look may suffice
      seen_ = visibility_.Read(stop);
      if (Open(batch)) {
        patience_.troubles.Over(kDoing);
        return seen_.flushed;
      }
      if (patience_.clock.Now() - began > kLong) {
        patience_.troubles.Met(kDoing, Error(Kind::kNotYet, "a commit is in the log but not visible yet",
                                             "Is a synchronous standby missing? See pg_stat_activity for SyncRep."));
      }
      wait = look.Next();
    } catch (const Error& error) {
      if (OnStream(error.kind()) != Action::kRetry) throw;
      patience_.troubles.Met(kDoing, error);
      wait = lost.Next();
    }
    if (!patience_.clock.Wait(wait, stop)) return std::nullopt;
  }
}

}  // namespace cdc::stream
