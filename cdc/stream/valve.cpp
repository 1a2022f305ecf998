#include "cdc/stream/valve.h"

#include <utility>

namespace cdc::stream {

Valve::Pass Valve::TryEnter() {
  const std::scoped_lock lock(mutex_);
  if (closed_) return Pass(nullptr);
  ++inside_;
  return Pass(this);
}

Valve::Pass Valve::Enter(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  if (!changed_.wait(lock, stop, [&] { return !closed_; })) return Pass(nullptr);
  ++inside_;
  return Pass(this);
}

bool Valve::WaitOpen(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  return changed_.wait(lock, stop, [&] { return !closed_; });
}

bool Valve::Close() {
  const std::scoped_lock lock(mutex_);
  return !std::exchange(closed_, true);
}

bool Valve::Open() {
  const std::scoped_lock lock(mutex_);
  changed_.notify_all();
  return !std::exchange(closed_, false);
}

bool Valve::closed() const {
  const std::scoped_lock lock(mutex_);
  return closed_;
}

bool Valve::WaitQuiet(Duration limit) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, limit, [&] { return inside_ == 0; });
}

void Valve::Leave() {
  const std::scoped_lock lock(mutex_);
  if (--inside_ == 0) changed_.notify_all();
}

}  // namespace cdc::stream
