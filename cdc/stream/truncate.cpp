#include "cdc/stream/truncate.h"

#include <algorithm>

#include "cdc/stream/plant.h"
#include "cdc/stream/retry.h"

namespace cdc::stream {
namespace {

struct Touches {
  bool root = false;   // rows of the root are gone: documents vanish
  bool other = false;  // documents change, vanish or appear
};

Touches TouchesOf(const Batch& batch, const Plan& plan) {
  Touches touches;
  for (const auto& table : batch.truncated) {
    for (const auto& entry : plan.entries) {
      if (entry.table != table) continue;
      // A partition of the root is known by its route: the key itself is the id.
      const bool key = std::any_of(entry.routes.begin(), entry.routes.end(), [&](std::size_t i) {
        const Route& route = plan.routes.at(i);
        return route.sql.empty() && route.columns.front().name == plan.key;
      });
      if (table == plan.root || key) touches.root = true;
      if (table != plan.root && !Planted(Bug::kTruncateBlind)) touches.other = true;
    }
  }
  return touches;
}

}  // namespace

bool TruncateWalk::WaitForOlder(const Batch& batch, std::stop_token stop) {
  const Pulses::Within rest(pulses_, std::nullopt);
  if (!Planted(Bug::kTruncateNoWait) && !acks_.WaitOlder(batch.ticket, stop)) return false;
  if (Planted(Bug::kTruncatePages)) return true;
  const Ticket now = pages_.Open({});
  const bool done = pages_.WaitOlder(now, stop);
  pages_.Close(now);
  return done;
}

bool TruncateWalk::Run(const Batch& batch, const Target& target, Router& router, std::size_t page, std::stop_token stop,
                       const std::function<bool(Ids&&)>& each) {
  const Touches touches = TouchesOf(batch, *target.plan);
  if (!touches.root && !touches.other) return true;
  if (!WaitForOlder(batch, stop)) return false;
  if (touches.root) {
    const auto walk = AsAway({Kind::kRights}, [&] {
      indices_.Refresh(target.generation);
      return indices_.Walk(target.generation, page);
    });
    const auto next = [&] { return AsAway({Kind::kRights}, [&] { return walk->Next(); }); };
    for (Ids ids = next(); !ids.empty(); ids = next()) {
      if (!each(std::move(ids))) return false;
    }
    // Documents that were refused are not in the index; their letters must go.
    if (!InPages(letters_.Ids(target.generation), page, each)) return false;
  }
  if (touches.other) {
    std::optional<std::string> after;
    for (;;) {
      Ids ids = router.Keys(*target.plan, after, page, stop);
      if (ids.empty()) break;
      after = ids.back();
      if (!each(std::move(ids))) return false;
    }
  }
  return true;
}

}  // namespace cdc::stream
