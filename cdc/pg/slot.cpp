#include "cdc/pg/slot.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "cdc/pg/sql.h"

namespace cdc::pg {
namespace {

// Making a slot waits for all transactions of the server that run; people have some that run for hours.
constexpr Duration kCreateLimit = std::chrono::hours(24);
// A plugin is loaded before the slot waits for running transactions: if time is up, it may be used.
constexpr Duration kProbeLimit = std::chrono::seconds(3);
constexpr Duration kShortestPoll = std::chrono::milliseconds(5);
constexpr Duration kLongestPoll = std::chrono::milliseconds(250);
constexpr std::size_t kLongestName = 63;

template <typename Number>
Number ToNumber(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size())
    throw Error(Kind::kCorrupt, "PostgreSQL sent no number");
  return number;
}

Lsn ToLsn(std::string_view text) {
  const auto lsn = Lsn::Parse(text);
  if (!lsn) throw Error(Kind::kCorrupt, "PostgreSQL sent no log position");
  return *lsn;
}

stream::SlotState ToState(const Rows& rows, int row) {
  stream::SlotState state;
  state.name = rows.Text(row, 0);
  state.plugin = rows.Text(row, 2);
  state.database = rows.Text(row, 3);
  state.active = rows.Text(row, 4) == "t";
  if (!rows.IsNull(row, 5)) state.pid = ToNumber<int>(rows.Text(row, 5));
  if (!rows.IsNull(row, 6)) state.confirmed = ToLsn(rows.Text(row, 6));
  if (!rows.IsNull(row, 7)) state.restart = ToLsn(rows.Text(row, 7));
  state.wal_status = rows.Text(row, 8);
  if (!rows.IsNull(row, 9)) state.retained = ToNumber<std::uint64_t>(rows.Text(row, 9));
  if (!rows.IsNull(row, 10)) state.safe = ToNumber<std::int64_t>(rows.Text(row, 10));
  return state;
}

void CheckName(const std::string& name) {
  const bool valid = !name.empty() && name.size() <= kLongestName && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
  if (!valid) {
    throw Error(Kind::kConfig, "a replication slot cannot be named \"" + name + "\"",
                "Name it with lower-case letters, digits and underscores, at most 63 of them (postgres.slot).");
  }
}

// Waits until all transactions that have an id now are over.
void AwaitRunning(Connection& connection, const Clock& clock, std::stop_token stop) {
  const Rows next = connection.Query(sql::kSlotNextXid, {}, stop);
  const std::string xid(next.Text(0, 0));
  for (Duration pause = kShortestPoll;; pause = std::min(2 * pause, kLongestPoll)) {
    if (connection.Prepared(sql::kSlotOver, std::vector<Parameter>{xid}, stop).Text(0, 0) == "t") return;
    if (!clock.Wait(pause, stop)) {
      throw Error(Kind::kUnavailable, "stopped while waiting for transactions that began before the slot");
    }
  }
}

}  // namespace

SlotConditions ReadSlotConditions(Connection& connection) {
  const Rows rows = connection.Query(sql::kSlotConditions);
  SlotConditions conditions;
  conditions.role = rows.Text(0, 0);
  conditions.may_replicate = rows.Text(0, 1) == "t";
  conditions.wal_level = rows.Text(0, 2);
  conditions.encoding = rows.Text(0, 3);
  conditions.slots = ToNumber<int>(rows.Text(0, 4));
  conditions.max_slots = ToNumber<int>(rows.Text(0, 5));
  if (!rows.IsNull(0, 6)) conditions.permitted_plugins = rows.Text(0, 6);
  conditions.version = ToNumber<int>(rows.Text(0, 7));
  return conditions;
}

void CheckSlotConditions(const SlotConditions& conditions) {
  if (conditions.wal_level != "logical") {
    throw Error(Kind::kConfig,
                "PostgreSQL runs with wal_level = " + conditions.wal_level + ", which holds no row changes",
                "Run ALTER SYSTEM SET wal_level = logical; and restart PostgreSQL.");
  }
  if (conditions.encoding != "UTF8") {
    throw Error(Kind::kConfig, "the database's encoding is " + conditions.encoding + ", walcast needs UTF8",
                "Move the data to a database created with ENCODING 'UTF8'.");
  }
  // One is there only while the slot is made.
  if (conditions.slots + 2 > conditions.max_slots) {
    throw Error(Kind::kConfig,
                "PostgreSQL has " + std::to_string(std::max(conditions.max_slots - conditions.slots, 0)) + " of its " +
                    std::to_string(conditions.max_slots) + " replication slots free, making one needs two",
                "Drop slots that nobody uses, or run ALTER SYSTEM SET max_replication_slots = " +
                    std::to_string(conditions.slots + 8) + "; and restart PostgreSQL.");
  }
}

std::string PermitPlugin(const SlotConditions& conditions, std::string_view plugin) {
  std::string list = conditions.permitted_plugins.value_or("pgoutput, test_decoding");
  if (!list.empty()) list += ", ";
  return "ALTER SYSTEM SET output_plugin_libraries = " + list + std::string(plugin) + "; SELECT pg_reload_conf();";
}

