// Waiting for a file descriptor, with a deadline and a stop token.
#pragma once

#include <stop_token>

#include "cdc/base/clock.h"

namespace cdc {

enum class Ready : std::uint8_t { kReady, kTimeout, kStopped };

// One waiting thread at a time. Owns a pipe-like descriptor through which a stop request wakes the wait.
class Waiter {
 public:
  Waiter();
  ~Waiter();
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;

  // `events`: POLLIN, POLLOUT or both. Throws kInternal where poll itself fails.
  Ready Wait(int descriptor, short events, Duration time, std::stop_token stop) const;

 private:
  int wake_;
};

}  // namespace cdc
