// The one place that decides what a failure leads to (design §7).
#pragma once

#include "cdc/base/error.h"

namespace cdc::stream {

enum class Action : std::uint8_t {
  kRetry,    // the same again after a wait (base/backoff.h)
  kSuspend,  // the index at fault; the others go on
  kStandBy,  // another process is at work: wait for the slot
  kStop,     // the program, with ExitCode(kind)
};

// Of a failure while documents of one index are routed, rendered or written.
Action OnDocuments(Kind kind) noexcept;
// Of a failure of the stream as a whole: source, gate, store, control.
Action OnStream(Kind kind) noexcept;

// sysexits.h's numbers where it has one; listed in README.md and `walcast --help`.
int ExitCode(Kind kind) noexcept;

}  // namespace cdc::stream
