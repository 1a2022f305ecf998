// What the proof changes: the tables of a plan, sample rows of them, and statements that change one row.
#pragma once

#include <string>
#include <vector>

#include "cdc/model/change.h"
#include "cdc/model/plan.h"
#include "cdc/pg/connection.h"

namespace cdc::pg {

struct ProvedTable {
  struct Column {
    std::string name;  // unquoted
    std::string quoted;
    std::string type;
    std::string mutation;  // an expression; "": none is known
    bool generated = false;
    bool key_part = false;
    bool unclear_nulls = false;  // wal2json shows its NaN and infinities as NULL
  };
  TableName name;
  std::string quoted;
  std::string from;  // "ONLY schema.table", or the table alone, where it has partitions
  std::string alias;
  bool reaches = false;  // a change of it may change other tables
  std::vector<Column> columns;
  std::size_t number = 0;         // in Interest::tables
  std::vector<std::string> kept;  // what the stream keeps of its rows, unquoted
};

struct SampleRow {
  std::string table_oid, ctid;
  Row kept;  // of ProvedTable::kept, as wal2json shows it
};

struct RowChange {
  std::string what;
  Op op = Op::kUpdate;
  std::string sql;  // $1, $2: SampleRow::table_oid, ctid; returns the new row, if there is one, as ReadSample reads it
};

// The tables whose changes the stream brings; `interest`: the plan's.
std::vector<ProvedTable> FindProvedTables(Connection& connection, const Plan& plan, const Interest& interest);

std::vector<SampleRow> SampleRows(Connection& connection, const ProvedTable& table, int rows, std::uint64_t seed);
SampleRow ReadSample(const ProvedTable& table, const Rows& rows, int row);

std::vector<RowChange> ChangesOf(const ProvedTable& table, const Plan& plan, std::uint64_t seed);

}  // namespace cdc::pg
