#include "cdc/stream/checkpoint.h"

#include <algorithm>

#include "cdc/stream/plant.h"
#include "cdc/stream/retry.h"

namespace cdc::stream {

Checkpoint::Checkpoint(Store& store, Patience patience, Start start, std::function<void(Lsn)> confirm)
    : store_(store),
      patience_(patience),
      epoch_(start.epoch),
      confirm_(std::move(confirm)),
      durable_(start.durable),
      sent_(start.sent) {}

bool Checkpoint::Advance(Lsn durable, std::stop_token stop) {
  const std::scoped_lock saving(saving_);
  if (durable <= this->durable()) return true;
  if (Planted(Bug::kConfirmBeforeSave)) confirm_(durable);
  if (!Insist(patience_, "saving the checkpoint", stop, [&] { store_.SaveCheckpoint(epoch_, durable); })) return false;
  {
    const std::scoped_lock lock(mutex_);
    durable_ = durable;
  }
  confirm_(durable);
  return true;
}

bool Checkpoint::Reserve(Version version, Lsn flushed, std::stop_token stop) {
  if (version <= sent().value || Planted(Bug::kNoReserve)) return true;  // without waiting for a save that is under way
  const std::scoped_lock saving(saving_);
  if (version <= sent().value) return true;
  const Lsn ahead{std::max(version, flushed.value)};
  if (!Insist(patience_, "saving the checkpoint", stop, [&] { store_.SaveSent(epoch_, ahead); })) return false;
  const std::scoped_lock lock(mutex_);
  sent_ = ahead;
  return true;
}

Lsn Checkpoint::durable() const {
  const std::scoped_lock lock(mutex_);
  return durable_;
}

Lsn Checkpoint::sent() const {
  const std::scoped_lock lock(mutex_);
  return sent_;
}

Lsn Checkpoint::newest() const { return std::max(sent(), epoch_); }

}  // namespace cdc::stream
