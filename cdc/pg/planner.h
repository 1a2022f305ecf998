// From a document's SQL to its Plan: entries and columns from PostgreSQL's own parse tree, routes proved from the
// query's join conditions (design §2).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cdc/model/plan.h"
#include "cdc/pg/connection.h"

namespace cdc::pg {

// A route from the configuration: `"content.person": {"mode": …, "columns": […], "sql": …}`.
struct ExplicitRoute {
  enum class Mode : std::uint8_t { kAdd, kReplace };
  TableName table;
  Mode mode = Mode::kReplace;
  std::vector<std::string> columns;
  std::string
      sql;  // $n is an array of the n-th column's values, of that column's type; "" with one column: the id itself
};

struct DocumentSource {
  std::string index;
  std::string sql;   // the SELECT; a trailing semicolon and comments are allowed
  std::string root;  // "schema.table"; empty: told by `_id`
  std::string key;   // the root's key column; empty: told by `_id`
  std::vector<ExplicitRoute> routes;
};

// A limit: wal2json writes the NaN of a numeric as null, and a NULL is not followed. A row that is tied to its document
// by a numeric column is not found while that column is NaN; real and double precision are refused there.
//
// Reads only; the temporary view it makes is rolled back. The role needs SELECT on what the document reads and
// TEMPORARY on the database. Throws kBadDocument (with the position in the SQL, or the entry without a route and the
// lines to add to the configuration), kRights, kUnavailable.
Plan MakePlan(Connection& connection, const DocumentSource& source);

// What a plan rests on beyond its SQL: attributes, inheritance, sources of views and functions, identities and
// persistence of every relation the document reads. It differs when DDL changed one of them (which writes no row
// events).
struct Fingerprint {
  std::string structure;   // columns, types, partitions, views, functions: a difference leads to a rebuild
  std::string identities;  // replica identities and persistence: a difference leads to setup
  bool operator==(const Fingerprint&) const = default;
};
Fingerprint ReadFingerprint(Connection& connection, const Plan& plan);

}  // namespace cdc::pg
