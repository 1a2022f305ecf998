#include "cdc/stream/startup.h"

#include <algorithm>

namespace cdc::stream {
namespace {

// Why the record cannot be of this server and slot; "" where it can.
std::string Mismatch(const Found& found) {
  const Record& record = *found.record;
  if (record.system_id != found.server.system_id) return "the record is of another PostgreSQL system";
  if (record.database != found.server.database) return "the record is of another database";
  if (record.plugin != found.plugin) return "the record is of another output plugin";
  const Lsn known = std::max(record.sent, record.checkpoint);
  if (known > found.flushed) return "the server's WAL ends before what was sent already: it was put back";
  if (found.foreign_timeline) return "the server's history does not contain the record's timeline";
  if (found.left_timeline && *found.left_timeline < known) {
    return "the server was promoted at " + found.left_timeline->ToString() + ", before what was sent already";
  }
  return {};
}

}  // namespace

Decision Decide(const Found& found) {
  if (!found.slot) {
    if (found.record) return {Course::kGap, "the replication slot is gone"};
    if (found.indices) return {Course::kGap, "there are indices, but neither slot nor record"};
    return {Course::kFirst, ""};
  }
  if (found.slot->wal_status == "lost") return {Course::kGap, "the replication slot is lost: its WAL was removed"};
  if (found.slot->plugin != found.plugin) {
    return {Course::kGap, "the replication slot is of the output plugin " + found.slot->plugin};
  }
  if (found.slot->database != found.server.database) {
    return {Course::kGap, "the replication slot is of the database " + found.slot->database};
  }
  if (!found.record) {
    return {Course::kReorder, found.indices ? "the record is missing" : ""};
  }
  if (const std::string mismatch = Mismatch(found); !mismatch.empty()) return {Course::kGap, mismatch};
  if (found.record->checkpoint < found.slot->confirmed) {
    return {Course::kReorder, "the record is older than what the slot has confirmed"};
  }
  return {Course::kGoOn, ""};
}

}  // namespace cdc::stream
