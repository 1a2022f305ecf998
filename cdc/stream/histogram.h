// How long things took, counted in fixed buckets: cheap enough for every transaction.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "cdc/base/clock.h"

namespace cdc::stream {

// Upper bounds in seconds, rising; one more bucket holds what is longer.
inline constexpr std::array kLatencyBounds = {
    0.001, 0.002, 0.003, 0.005, 0.007, 0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1,   0.15,  0.2,   0.3,    0.5,
    0.7,   1.0,   1.5,   2.0,   3.0,   5.0,  7.0,   10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0};

struct LatencyCounts {
  std::array<std::uint64_t, kLatencyBounds.size() + 1> buckets{};
  double sum = 0;  // seconds

  std::uint64_t Count() const;
  // Seconds, between the bounds of its bucket by the share of what lies in it; the last bound where it is longer.
  // Nullopt where nothing is counted. REQUIRES: 0 < share <= 1.
  std::optional<double> Quantile(double share) const;
  // What was added since `earlier`.
  LatencyCounts Since(const LatencyCounts& earlier) const;
};

class Histogram {  // thread-safe, without locks
 public:
  void Add(Duration time);  // less than nothing, as clocks differ, counts as nothing
  LatencyCounts Read() const;

 private:
  std::array<std::atomic<std::uint64_t>, kLatencyBounds.size() + 1> buckets_{};
  std::atomic<std::uint64_t> nanoseconds_{0};
};

}  // namespace cdc::stream
