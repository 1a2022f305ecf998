// What the stream counts since the process started: for the status and the metrics. Counting takes no lock.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "cdc/model/plan.h"
#include "cdc/stream/histogram.h"
#include "cdc/stream/write_times.h"

namespace cdc::stream {

struct WriterCounts {  // documents
  std::atomic<std::uint64_t> applied{0}, stale{0}, rejected{0}, retried{0};
};

class Meters {  // thread-safe
 public:
  WriterCounts written;  // of all indices

  // A transaction: from its commit until it was received, and until its documents were written. A batch: from its first
  // row until a writer took it, and until it was written.
  Histogram source, end_to_end;
  Histogram queue, delivery;

  WriteTimes times;

  // Valid as long as this; looked up under a lock, so not for every row.
  WriterCounts& Index(const std::string& name);
  std::atomic<std::uint64_t>& Rows(const TableName& table);

  struct Written {
    std::uint64_t applied = 0, stale = 0, rejected = 0, retried = 0;
  };
  std::map<std::string, Written> Indices() const;
  std::map<std::string, std::uint64_t> Tables() const;  // rows by "schema.table"

 private:
  mutable std::mutex mutex_;
  std::map<std::string, WriterCounts> indices_;               // its nodes stay where they are
  std::map<std::string, std::atomic<std::uint64_t>> tables_;  // the same
};

}  // namespace cdc::stream
