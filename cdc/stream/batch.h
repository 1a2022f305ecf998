// What of the stream is settled together: the changed rows' routing columns, each once, and the transactions they are
// of.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "cdc/base/clock.h"
#include "cdc/model/change.h"
#include "cdc/model/document.h"
#include "cdc/stream/ack_tracker.h"
#include "cdc/stream/documents.h"
#include "cdc/stream/target.h"
#include "cdc/stream/write_times.h"

namespace cdc::stream {

struct Batch {
  Ticket ticket = 0;      // opened when the batch is taken, in commit order
  Version version = 0;    // newest commit record + 1; 0: the batch holds no change
  CommitTimes committed;  // of every transaction in it
  Lsn covers;             // end of the last commit that lies wholly in it or before it
  std::vector<Xid> xids;  // of every transaction in it; the gate waits for all
  TargetSetPtr targets;
  // rows[target][route]: the values that route starts from.
  std::vector<std::vector<std::set<RouteRow>>> rows;
  std::vector<TableName> truncated;
  std::size_t count = 0;                // of values in `rows`
  std::size_t bytes = 0;                // of their text
  std::size_t changes = 0;              // rows of the stream, for the metrics
  TimePoint since{};                    // of its first message
  TimePoint begun{};                    // when a writer took it
  std::vector<std::int64_t> commits{};  // of the transactions that end in it: Unix microseconds, for the metrics
};

}  // namespace cdc::stream
