#include "cdc/pg/explicit_route.h"

#include "cdc/pg/plan_faults.h"
#include "cdc/pg/sql_text.h"

namespace cdc::pg {
namespace {

// What a route from the configuration may be for: also tables that the stream does not show, if that does not matter.
bool IsTable(const Relation& relation) {
  constexpr std::string_view kTables = "rpmf";
  return kTables.find(relation.kind) != std::string_view::npos && !relation.system;
}

// An explicit route's SQL in the form of Route::sql.
std::string WrapExplicit(const ExplicitRoute& route, const std::vector<RouteColumn>& columns) {
  std::vector<bool> used(columns.size());
  std::string sql = ReplaceParameters(TrimStatement(route.sql), [&](std::size_t number) {
    const std::string parameter = "$" + std::to_string(number);
    if (number < 1 || number > columns.size()) return parameter;
    used[number - 1] = true;
    return "(" + parameter + "::text[]::" + columns[number - 1].type + "[])";
  });
  sql = "SELECT DISTINCT r.id::text\n  FROM (\n" + sql + "\n) AS r (id)\n WHERE r.id IS NOT NULL";
  // A statement must name each parameter that it is sent.
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!used[i]) sql += " AND $" + std::to_string(i + 1) + "::text[] IS NOT NULL";
  }
  return sql;
}

}  // namespace

Route MakeExplicitRoute(const ExplicitRoute& route, const Relation& table, Catalog& catalog) {
  if (!IsTable(table)) throw BadExplicit(route, "it is no table: name those behind it");
  if (route.columns.empty()) throw BadExplicit(route, "it names no column");
  if (route.sql.empty() && route.columns.size() != 1) throw BadExplicit(route, "without SQL it must name one column");
  Route made{table.name, {}, {}, true};
  for (const auto& column : route.columns) {
    const Attribute* attribute = table.Find(column);
    if (attribute == nullptr) throw BadExplicit(route, "the table has no column " + column);
    if (IsFloat(attribute->type)) throw BadExplicit(route, "the stream does not tell the NaN of the column " + column);
    made.columns.push_back({column, catalog.GetType(attribute->type).cast});
  }
  if (!route.sql.empty()) made.sql = WrapExplicit(route, made.columns);
  return made;
}

}  // namespace cdc::pg
