// Replica identities: whether the old rows in the WAL carry the columns that the routes start from, and giving tables
// one that does.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cdc/base/clock.h"
#include "cdc/model/plan.h"
#include "cdc/pg/connection.h"
#include "cdc/stream/store.h"

namespace cdc::pg {

// What a table gets where its identity does not suffice: FULL, or the primary key or an index that holds the columns,
// where one does.
enum class IdentityStyle : std::uint8_t { kFull, kIndex };
// "full", "index". Throws kConfig for other words.
IdentityStyle ParseIdentityStyle(std::string_view text);

struct NeededIdentity {
  TableName table;
  std::vector<std::string> columns;  // sorted
  IdentityStyle style = IdentityStyle::kFull;
  bool operator==(const NeededIdentity&) const = default;
};
// One for each table; its columns are those of all plans together, FULL if one of them wants it.
std::vector<NeededIdentity> UniteIdentities(std::span<const Plan> plans, std::span<const IdentityStyle> styles);

// A table (a partition, a child) whose identity does not suffice.
struct IdentityGap {
  stream::FormerIdentity now;
  std::string found;                 // in words: "DEFAULT (id)", "NOTHING", "DEFAULT without a primary key"
  std::vector<std::string> lacking;  // columns; empty where the table has no identity at all
  std::string statement;             // that mends it
  bool owned = false;                // by our role, or one it is a member of: only then it may
};
// Tables in `needed` that have partitions or children stand for these, too: an identity is not inherited.
std::vector<IdentityGap> FindIdentityGaps(Connection& connection, std::span<const NeededIdentity> needed);
// One gap in words, with its statement.
std::string Describe(const IdentityGap& gap);

// Throws kRights, with the statements for the owner to run, where one of the tables is not ours.
void RequireOwned(std::span<const IdentityGap> gaps);
// Runs the statements. Each waits at most some seconds for its lock, so that nobody queues behind it for long; throws
// kUnavailable, with the processes in the way, where that does not do, and kRights, before any change, where a table is
// not ours.
void MendIdentities(Connection& connection, std::span<const IdentityGap> gaps, const Clock& clock);

// Gives tables back what they had; returns the statements run. Tables and indexes that are gone are passed over.
std::vector<std::string> RestoreIdentities(Connection& connection, std::span<const stream::FormerIdentity> former,
                                           const Clock& clock);

}  // namespace cdc::pg
