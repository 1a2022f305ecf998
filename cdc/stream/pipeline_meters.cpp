// What the pipeline counts on the way: rows by table, and how long transactions and batches take.
#include <chrono>

#include "cdc/stream/pipeline.h"

namespace cdc::stream {
namespace {

// By two machines' clocks.
Duration SinceCommit(std::int64_t committed) {
  return std::chrono::system_clock::now().time_since_epoch() - std::chrono::microseconds(committed);
}

}  // namespace

void Pipeline::Follow(const TargetSet& targets) {
  parts_.source.SetInterest(targets.interest());
  rows_.clear();
  for (const auto& table : targets.interest()->tables()) rows_.push_back(&parts_.shared.meters.Rows(table.name));
}

void Pipeline::Measure(const Message& message) {
  if (const auto* change = std::get_if<Change>(&message)) {
    rows_.at(change->table)->fetch_add(1, std::memory_order_relaxed);
  } else if (const auto* begin = std::get_if<Begin>(&message); begin != nullptr && begin->committed) {
    parts_.shared.meters.source.Add(SinceCommit(*begin->committed));
  }
}

// What writes nothing tells nothing of how long writing takes.
void Pipeline::Measure(const Batch& batch) {
  if (batch.begun == TimePoint{}) return;
  auto& meters = parts_.shared.meters;
  meters.queue.Add(batch.begun - batch.since);
  meters.delivery.Add(parts_.shared.clock.Now() - batch.begun);
  for (const auto committed : batch.commits) meters.end_to_end.Add(SinceCommit(committed));
}

}  // namespace cdc::stream
