// TRUNCATE names no rows: a walk over every document it can have touched (design §3.6).
#pragma once

#include <functional>
#include <stop_token>

#include "cdc/base/pulse.h"
#include "cdc/stream/ack_tracker.h"
#include "cdc/stream/batch.h"
#include "cdc/stream/dead_letters.h"
#include "cdc/stream/documents.h"
#include "cdc/stream/indices.h"

namespace cdc::stream {

class TruncateWalk {
 public:
  // `acks`: the stream's batches, `pages`: what backfill and retries have under way. What was rendered before the
  // TRUNCATE could be seen and is still to arrive would be missed by the walk: it waits for both.
  TruncateWalk(AckTracker& acks, AckTracker& pages, Indices& indices, const DeadLetters& letters, Pulses& pulses)
      : acks_(acks), pages_(pages), indices_(indices), letters_(letters), pulses_(pulses) {}

  // Hands over the ids of the documents of `target` that the batch's TRUNCATEs can have touched, in pages; `each`
  // writes them and is false when stopped. False when stopped.
  bool Run(const Batch& batch, const Target& target, Router& router, std::size_t page, std::stop_token stop,
           const std::function<bool(Ids&&)>& each);

 private:
  bool WaitForOlder(const Batch& batch, std::stop_token stop);

  AckTracker& acks_;
  AckTracker& pages_;
  Indices& indices_;
  const DeadLetters& letters_;
  Pulses& pulses_;
};

}  // namespace cdc::stream
