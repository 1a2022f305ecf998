// Random changes of a schema that is known from its catalog only.
#include <map>

#include "tests/support/workload.h"

namespace cdc::test {
namespace {

// Tables and the roots of partitioned ones and of inheritance; generated columns cannot be written.
constexpr const char* kColumns = R"sql(
SELECT format('%I.%I', n.nspname, c.relname), quote_ident(a.attname), format_type(a.atttypid, a.atttypmod), t.typcategory,
       EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = c.oid AND i.indisunique AND a.attnum = ANY (i.indkey))
  FROM pg_class AS c
  JOIN pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  JOIN pg_type AS t ON t.oid = a.atttypid
 WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
   AND n.nspname NOT IN ('pg_catalog', 'information_schema')
 ORDER BY n.nspname, c.relname, a.attnum)sql";

std::string Salt(Random& random) { return "'" + std::to_string(random()) + "'"; }

// A row is known by partition and place.
std::string Shuffled(const std::string& table, const std::string& what, const std::string& salt, int count) {
  return "SELECT " + what + " FROM " + table + " ORDER BY md5(tableoid || ctid::text || " + salt + ") LIMIT " +
         std::to_string(count);
}

std::string Where(Random& random, const std::string& table, int count) {
  return " WHERE (tableoid, ctid) IN (" + Shuffled(table, "tableoid, ctid", Salt(random), count) + ")";
}

}  // namespace

AnyChange::AnyChange(const std::string& dsn) {
  std::map<std::string, Table> tables;
  for (const auto& row : TestConnection(dsn).Table(kColumns)) {
    Table& table = tables[row[0]];
    table.name = row[0];
    table.columns.push_back({row[1], row[2], row[3][0], row[4] == "t"});
  }
  for (auto& [name, table] : tables) tables_.push_back(std::move(table));
}

std::string AnyChange::Value(Random& random, const Column& column) const {
  if (!column.in_key && Chance(random, 12)) return "NULL";
  if (Chance(random, 35)) {
    const std::string number = std::to_string(Roll(random, 16));
    if (column.category == 'N') return number;
    if (column.category == 'B') return Chance(random, 50) ? "true" : "false";
    if (column.type == "uuid") return "md5(" + number + "::text)::uuid";
    if (column.category == 'S') return "left('new " + number + "', 8)";
  }
  std::vector<std::pair<const Table*, const Column*>> alike;
  for (const auto& table : tables_) {
    for (const auto& other : table.columns) {
      if (other.type == column.type) alike.emplace_back(&table, &other);
    }
  }
  const auto& [table, other] = alike[Roll(random, alike.size())];
  return "(" + Shuffled(table->name, other->name, Salt(random), 1) + ")";
}

std::string AnyChange::Insert(Random& random, const Table& table) const {
  std::string names, values;
  for (const auto& column : table.columns) {
    names += (names.empty() ? "" : ", ") + column.name;
    values += values.empty() ? "" : ", ";
    values += column.in_key || Chance(random, 40) ? Value(random, column) : column.name;
  }
  return "INSERT INTO " + table.name + " (" + names + ") " +
         Shuffled(table.name, values, Salt(random), Size(random, 4)) + " ON CONFLICT DO NOTHING";
}

std::string AnyChange::Update(Random& random, const Table& table) const {
  std::string sets;
  for (const auto& column : table.columns) {
    if (!Chance(random, static_cast<int>(150 / table.columns.size()))) continue;
    sets += (sets.empty() ? "" : ", ") + column.name + " = " + Value(random, column);
  }
  if (sets.empty()) sets = table.columns[0].name + " = " + Value(random, table.columns[0]);
  return "UPDATE " + table.name + " SET " + sets + Where(random, table.name, Size(random, 3));
}

std::string AnyChange::operator()(Random& random) const {
  const Table& table = tables_[Roll(random, tables_.size())];
  const auto what = Roll(random, 100);
  if (what < 35) return Insert(random, table);
  if (what < 80) return Update(random, table);
  if (what < 98) return "DELETE FROM " + table.name + Where(random, table.name, Size(random, 2));
  std::string names;
  for (const auto& column : table.columns) names += (names.empty() ? "" : ", ") + column.name;
  // A temporary table cannot be part of a prepared transaction: the rows wait in a variable.
  return "DO $$ DECLARE rows text; BEGIN SELECT json_agg(t)::text INTO rows FROM (" +
         Shuffled(table.name, "*", Salt(random), 10) + ") AS t; TRUNCATE " + table.name +
         " CASCADE; IF rows IS NOT NULL THEN INSERT INTO " + table.name + " (" + names + ") SELECT " + names +
         " FROM json_populate_recordset(NULL::" + table.name + ", rows::json); END IF; END $$";
}

}  // namespace cdc::test
