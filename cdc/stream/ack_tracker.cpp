#include "cdc/stream/ack_tracker.h"

#include "cdc/stream/plant.h"

namespace cdc::stream {

Ticket AckTracker::Open(Lsn covers) {
  const std::scoped_lock lock(mutex_);
  slots_.push_back({covers});
  return first_ + slots_.size() - 1;
}

void AckTracker::Close(Ticket ticket) {
  const std::scoped_lock lock(mutex_);
  slots_.at(ticket - first_).closed = true;
  if (Planted(Bug::kAckNewest)) durable_ = slots_.at(ticket - first_).covers;
  while (!slots_.empty() && slots_.front().closed) {
    durable_ = slots_.front().covers;
    slots_.pop_front();
    ++first_;
  }
  changed_.notify_all();
}

void AckTracker::Withdraw(Ticket ticket) {
  const std::scoped_lock lock(mutex_);
  if (slots_.empty() || first_ + slots_.size() - 1 != ticket) return;
  slots_.pop_back();
  changed_.notify_all();
}

Lsn AckTracker::Durable() const {
  const std::scoped_lock lock(mutex_);
  return durable_;
}

bool AckTracker::AllOlder(Ticket ticket) const {
  const std::scoped_lock lock(mutex_);
  return first_ >= ticket;
}

bool AckTracker::WaitOlder(Ticket ticket, std::stop_token stop) const {
  std::unique_lock lock(mutex_);
  return changed_.wait(lock, stop, [&] { return first_ >= ticket; });
}

bool AckTracker::WaitAll(std::stop_token stop) const {
  std::unique_lock lock(mutex_);
  const Ticket end = first_ + slots_.size();
  return changed_.wait(lock, stop, [&] { return first_ >= end; });
}

std::size_t AckTracker::open() const {
  const std::scoped_lock lock(mutex_);
  return slots_.size();
}

}  // namespace cdc::stream
