// What the proof changes: the tables of a plan, sample rows of them, and statements that change one row.
#pragma once

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "cdc/model/plan.h"
#include "cdc/pg/connection.h"

namespace cdc::pg {

// A row's values of ProvedTable::kept.
using KeptRow = std::vector<Parameter>;

struct ProvedTable {
  struct Column {
    std::string name;  // unquoted
    std::string quoted;
    std::string type;
    std::string mutation;  // an expression; "": none is known
    bool generated = false;
    bool key_part = false;
    bool read = false;  // by the document
  };
  TableName name;
  std::string quoted;
  std::string from;  // "ONLY schema.table", or the table alone, where it has partitions
  std::string alias;
  bool reaches = false;  // a change of it may change other tables
  std::vector<Column> columns;
  std::vector<std::size_t> routes;  // of Plan::routes
  std::vector<std::string> kept;    // the columns that the routes start from, unquoted
};

struct SampleRow {
  std::string table_oid, ctid;
  KeptRow kept;
};

struct RowChange {
  std::string what;
  std::string sql;  // $1, $2: SampleRow::table_oid, ctid; returns the new row's kept columns
  bool has_old = true, has_new = true;
};

// The tables whose changes the stream brings.
std::vector<ProvedTable> FindProvedTables(Connection& connection, const Plan& plan);

std::vector<SampleRow> SampleRows(Connection& connection, const ProvedTable& table, int rows, std::uint64_t seed);

std::vector<RowChange> ChangesOf(const ProvedTable& table, const Plan& plan, std::uint64_t seed);

}  // namespace cdc::pg
