// What is known of a document's SQL: the table entries it reads, and for each the way from a changed row to the
// documents it touches. Made by pg::Planner, immutable afterwards, shared by all threads.
#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <vector>

namespace cdc {

// A table as PostgreSQL spells it, unquoted.
struct TableName {
  std::string schema;
  std::string table;
  auto operator<=>(const TableName&) const = default;
  std::string ToString() const { return schema + "." + table; }
};

// A column of the changed row that a route starts from.
struct RouteColumn {
  std::string name;
  std::string type;  // as in a cast: "uuid", "pg_catalog.int4", "content.\"My Type\""
  bool operator==(const RouteColumn&) const = default;
};

// From a changed row of `table` to the `_id`s of documents.
struct Route {
  TableName table;
  std::vector<RouteColumn> columns;  // never empty
  // A query of one text column, the ids, not NULL and not repeated; $n is a text[] of the n-th column's values, all
  // arrays of one length, a position is one changed row. Empty: the one column's value is the id itself.
  std::string sql;
  bool explicit_route = false;  // from the configuration, not derived
  bool operator==(const Route&) const = default;
};

// One range-table entry of the document's query: a table read under two aliases is two.
struct Entry {
  TableName table;
  std::string alias;                 // as the query calls it, for people
  std::vector<std::string> columns;  // what the query reads of it, sorted; changes elsewhere are not relevant
  bool whole_row = false;            // every column is read (a whole-row reference): relevance is off
  std::vector<std::size_t> routes;   // indexes into Plan::routes; all must be followed; never empty
  // Of `columns`: those whose NULL in the stream may stand for a NaN or an infinity, so that two may differ.
  std::vector<std::string> unclear_nulls = {};
};

// A field of the document, in order.
struct Field {
  std::string name;
  std::string type;  // PostgreSQL's name of it
};

// What a table must have as replica identity so that its old rows carry the columns the routes start from.
struct Identity {
  TableName table;
  std::vector<std::string> columns;  // needed in the old row
};

struct Plan {
  std::string index;     // the name in the configuration
  std::string document;  // the SELECT, without a trailing semicolon
  TableName root;
  std::string key;            // the root's key column
  std::string key_type;       // as in a cast
  std::string id_type;        // the type of `_id`, as in a cast
  std::vector<Field> fields;  // without `_id`
  std::vector<Entry> entries;
  std::vector<Route> routes;         // same SQL, same table, same columns: one
  std::vector<Identity> identities;  // one a table
  // What the SQL rests on beyond the entries, as casts to regclass and regprocedure read it: views, parents of
  // partitions, functions that are not the system's.
  std::vector<std::string> relations;
  std::vector<std::string> functions;
  std::string hash;  // of document, root and key: changes when the index must be rebuilt
};

}  // namespace cdc
