// A bounded queue between threads. Its bound is a total weight (items, or bytes), so that a slow consumer slows the
// producer.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

#include "cdc/base/clock.h"

namespace cdc {

template <typename T>
class Queue {
 public:
  explicit Queue(std::size_t capacity) : capacity_(capacity) {}

  // Waits for room; an item heavier than the capacity enters alone. False when stopped (the item is not taken).
  bool Push(T item, std::stop_token stop, std::size_t weight = 1) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait(lock, stop, [&] { return items_.empty() || weight_ + weight <= capacity_; })) return false;
    weight_ += weight;
    items_.emplace_back(std::move(item), weight);
    changed_.notify_all();
    return true;
  }

  // Waits for room, at most `time`; false when stopped or when there was none: the item stays the caller's.
  bool PushFor(T& item, Duration time, std::stop_token stop, std::size_t weight) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, stop, time, [&] { return items_.empty() || weight_ + weight <= capacity_; }))
      return false;
    weight_ += weight;
    items_.emplace_back(std::move(item), weight);
    changed_.notify_all();
    return true;
  }

  // The oldest item; nullopt when stopped.
  std::optional<T> Pop(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait(lock, stop, [&] { return !items_.empty(); })) return std::nullopt;
    return Take();
  }

  // The oldest item; nullopt when stopped or when `time` passes first.
  std::optional<T> PopFor(Duration time, std::stop_token stop) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, stop, time, [&] { return !items_.empty(); })) return std::nullopt;
    return Take();
  }

  void Clear() {
    std::scoped_lock lock(mutex_);
    items_.clear();
    weight_ = 0;
    changed_.notify_all();
  }

  std::size_t Size() const {
    std::scoped_lock lock(mutex_);
    return items_.size();
  }

  bool HasRoom(std::size_t weight = 1) const {
    std::scoped_lock lock(mutex_);
    return items_.empty() || weight_ + weight <= capacity_;
  }

 private:
  T Take() {
    auto [item, weight] = std::move(items_.front());
    items_.pop_front();
    weight_ -= weight;
    changed_.notify_all();
    return std::move(item);
  }

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<std::pair<T, std::size_t>> items_;  // guarded by mutex_
  std::size_t weight_ = 0;                       // guarded by mutex_
};

}  // namespace cdc
