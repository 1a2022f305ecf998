// What `walcast plan` tells about a plan beyond the plan itself: whether indexes support its routes, and whether the
// key of a document reaches all parts of its query. Asked of PostgreSQL's planner.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "cdc/model/plan.h"
#include "cdc/pg/connection.h"

namespace cdc::pg {

// A table that a statement can only read as a whole, however selective its parameters are.
struct FullScan {
  TableName table;
  std::string column;  // one that an index would help on; "" where the statement names none
  std::string remedy;  // "CREATE INDEX CONCURRENTLY ON …", "" without a column
};

struct PlanReport {
  std::vector<std::vector<FullScan>> routes;  // of each Plan::routes; empty: an index supports every step
  bool key_pushed_down = true;                // into the root: a page of ids reads those rows only
  std::vector<FullScan> document;             // what rendering a page reads as a whole
};

// Changes nothing; plans with the methods disabled that read whole tables, so that the answer does not depend on how
// many rows there are today. Throws kUnavailable, kRights, kBadDocument.
PlanReport ReportOn(Connection& connection, const Plan& plan, std::stop_token stop = {});

// The full scans in EXPLAIN's (FORMAT JSON, VERBOSE) output. Throws kCorrupt where it is none.
std::vector<FullScan> FindFullScans(std::string_view explained);

}  // namespace cdc::pg
