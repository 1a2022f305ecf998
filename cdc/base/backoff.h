// Waiting times between attempts: exponential, with full jitter, bounded (the "full jitter" of AWS's architecture blog,
// 2015).
#pragma once

#include <random>

#include "cdc/base/clock.h"

namespace cdc {

struct BackoffLimits {
  Duration min = std::chrono::milliseconds(100);
  Duration max = std::chrono::seconds(30);
};

// One sequence of attempts; not thread-safe.
class Backoff {
 public:
  explicit Backoff(BackoffLimits limits, std::uint64_t seed = std::random_device{}());
  // Between `min` and min(`max`, min * 2^n) for the n-th call since Reset.
  Duration Next();
  void Reset() { attempt_ = 0; }
  int attempt() const { return attempt_; }

 private:
  BackoffLimits limits_;
  std::mt19937_64 random_;
  int attempt_ = 0;
};

}  // namespace cdc
