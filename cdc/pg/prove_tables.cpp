#include "cdc/pg/prove_tables.h"

#include <algorithm>
#include <map>

#include "cdc/pg/sql.h"

namespace cdc::pg {
namespace {

std::string Quoted(const TableName& name) { return QuoteName(name.schema) + "." + QuoteName(name.table); }

// ORDER BY this takes rows at random, but for the same seed the same.
std::string Shuffle(const std::string& alias, std::uint64_t seed) {
  return "md5(" + alias + ".ctid::text || '" + std::to_string(seed) + "')";
}

// What ReadSample reads.
std::string SampleList(const ProvedTable& table) {
  std::string list = "tableoid, ctid";
  for (const auto& column : table.kept) list += ", " + QuoteName(column);
  return list;
}

ProvedTable MakeTable(Connection& connection, const TableName& name) {
  ProvedTable table;
  table.name = name;
  table.quoted = Quoted(name);
  const Rows rows = connection.Query(sql::kProveColumns, {table.quoted});
  for (int row = 0; row < rows.size(); ++row) {
    const auto text = [&](int column) { return std::string(rows.Text(row, column)); };
    table.columns.push_back({text(1), text(0), text(3), text(4), text(2) == "t", text(5) == "t", text(6) == "t"});
  }
  return table;
}

// A value of the same column in another row.
std::string OtherValue(const ProvedTable& table, const std::string& column, std::uint64_t seed) {
  return "(SELECT other." + column + " FROM " + table.quoted + " AS other WHERE other." + column +
         " IS DISTINCT FROM changed." + column + " AND other." + column + " IS NOT NULL ORDER BY " +
         Shuffle("other", seed) + " LIMIT 1)";
}

bool StartsRoute(const ProvedTable& table, const ProvedTable::Column& column, const Plan& plan) {
  return std::ranges::any_of(plan.routes, [&](const Route& route) {
    return route.table == table.name && std::ranges::count(route.columns, column.name, &RouteColumn::name) != 0;
  });
}

RowChange Insert(const ProvedTable& table, const std::string& what, const std::map<std::string, std::string>& values) {
  std::string names, expressions;
  for (const auto& column : table.columns) {
    if (column.generated) continue;
    const auto value = values.find(column.name);
    names += (names.empty() ? "" : ", ") + column.quoted;
    expressions += (expressions.empty() ? "" : ", ") + (value == values.end() ? column.quoted : value->second);
  }
  return {what, Op::kInsert,
          "INSERT INTO " + table.quoted + " (" + names + ") OVERRIDING SYSTEM VALUE SELECT " + expressions + " FROM " +
              table.from + " AS changed WHERE tableoid = $1::oid AND ctid = $2::tid RETURNING " + SampleList(table)};
}

void AddInserts(const ProvedTable& table, std::uint64_t seed, std::vector<RowChange>& changes) {
  std::map<std::string, std::string> new_keys;
  for (const auto& column : table.columns) {
    if (column.key_part && !column.mutation.empty()) new_keys[column.name] = column.mutation;
  }
  changes.push_back(Insert(table, "insert", new_keys));
  if (new_keys.size() < 2) return;
  // Keys of several columns: a copy that differs in one.
  for (const auto& [name, mutation] : new_keys) {
    changes.push_back(Insert(table, "insert", {{name, mutation}}));
    changes.push_back(Insert(table, "insert", {{name, OtherValue(table, QuoteName(name), seed)}}));
  }
}

}  // namespace

std::vector<ProvedTable> FindProvedTables(Connection& connection, const Plan& plan, const Interest& interest) {
  std::vector<ProvedTable> tables;
  for (const Entry& entry : plan.entries) {
    auto known = std::ranges::find(tables, entry.table, &ProvedTable::name);
    if (known == tables.end()) {
      tables.push_back(MakeTable(connection, entry.table));
      known = std::prev(tables.end());
      known->number = *interest.Find(entry.table.schema, entry.table.table);
      known->kept = interest.tables()[known->number].columns;
    }
    if (!entry.alias.empty()) known->alias += (known->alias.empty() ? "" : ", ") + entry.alias;
  }
  std::vector<std::string> names;
  for (const auto& table : tables) names.push_back(table.quoted);
  const Rows rows = connection.Query(sql::kProveTables, {ArrayLiteral(std::span<const std::string>(names))});
  std::vector<ProvedTable> seen;
  for (int row = 0; row < rows.size(); ++row) {
    ProvedTable& table = tables[static_cast<std::size_t>(row)];
    const auto kind = rows.Text(row, 0);
    if ((kind != "r" && kind != "p") || rows.Text(row, 1) != "p") continue;
    // Through the parent a row can move between partitions.
    table.from = kind == "p" ? table.quoted : "ONLY " + table.quoted;
    table.reaches = rows.Text(row, 2) == "t";
    seen.push_back(std::move(table));
  }
  return seen;
}

std::vector<SampleRow> SampleRows(Connection& connection, const ProvedTable& table, int rows, std::uint64_t seed) {
  const Rows result = connection.Query("SELECT " + SampleList(table) + " FROM " + table.from + " AS sample ORDER BY " +
                                           Shuffle("sample", seed) + " LIMIT $1::int",
                                       {std::to_string(rows)});
  std::vector<SampleRow> sample;
  for (int row = 0; row < result.size(); ++row) sample.push_back(ReadSample(table, result, row));
  return sample;
}

SampleRow ReadSample(const ProvedTable& table, const Rows& rows, int row) {
  SampleRow sample{std::string(rows.Text(row, 0)), std::string(rows.Text(row, 1)), {}};
  for (int column = 2; column < rows.columns(); ++column) {
    const auto text = rows.Text(row, column);
    const auto about = std::ranges::find(table.columns, rows.Name(column), &ProvedTable::Column::name);
    const bool hidden = about != table.columns.end() && about->unclear_nulls &&
                        (text == "NaN" || text == "Infinity" || text == "-Infinity");
    const bool null = hidden || rows.IsNull(row, column);
    sample.kept.push_back(null ? Cell{Cell::State::kNull, {}} : Cell{Cell::State::kText, std::string(text)});
  }
  return sample;
}

std::vector<RowChange> ChangesOf(const ProvedTable& table, const Plan& plan, std::uint64_t seed) {
  std::vector<RowChange> changes;
  const std::string where = " WHERE tableoid = $1::oid AND ctid = $2::tid";
  for (const auto& column : table.columns) {
    if (column.generated) continue;
    std::vector<std::string> values{"NULL", OtherValue(table, column.quoted, seed)};
    if (!column.mutation.empty()) values.push_back(column.mutation);
    if (column.type == plan.key_type) {  // points to a document of which no other row of this table may be part
      values.push_back("(SELECT root." + QuoteName(plan.key) + " FROM " + Quoted(plan.root) + " AS root ORDER BY " +
                       Shuffle("root", seed) + " LIMIT 1)");
    }
    // A route from a NaN cannot be followed: a known limit, see planner.h.
    if (column.unclear_nulls && !StartsRoute(table, column, plan)) values.push_back("'NaN'");
    for (const auto& value : values) {
      changes.push_back({"update of " + column.name, Op::kUpdate,
                         "UPDATE " + table.from + " AS changed SET " + column.quoted + " = " + value + where +
                             " RETURNING " + SampleList(table)});
    }
  }
  changes.push_back({"delete", Op::kDelete, "DELETE FROM " + table.from + where});
  AddInserts(table, seed, changes);
  return changes;
}

}  // namespace cdc::pg
