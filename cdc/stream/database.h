// The source's server beside the stream: what it is, its slots, plans and replica identities. Implemented by
// pg::Database.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "cdc/model/lsn.h"
#include "cdc/model/plan.h"

namespace cdc::stream {

struct ServerIdentity {
  std::string system_id;
  std::uint32_t timeline = 0;
  std::string database;
  bool operator==(const ServerIdentity&) const = default;
};

struct SlotState {
  std::string name;
  std::string plugin;
  std::string database;
  bool active = false;
  int pid = 0;  // of the walsender that holds it, 0: none
  Lsn confirmed;
  Lsn restart;
  std::string wal_status;      // reserved, extended, unreserved, lost
  std::uint64_t retained = 0;  // bytes of WAL kept because of it
  // Bytes of WAL that may still be written before it is in danger of being lost; nullopt: there is no limit, or it is.
  std::optional<std::int64_t> safe{};
};

// What the plan of one index rests on; different after DDL (design §2).
struct PlanState {
  std::string structure;
  std::string identities;
  bool operator==(const PlanState&) const = default;
};

// Not thread-safe; it reconnects by itself. All throw kUnavailable, kRights, kConfig.
class Database {
 public:
  virtual ~Database() = default;
  virtual ServerIdentity Identify() = 0;
  virtual Lsn InsertPosition() = 0;  // pg_current_wal_insert_lsn()
  virtual Lsn FlushPosition() = 0;   // pg_current_wal_flush_lsn()
  // A position behind everything committed before the call, also where that was committed without waiting for its
  // flush.
  virtual Lsn Mark() { return FlushPosition(); }
  // Where the server's history left `timeline`; nullopt: still on it. Throws kGap where it never was on it.
  virtual std::optional<Lsn> LeftTimeline(std::uint32_t timeline) = 0;

  virtual std::optional<SlotState> Slot(const std::string& name) = 0;
  // Throws what stands in the way of making a slot (`replaces`: in the place of one that is there); changes nothing.
  virtual void TrySlot(const std::string& plugin, bool replaces, std::stop_token stop) = 0;
  // Creates it and waits until every transaction that was running then is over, so that nothing before the slot's start
  // is still invisible; the slot's start.
  virtual Lsn CreateSlot(const std::string& name, const std::string& plugin, std::stop_token stop) = 0;
  virtual void DropSlot(const std::string& name) = 0;  // kSlotBusy while active; not there: done

  // The plan of a document. Throws kBadDocument.
  virtual Plan MakePlan(const std::string& index) = 0;
  // The same for a generation that keeps an older SQL.
  virtual Plan MakePlan(const std::string& index, const std::string& document, const std::string& root,
                        const std::string& key) = 0;
  virtual PlanState ReadPlanState(const Plan& plan) = 0;
  // Tables whose replica identity does not hold what the plans need, in words with the remedy; empty: all is well.
  virtual std::vector<std::string> MissingIdentities(const std::vector<Plan>& plans) = 0;
  // Gives them what they need; what was changed, as statements. Throws kRights where it may not.
  virtual std::vector<std::string> MendIdentities(const std::vector<Plan>& plans) = 0;
};

}  // namespace cdc::stream
