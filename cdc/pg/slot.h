// Logical replication slots: what they are, making and dropping them.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "cdc/base/clock.h"
#include "cdc/pg/connection.h"
#include "cdc/stream/database.h"

namespace cdc::pg {

// What walcast needs of the server and of its role to make a slot; read by CreateSlot and by doctor.
struct SlotConditions {
  std::string role;
  bool may_replicate = false;  // REPLICATION or superuser
  std::string wal_level;
  std::string encoding;
  int slots = 0, max_slots = 0;
  // output_plugin_libraries; nullopt: an older minor that does not have it, or one that does not show it to our role.
  std::optional<std::string> permitted_plugins;
  int version = 0;  // 150020
};
SlotConditions ReadSlotConditions(Connection& connection);
// Throws what stands in the way: kConfig, kRights.
void CheckSlotConditions(const SlotConditions& conditions);
// "ALTER SYSTEM SET output_plugin_libraries = …", with what is permitted now (the default, where that is unknown) and
// `plugin`.
std::string PermitPlugin(const SlotConditions& conditions, std::string_view plugin);
// What a failed attempt to use `plugin` means: not installed, not permitted, no slot free, the name taken, a missing
// right.
Error PluginError(const SqlError& error, const SlotConditions& conditions, std::string_view plugin);

// Makes a temporary slot and lets it go, to see whether CreateSlot could: throws a SqlError, whose meaning PluginError
// knows. Takes a few seconds at most, whatever transactions run.
void ProbeSlot(const ConnectOptions& options, const std::string& plugin, std::stop_token stop);
// The same, with all that CreateSlot throws. `replaces`: a slot that is there is dropped before.
void TrySlot(const ConnectOptions& options, const std::string& plugin, bool replaces, std::stop_token stop);

// Slots of any database; physical ones are none of ours and left out.
std::optional<stream::SlotState> ReadSlot(Connection& connection, const std::string& name);
std::vector<stream::SlotState> ReadSlots(Connection& connection);
// Its WAL is gone: it can only be dropped.
bool IsLost(const stream::SlotState& slot);

// Makes the slot and returns its start, once all transactions that had begun by then are over: one whose commit record
// lies before the start may still be invisible, and the stream will not bring it. The name appears only at the end:
// whatever happens before (a stop, kill -9, a lost connection) leaves no slot behind. It needs two free slots while it
// works. Opens a connection of its own. Throws kConfig, kRights, kUnavailable (also when stopped), kSlotBusy where the
// name is taken.
Lsn CreateSlot(const ConnectOptions& options, const std::string& name, const std::string& plugin, const Clock& clock,
               std::stop_token stop);

// Throws kSlotBusy while it is active, kConfig where it is of another database; not there: done.
void DropSlot(Connection& connection, const std::string& name);

}  // namespace cdc::pg
