// Collects messages into batches, cut by count, bytes and age. Used by the reader thread only.
#pragma once

#include <chrono>
#include <optional>

#include "cdc/base/clock.h"
#include "cdc/model/change.h"
#include "cdc/stream/batch.h"

namespace cdc::stream {

struct BatchLimits {
  std::size_t documents = 1000;
  std::size_t bytes = 8 << 20;
  Duration linger = std::chrono::milliseconds(5);
};

class Batcher {
 public:
  Batcher(BatchLimits limits, const Clock& clock, TargetEvents& events);

  // REQUIRES: nothing collected, or the set in force is replaced between two batches.
  void SetTargets(TargetSetPtr targets);
  // Where the stream starts: covered until the first commit is whole.
  void SetCovered(Lsn covered) { covered_ = covered; }

  // Throws kCorrupt where the messages' order means nothing.
  void Add(const Message& message);
  bool Ready(TimePoint now) const;
  bool Empty() const { return !since_; }
  bool InTransaction() const { return begin_.has_value(); }
  // When what is collected must go, at the latest; `idle` from now where there is nothing.
  TimePoint Due(Duration idle) const;
  // REQUIRES: not Empty.
  Batch Take();
  // The connection is lost: the transaction under way will come again from its begin. What came of it is kept,
  // harmlessly.
  void Interrupt();
  // End of the last commit that was received wholly.
  Lsn covered() const { return covered_; }

 private:
  void AddChange(const Change& change);
  // `fallback`: where an unchanged value stands that the row does not repeat; may be empty.
  void AddRow(const EntryStart& start, std::size_t table, const Row& row, const Row& fallback);
  void Touch();
  void Claim();

  const BatchLimits limits_;
  const Clock& clock_;
  TargetEvents& events_;
  TargetSetPtr targets_;
  Batch batch_;
  std::optional<TimePoint> since_;  // of the oldest message collected
  std::optional<Begin> begin_;      // the transaction under way
  Lsn covered_;
};

}  // namespace cdc::stream
