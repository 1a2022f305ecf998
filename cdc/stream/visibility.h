// Which transactions a statement started now would see: what the gate waits for.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

#include "cdc/model/lsn.h"

namespace cdc::stream {

// PostgreSQL's snapshot of top-level transactions, "xmin:xmax:xip,xip".
struct Snapshot {
  std::uint64_t xmin = 0;
  std::uint64_t xmax = 0;
  std::vector<std::uint64_t> running;  // sorted; those between xmin and xmax that are not over

  // `xid` is of a transaction that is within 2^31 of xmax, as every one in the stream is.
  bool Sees(Xid xid) const;
  static std::optional<Snapshot> Parse(std::string_view text);
};

struct Visible {
  Snapshot snapshot;
  Lsn flushed;  // the server's flushed WAL, read before the snapshot
};

class Visibility {
 public:
  virtual ~Visibility() = default;
  // Throws kUnavailable.
  virtual Visible Read(std::stop_token stop) = 0;
};

}  // namespace cdc::stream
