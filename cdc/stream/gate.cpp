#include "cdc/stream/gate.h"

#include <algorithm>

#include "cdc/stream/error_policy.h"
#include "cdc/stream/plant.h"

namespace cdc::stream {
namespace {

// Between two looks while a transaction is not visible: most are within a millisecond.
constexpr BackoffLimits kLook{std::chrono::microseconds(500), std::chrono::milliseconds(50)};

}  // namespace

Gate::Gate(Visibility& visibility, const Clock& clock, BackoffLimits backoff)
    : visibility_(visibility), clock_(clock), backoff_(backoff) {}

bool Gate::Open(const Batch& batch) const {
  if (Planted(Bug::kNoGate)) return true;
  if (Planted(Bug::kGateNewestOnly)) return batch.xids.empty() || seen_.snapshot.Sees(batch.xids.back());
  return std::all_of(batch.xids.begin(), batch.xids.end(), [&](Xid xid) { return seen_.snapshot.Sees(xid); });
}

std::optional<Lsn> Gate::Pass(const Batch& batch, std::stop_token stop) {
  Backoff look(kLook), lost(backoff_);
  for (;;) {
    Duration wait{};
    try {
      if (seen_.snapshot.xmax != 0 && Open(batch)) return seen_.flushed;  // an older look may suffice
      seen_ = visibility_.Read(stop);
      if (Open(batch)) return seen_.flushed;
      wait = look.Next();
    } catch (const Error& error) {
      if (OnStream(error.kind()) != Action::kRetry) throw;
      wait = lost.Next();
    }
    if (!clock_.Wait(wait, stop)) return std::nullopt;
  }
}

}  // namespace cdc::stream
