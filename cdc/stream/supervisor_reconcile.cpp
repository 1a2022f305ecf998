// What a term does about an index that may lack changes and is whole otherwise: the record was lost or put back, the slot
// was not (design §4). Each document is compared with what its SQL returns, and written again where they differ, while
// the stream goes on; the index is stale until that is done. A process that comes after begins it anew.
#include <algorithm>

#include "cdc/stream/term.h"

namespace cdc::stream {
namespace {

constexpr Duration kMarkLimit = std::chrono::minutes(1);
constexpr Duration kSettleLook = std::chrono::milliseconds(50);

}  // namespace

std::vector<std::shared_ptr<Reconcile>> Supervisor::Term::TakeReconciled() {
  const std::scoped_lock lock(mutex);
  std::vector<std::shared_ptr<Reconcile>> done;
  for (const auto& [index, reconcile] : reconciles) {
    if (reconcile->ended) done.push_back(reconcile);
  }
  std::erase_if(reconciles, [&](const auto& entry) { return std::ranges::count(done, entry.second) > 0; });
  return done;
}

Supervisor::Snapshot::Index::Compared Supervisor::Term::Compared(const std::string& index) const {
  const std::scoped_lock lock(mutex);
  const auto found = reconciles.find(index);
  if (found == reconciles.end()) return {};
  return {found->second->documents, found->second->estimate};
}

void Supervisor::TendReconciles(Term& term) {
  for (const auto& reconcile : term.TakeReconciled()) Conclude(term, *reconcile);
  const auto unordered = term.generations.Unordered();
  std::vector<TargetPtr> fresh;
  {
    const std::scoped_lock lock(term.mutex);
    for (const auto& [index, reconcile] : term.reconciles) {
      // It is filled anew meanwhile, or suspended.
      if (std::ranges::count(unordered, reconcile->target) == 0) reconcile->thread.request_stop();
    }
    std::ranges::copy_if(unordered, std::back_inserter(fresh), [&](const TargetPtr& target) {
      return !term.reconciles.contains(target->index) && parts_.clock.Now() >= term.reconcile_after[target->index];
    });
  }
  for (const auto& target : fresh) StartReconcile(term, target);
}

void Supervisor::StartReconcile(Term& term, const TargetPtr& target) {
  auto reconcile = std::make_shared<Reconcile>();
  reconcile->target = target;
  reconcile->kit = parts_.workshop.MakeKit(term.server);
  reconcile->thread = std::jthread([this, &term, raw = reconcile.get()](std::stop_token stop) {
    try {
      Compare(term, *raw, stop);
    } catch (const std::exception&) {
      raw->error = std::current_exception();
    }
    raw->ended = true;
  });
  parts_.log.Info("an index is compared with its SQL",
                  {{"index", target->index}, {"generation", target->generation}});
  const std::scoped_lock lock(term.mutex);
  term.reconciles[target->index] = std::move(reconcile);
}

// On the thread of `reconcile`.
void Supervisor::Compare(Term& term, Reconcile& reconcile, std::stop_token stop) {
  Target& target = *reconcile.target;
  const Plan& plan = *target.plan;
  reconcile.estimate = reconcile.kit.router->EstimateKeys(plan, {}) + parts_.indices.Count(target.generation);
  const Verifier verifier(
      {.router = *reconcile.kit.router,
       .renderer = *reconcile.kit.renderer,
       .indices = parts_.indices,
       .settle = [&] { Settle(term, stop); },
       .write_again = [&](const Ids& ids) { WriteTo(term, target, ids, reconcile.kit, stop); },
       .report = [](const Difference&) {},  // its values are not for a log; their number is told at the end
       .compared = [&](std::uint64_t documents) { reconcile.documents = documents; }},
      {.page = options_.pipeline.page});
  reconcile.found = verifier.Run(plan, target.generation, stop);
  // An older record may have letters of documents that were written since.
  WriteLettersAgain(term, target, reconcile.kit, stop);
}

// Returns once everything committed before the call is written. The database belongs to the supervisor's thread.
void Supervisor::Settle(const Term& term, std::stop_token stop) {
  const Lsn mark = Post([this](Term&, std::stop_token) { return parts_.database.Mark(); }, kMarkLimit);
  while (term.checkpoint.durable() < mark) {
    if (stop.stop_requested()) throw Error(Kind::kUnavailable, "stopped while documents were compared");
    parts_.clock.Wait(kSettleLook, stop);
  }
}

void Supervisor::Conclude(Term& term, const Reconcile& reconcile) {
  const std::string& index = reconcile.target->index;
  if (reconcile.thread.get_stop_token().stop_requested()) return;  // given up
  const bool done = Tend("index " + index + " could not be compared with its SQL", [&] {
    if (reconcile.error) std::rethrow_exception(reconcile.error);
    if (!term.generations.Trust(*reconcile.target)) return;
    const Verified& found = reconcile.found;
    parts_.log.Info("the index is in order", {{"index", index},
                                              {"equal", std::to_string(found.equal)},
                                              {"differing", std::to_string(found.differing())},
                                              {"repaired", std::to_string(found.repaired)}});
  });
  if (!done) term.reconcile_after[index] = parts_.clock.Now() + options_.fingerprint;
}

}  // namespace cdc::stream
