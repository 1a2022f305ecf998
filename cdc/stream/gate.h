// Holds batches back, in commit order, until every transaction of them can be read: a commit is decoded before it is
// visible to others (design §3.1).
#pragma once

#include <functional>
#include <stop_token>

#include "cdc/stream/batch.h"
#include "cdc/stream/troubles.h"
#include "cdc/stream/visibility.h"

namespace cdc::stream {

class Gate {  // used by one thread
 public:
  Gate(Visibility& visibility, Patience patience);
  // Returns once the batch may be routed and rendered; the server's flushed WAL by then. Nullopt when stopped. Waits as
  // long as it takes (a missing synchronous standby), also for a server that is away.
  std::optional<Lsn> Pass(const Batch& batch, std::stop_token stop);

 private:
  bool Open(const Batch& batch) const;

  Visibility& visibility_;
  const Patience patience_;
  Visible seen_;
};

}  // namespace cdc::stream
