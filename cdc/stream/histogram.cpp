#include "cdc/stream/histogram.h"

#include <algorithm>
#include <numeric>

namespace cdc::stream {

std::uint64_t LatencyCounts::Count() const { return std::accumulate(buckets.begin(), buckets.end(), std::uint64_t{0}); }

std::optional<double> LatencyCounts::Quantile(double share) const {
  const std::uint64_t count = Count();
  if (count == 0) return std::nullopt;
  const double wanted = share * static_cast<double>(count);
  double below = 0;
  for (std::size_t i = 0; i < kLatencyBounds.size(); ++i) {
    const auto within = static_cast<double>(buckets[i]);
    if (within > 0 && below + within >= wanted) {
      const double lower = i == 0 ? 0 : kLatencyBounds[i - 1];
      return lower + (kLatencyBounds[i] - lower) * (wanted - below) / within;
    }
    below += within;
  }
  return kLatencyBounds.back();
}

LatencyCounts LatencyCounts::Since(const LatencyCounts& earlier) const {
  LatencyCounts difference;
  for (std::size_t i = 0; i < buckets.size(); ++i) difference.buckets[i] = buckets[i] - earlier.buckets[i];
  difference.sum = sum - earlier.sum;
  return difference;
}

void Histogram::Add(Duration time) {
  time = std::max(time, Duration::zero());
  const double seconds = std::chrono::duration<double>(time).count();
  const auto bucket = std::lower_bound(kLatencyBounds.begin(), kLatencyBounds.end(), seconds) - kLatencyBounds.begin();
  buckets_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
  nanoseconds_.fetch_add(static_cast<std::uint64_t>(time.count()), std::memory_order_relaxed);
}

LatencyCounts Histogram::Read() const {
  LatencyCounts counts;
  for (std::size_t i = 0; i < buckets_.size(); ++i) counts.buckets[i] = buckets_[i].load(std::memory_order_relaxed);
  counts.sum = static_cast<double>(nanoseconds_.load(std::memory_order_relaxed)) / 1e9;
  return counts;
}

}  // namespace cdc::stream
