// Bugs that can be planted, to show that the tests see them (design §3, §4). Only a build with WALCAST_PLANTS knows
// them; there $WALCAST_PLANT names the one that is in force. In every other build Planted is false at compile time.
#pragma once

#ifdef WALCAST_PLANTS
#include <cstdlib>
#include <string_view>
#endif

namespace cdc::stream {

enum class Bug {
  kNoGate,               // batches are not held until their transactions are visible
  kGateNewestOnly,       // only the newest transaction of a batch is waited for
  kRouteBeforeGate,      // routes are resolved when a batch is made
  kVersionWithoutOne,    // a version is the LSN of the commit record itself
  kRetryWithCheckpoint,  // a retry takes the checkpoint as version instead of keeping its own
  kSendTwice,            // a failed write is sent again without rendering anew
  kConfirmBeforeSave,    // the server is told before the checkpoint is kept
  kCurrentAsBackfill,    // a backfill page takes the server's current LSN as version
  kOldKeyIgnored,        // an UPDATE routes from its new row only
  kCloseBeforeWrite,     // a batch counts as durable before it was written
  kTruncateBlind,        // TRUNCATE of another table than the root is ignored
  kTruncateNoWait,       // TRUNCATE's walk does not wait for older batches
  kTruncatePages,        // TRUNCATE's walk does not wait for pages of backfill
  kRelevanceNull,        // a column that was or becomes NULL counts as unchanged
  kAckNewest,            // the newest closed ticket counts, not the longest closed prefix
  kCoverUnfinished,      // a batch covers the transaction under way, of which it has only the beginning
  kStaleBytes,           // rendered bytes are sent however old they are
  kNoReserve,            // versions are handed out without keeping `sent` ahead of them
  kLetterLost,           // a refused document counts as done without a letter
  kLetterRace,           // a refused document is not rendered again once its letter is kept
  kCursorAhead,          // backfill's cursor names the page read last, not the last of those written
};

#ifdef WALCAST_PLANTS
inline bool Planted(Bug bug) {
  static constexpr std::string_view kNames[] = {
      "no_gate",          "gate_newest_only",    "route_before_gate",   "version_without_one", "retry_with_checkpoint",
      "send_twice",       "confirm_before_save", "current_as_backfill", "old_key_ignored",     "close_before_write",
      "truncate_blind",   "truncate_no_wait",    "truncate_pages",      "relevance_null",      "ack_newest",
      "cover_unfinished", "stale_bytes",         "no_reserve",          "letter_lost",         "letter_race",
      "cursor_ahead"};
  const char* planted = std::getenv("WALCAST_PLANT");
  return planted != nullptr && kNames[static_cast<int>(bug)] == planted;
}
#else
constexpr bool Planted(Bug) { return false; }
#endif

}  // namespace cdc::stream
