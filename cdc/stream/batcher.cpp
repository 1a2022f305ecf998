#include "cdc/stream/batcher.h"

#include <algorithm>

#include "cdc/base/error.h"
#include "cdc/stream/plant.h"

namespace cdc::stream {
namespace {

// Whether an UPDATE leaves everything the entry reads as it was; unknown counts as changed.
bool Irrelevant(const EntryStart& start, const Change& change) {
  if (change.op != Op::kUpdate || start.whole_row) return false;
  return std::all_of(start.reads.begin(), start.reads.end(), [&](std::size_t column) {
    const Cell& before = change.before.at(column);
    const Cell& after = change.after.at(column);
    if (before.state == Cell::State::kAbsent) return false;
    if (Planted(Bug::kRelevanceNull) && (before.state == Cell::State::kNull || after.state == Cell::State::kNull))
      return true;
    const bool unclear = std::ranges::count(start.unclear_nulls, column) != 0;
    if (unclear && before.state == Cell::State::kNull && after.state == Cell::State::kNull) return false;
    return after.state == Cell::State::kAbsent || after == before;  // absent in the new row: unchanged TOAST
  });
}

}  // namespace

Batcher::Batcher(BatchLimits limits, const Clock& clock, TargetEvents& events)
    : limits_(limits), clock_(clock), events_(events) {}

void Batcher::SetTargets(TargetSetPtr targets) {
  targets_ = std::move(targets);
  batch_ = Batch{};
  batch_.targets = targets_;
  for (const auto& target : targets_->targets()) batch_.rows.emplace_back(target->plan->routes.size());
}

void Batcher::Touch() {
  if (!since_) since_ = clock_.Now();
}

void Batcher::Add(const Message& message) {
  if (const auto* begin = std::get_if<Begin>(&message)) {
    begin_ = *begin;
  } else if (const auto* change = std::get_if<Change>(&message)) {
    if (!begin_) throw Error(Kind::kCorrupt, "the stream has a change outside of a transaction");
    AddChange(*change);
  } else if (const auto* truncate = std::get_if<Truncate>(&message)) {
    if (!begin_) throw Error(Kind::kCorrupt, "the stream has a TRUNCATE outside of a transaction");
    batch_.truncated.push_back(truncate->table);
    Touch();
  } else if (const auto* commit = std::get_if<Commit>(&message)) {
    if (!begin_) throw Error(Kind::kCorrupt, "the stream has a commit without its begin");
    // A transaction without rows of ours counts too: a later batch must not pass the gate before it.
    Claim();
    covered_ = std::max(covered_, commit->end);
    if (begin_->committed) batch_.commits.push_back(*begin_->committed);
    begin_.reset();
    Touch();
  } else if (const auto* idle = std::get_if<Idle>(&message)) {
    if (begin_ || idle->received <= covered_) return;
    covered_ = idle->received;
    Touch();
  }
}

void Batcher::AddChange(const Change& change) {
  Touch();
  ++batch_.changes;
  for (const auto& start : targets_->Starts(change.table)) {
    if (Irrelevant(start, change)) continue;
    const bool old = change.op == Op::kDelete || (change.op == Op::kUpdate && !Planted(Bug::kOldKeyIgnored));
    // What the old row lacks lies outside the replica identity: nobody knows what it was. What the new row lacks is an
    // unchanged TOAST value.
    if (old) AddRow(start, change.table, change.before, {});
    if (change.op != Op::kDelete) AddRow(start, change.table, change.after, change.before);
  }
}

void Batcher::AddRow(const EntryStart& start, std::size_t table, const Row& row, const Row& fallback) {
  for (const auto& route : start.routes) {
    RouteRow values;
    bool null = false;
    for (const auto column : route.columns) {
      const Cell* cell = &row.at(column);
      if (cell->state == Cell::State::kAbsent && !fallback.empty()) cell = &fallback.at(column);
      if (cell->state == Cell::State::kAbsent) {
        events_.Blind(*targets_->targets()[start.target], targets_->interest()->tables()[table].name);
        return;
      }
      null = null || cell->state == Cell::State::kNull;
      values.push_back(cell->text);
    }
    if (null) continue;
    std::size_t bytes = 0;
    for (const auto& value : values) bytes += value.size();
    if (batch_.rows[start.target][route.route].insert(std::move(values)).second) {
      ++batch_.count;
      batch_.bytes += bytes;
    }
  }
}

bool Batcher::Ready(TimePoint now) const {
  if (!since_) return false;
  return batch_.count >= limits_.documents || batch_.bytes >= limits_.bytes || now - *since_ >= limits_.linger;
}

TimePoint Batcher::Due(Duration idle) const { return since_ ? *since_ + limits_.linger : clock_.Now() + idle; }

// The batch holds rows of the transaction under way: it waits for it at the gate, and claims it as its version.
void Batcher::Claim() {
  const bool first = batch_.xids.empty();
  batch_.committed = {.oldest = first ? begin_->committed : Earlier(batch_.committed.oldest, begin_->committed),
                      .newest = begin_->committed};
  batch_.xids.push_back(begin_->xid);
  batch_.version = begin_->commit.value + (Planted(Bug::kVersionWithoutOne) ? 0 : 1);
}

Batch Batcher::Take() {
  if (begin_) Claim();
  batch_.covers = begin_ && Planted(Bug::kCoverUnfinished) ? Lsn{batch_.version} : covered_;
  batch_.since = since_.value_or(TimePoint{});
  since_.reset();
  Batch taken = std::move(batch_);
  SetTargets(targets_);
  return taken;
}

void Batcher::Interrupt() {
  if (begin_) Claim();
  begin_.reset();
}

}  // namespace cdc::stream