Error PluginError(const SqlError& error, const SlotConditions& conditions, std::string_view plugin) {
  const std::string name(plugin);
  if (error.sqlstate() == "42501" && !conditions.may_replicate) {
    return {Kind::kRights, "the role " + conditions.role + " may not use replication slots",
            "Run ALTER ROLE " + QuoteName(conditions.role) + " REPLICATION; as a superuser."};
  }
  if (error.sqlstate() == "42501") {
    return {Kind::kRights, "PostgreSQL does not permit the output plugin " + name,
            "Run " + PermitPlugin(conditions, plugin) + " as a superuser, or set postgres.plugin to pgoutput."};
  }
  if (error.sqlstate() == "58P01") {
    return {Kind::kConfig, "the output plugin " + name + " is not installed on the PostgreSQL server",
            "On Debian: apt-get install postgresql-" + std::to_string(conditions.version / 10'000) + "-" + name +
                "; without it, set postgres.plugin to pgoutput."};
  }
  if (error.sqlstate() == "53400") {
    return {Kind::kConfig, "all " + std::to_string(conditions.max_slots) + " replication slots are in use",
            "Drop slots that nobody uses, or raise max_replication_slots and restart PostgreSQL."};
  }
  return error;
}

void ProbeSlot(const ConnectOptions& options, const std::string& plugin, std::stop_token stop) {
  ConnectOptions brief = options;
  brief.statement_timeout = kProbeLimit;
  Connection probe(brief, stop);
  const std::string name = "walcast_probe_" + std::string(probe.Query("SELECT pg_backend_pid()").Text(0, 0));
  try {
    probe.Query(sql::kSlotCreate, {name, plugin}, stop);
    probe.Query(sql::kSlotDrop, {name}, stop);  // by the end of the session it might be counted for a moment more
  } catch (const SqlError& error) {
    if (error.sqlstate() != "57014") throw;
  }
}

void TrySlot(const ConnectOptions& options, const std::string& plugin, bool replaces, std::stop_token stop) {
  Connection connection(options, stop);
  SlotConditions conditions = ReadSlotConditions(connection);
  const bool room = conditions.slots < conditions.max_slots;
  if (replaces) --conditions.slots;
  CheckSlotConditions(conditions);
  if (!room) return;  // it can only be tried in the place of the one that goes
  try {
    ProbeSlot(options, plugin, stop);
  } catch (const SqlError& error) {
    throw PluginError(error, conditions, plugin);
  }
}

std::optional<stream::SlotState> ReadSlot(Connection& connection, const std::string& name) {
  const Rows rows = connection.Query(sql::kSlotState, {name});
  if (rows.size() == 0) return std::nullopt;
  if (rows.Text(0, 1) != "logical") {
    throw Error(Kind::kConfig, "the replication slot " + name + " is a physical one",
                "Choose another name for postgres.slot.");
  }
  return ToState(rows, 0);
}

std::vector<stream::SlotState> ReadSlots(Connection& connection) {
  const Rows rows = connection.Query(sql::kSlotState, {std::nullopt});
  std::vector<stream::SlotState> slots;
  for (int row = 0; row < rows.size(); ++row) slots.push_back(ToState(rows, row));
  return slots;
}

bool IsLost(const stream::SlotState& slot) { return slot.wal_status == "lost"; }

Lsn CreateSlot(const ConnectOptions& options, const std::string& name, const std::string& plugin, const Clock& clock,
               std::stop_token stop) {
  CheckName(name);
  ConnectOptions patient = options;
  patient.statement_timeout = kCreateLimit;
  Connection connection(patient, stop);
  const SlotConditions conditions = ReadSlotConditions(connection);
  CheckSlotConditions(conditions);
  const std::string pid(connection.Query("SELECT pg_backend_pid()").Text(0, 0));
  const std::string temporary = name.substr(0, 40) + "_new_" + pid;
  try {
    connection.Query(sql::kSlotCreate, {temporary, plugin}, stop);
    AwaitRunning(connection, clock, stop);
    return ToLsn(connection.Query(sql::kSlotKeep, {temporary, name}, stop).Text(0, 0));
  } catch (const SqlError& error) {
    if (error.sqlstate() == "42710") {
      throw Error(Kind::kSlotBusy, "the replication slot " + name + " is there already",
                  "Another process has made it; \"walcast slot list\" shows it.");
    }
    throw PluginError(error, conditions, plugin);
  }
}

void DropSlot(Connection& connection, const std::string& name) {
  // PostgreSQL itself would drop it, and with it what somebody else's copy of walcast rests on.
  const auto slot = ReadSlot(connection, name);
  if (!slot) return;
  if (slot->database != connection.Query(sql::kServerDatabase).Text(0, 0)) {
    throw Error(Kind::kConfig, "the replication slot " + name + " belongs to the database " + slot->database,
                "Choose another name for postgres.slot, or connect to that database to drop it.");
  }
  try {
    connection.Query(sql::kSlotDrop, {name});
  } catch (const SqlError& error) {
    if (error.sqlstate() == "42704") return;
    if (error.sqlstate() == "55006") {
      throw Error(Kind::kSlotBusy, "the replication slot " + name + " is active and cannot be dropped",
                  "Stop the program that reads it; \"walcast slot list\" shows its process.");
    }
    throw;
  }
}

}  // namespace cdc::pg
