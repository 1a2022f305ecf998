// A document as it is handed to the search engine, and what became of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cdc/model/lsn.h"

namespace cdc {

// External version of a write (design §3.3): of a stream batch, the LSN of its newest commit record + 1; of backfill,
// repair and retries, the durable checkpoint read before their snapshot.
using Version = std::uint64_t;

struct Document {
  std::string id;
  std::optional<std::string> body;  // JSON on one line; none: delete
};

enum class Outcome : std::uint8_t {
  kApplied,   // the index holds it, durably
  kStale,     // the index holds a version that is newer: done
  kBusy,      // try again later: 429, 5xx
  kRejected,  // this document will never be taken as it is: mapping, size
  kNoIndex,   // the index is not there
};

struct Result {
  Outcome outcome = Outcome::kBusy;
  std::string reason;               // may quote values of the row: data, never logged
  std::optional<Version> in_index;  // of kStale, where the reply told
};

}  // namespace cdc
