// The brute-force proof of a plan: changes rows, looks which documents differ, and demands that each was among the
// routed ids.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cdc/model/plan.h"
#include "cdc/pg/connection.h"

namespace cdc::pg {

// Documents that a change touched, and no route found.
struct Miss {
  TableName table;
  std::string alias;   // of the table's entries, for people
  std::string change;  // "update of title", "delete", "insert"; "several changes", of which this was the last
  std::size_t documents = 0;
  std::vector<std::string> ids;  // some of them; data, not for messages
};

struct Proof {
  std::size_t documents = 0;  // compared after each change
  bool sampled = false;       // there are more than that
  std::size_t changes = 0;
  std::size_t skipped = 0;  // refused by constraints, or not followed because of cascades or triggers
  std::size_t touched = 0;  // documents that differed, over all changes
  std::size_t routed = 0;   // ids found, over all changes
  std::vector<Miss> misses;
  bool holds() const { return misses.empty(); }
};

// Takes up to `rows` rows of each table, and of each makes: an update of each column, also of those that the plan does
// not call read (to NULL, to another row's value, to a new value), a delete, inserts of changed copies; then groups of
// such changes, routed after the last one. A change that the stream would skip as irrelevant is not routed here either.
// All in one transaction that is rolled back; it locks the rows meanwhile. A superuser's proof leaves foreign keys
// and triggers out of it; for others, changes with such consequences are skipped. The same `seed` on the same data does
// the same. Throws kUnavailable, kRights (the role may not change the tables), kBadDocument.
Proof Prove(Connection& connection, const Plan& plan, int rows, std::uint64_t seed);

}  // namespace cdc::pg
