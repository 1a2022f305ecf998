// The durable position: save, then confirm, never in another order; and `sent`, the bound of the versions handed out.
#pragma once

#include <functional>
#include <mutex>
#include <stop_token>

#include "cdc/model/document.h"
#include "cdc/model/lsn.h"
#include "cdc/stream/store.h"
#include "cdc/stream/troubles.h"

namespace cdc::stream {

// Thread-safe. While the store is away its calls wait and try again: that is the back-pressure. They throw kFenced,
// kCorrupt …
class Checkpoint {
 public:
  struct Start {
    Lsn epoch, durable, sent;
  };
  Checkpoint(Store& store, Patience patience, Start start, std::function<void(Lsn)> confirm);

  // Everything before `durable` is in the indices: keeps that, then confirms it. False when stopped before it was kept.
  bool Advance(Lsn durable, std::stop_token stop);
  // Before a version is handed to a writer; `flushed` (the server's WAL) is kept ahead, to save less often.
  bool Reserve(Version version, Lsn flushed, std::stop_token stop);

  Lsn durable() const;  // as kept in the store
  Lsn sent() const;
  // No version above it was ever handed out, by us or by a process before us: also where the store was put back to an
  // older state.
  Lsn newest() const;

 private:
  Store& store_;
  const Patience patience_;
  const Lsn epoch_;
  const std::function<void(Lsn)> confirm_;
  std::mutex saving_;         // one save at a time, held while the store answers
  mutable std::mutex mutex_;  // guards what follows
  Lsn durable_;
  Lsn sent_;
};

}  // namespace cdc::stream
