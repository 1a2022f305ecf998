// The one place where tests poll: a condition with a deadline, instead of a sleep that hopes.
#pragma once

#include <chrono>
#include <thread>

namespace cdc::test {

// True as soon as `condition()` holds; false where it does not within `limit`.
template <typename Condition>
bool WaitUntil(Condition&& condition, std::chrono::milliseconds limit = std::chrono::seconds(20)) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

}  // namespace cdc::test
