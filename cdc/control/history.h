// What the stream counted in the last minute: where rates and the latencies' quantiles come from.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "cdc/base/clock.h"
#include "cdc/model/lsn.h"
#include "cdc/stream/meters.h"

namespace cdc::control {

class History {  // thread-safe
 public:
  struct Sample {
    TimePoint at;
    std::optional<Lsn> server;                     // its position; nullopt: not asked, or it did not answer
    std::map<std::string, std::uint64_t> written;  // documents by index
    std::map<std::string, std::uint64_t> rows;     // by table
    stream::LatencyCounts source, queue, delivery, end_to_end;
  };
  // What the meters say now.
  static Sample Read(const stream::Meters& meters, TimePoint now, std::optional<Lsn> server);

  // At most one a second is kept, for a minute.
  void Add(Sample sample);

  // What came between the oldest sample and `now`, which is not kept.
  struct Recent {
    double seconds = 0;                           // 0: there is nothing to compare with yet
    std::map<std::string, double> written, rows;  // a second
    std::optional<double> wal;                    // bytes a second
    stream::LatencyCounts source, queue, delivery, end_to_end;
  };
  Recent Until(const Sample& now) const;

 private:
  mutable std::mutex mutex_;
  std::deque<Sample> samples_;  // guarded by mutex_; the oldest first
};

}  // namespace cdc::control
