// Whether somebody holds the slot, asked before it is dropped.
#pragma once

#include <optional>
#include <string>

#include "cdc/base/clock.h"
#include "cdc/control/service.h"
#include "cdc/stream/database.h"

namespace cdc::cli {

// Throws kSlotBusy where `daemon` runs and follows the slot: also between two terms, when nobody holds it, as it would
// make it anew.
void RefuseWhileFollowed(control::Service& daemon, const std::string& slot);

// The slot, once nobody holds it; nullopt: there is none. A holder that has just ended gets some seconds to be noticed
// by the server. Throws kSlotBusy for one that stays.
std::optional<stream::SlotState> UnusedSlot(stream::Database& database, const Clock& clock, const std::string& name);

}  // namespace cdc::cli
