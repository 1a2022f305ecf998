#include "cdc/pg/plan_faults.h"

#include <algorithm>

#include "cdc/pg/sql_text.h"

namespace cdc::pg {
namespace {

std::string Quoted(const std::string& text) { return "\"" + text + "\""; }

// A key by which the rows of the table are told apart, or else some column.
std::string ExampleColumn(const Relation& table) {
  const Attribute* key = table.unique_columns.empty() ? nullptr : table.Find(table.unique_columns.front());
  if (key == nullptr && !table.attributes.empty()) key = &table.attributes.front();
  return key == nullptr ? "id" : key->name;
}

std::string RouteLines(const std::string& table, const std::string& column, const std::string& what) {
  return "\"routes\": { " + Quoted(table) + ": { \"mode\": \"replace\", \"columns\": [" + Quoted(column) +
         "], \"sql\": \"SELECT " + what + " FROM … WHERE … = ANY($1)\" } }";
}

// "content.person (alias p)"
std::string Describe(const Relation& table, const std::string& alias) {
  const std::string name = table.name.ToString();
  return alias.empty() || alias == table.name.table ? name : name + " (alias " + alias + ")";
}

// PostgreSQL's contract says that an immutable function reads no table. One whose source could is not believed.
bool CanRead(const Function& function) {
  return function.volatility != 'i' ||
         HasWord(function.source, {"from", "table", "execute", "perform", "call", "query", "join", "using"});
}

}  // namespace

std::optional<Fault> FindFault(const Function& function, const std::set<TableName>& tables,
                               const std::vector<ExplicitRoute>& routes) {
  if (function.volatility == 'v') {
    return Fault{"the document calls the volatile function " + function.name,
                 "Its result changes without a row being changed: leave it out, or mark the function STABLE if it is."};
  }
  if (function.context) {
    return Fault{"the document calls " + function.name + ", which depends on the time, the session or the catalogs",
                 "Its result changes without a row being changed: leave it out."};
  }
  if (!function.hides || !CanRead(function)) return std::nullopt;
  if (tables.empty()) {
    return Fault{
        "the document calls the function " + function.name + ", which may read tables that the query does not show",
        "Write what it does into the document itself, or mark it IMMUTABLE if neither it nor what it calls reads "
        "anything."};
  }
  for (const TableName& table : tables) {
    if (std::ranges::count(routes, table, &ExplicitRoute::table) != 0) continue;
    return Fault{"the document calls the function " + function.name + ", which names the table " + table.ToString() +
                     ": no route of the configuration is for that table",
                 "Write what it reads into the document itself, or add for each table it names to the index in the "
                 "configuration: " +
                     RouteLines(table.ToString(), "id", "key of the root")};
  }
  return std::nullopt;
}

std::optional<Fault> WhyUnseen(const Relation& table) {
  if (table.kind == 'f') return Fault{"a foreign table", "Copy its rows into a table of this database"};
  if (table.kind == 'm') return Fault{"a materialised view", "Read the tables behind it instead"};
  if (table.persistence == 'u') return Fault{"an unlogged table", "ALTER TABLE " + table.quoted + " SET LOGGED"};
  return std::nullopt;
}

Error UnknownRoot() {
  return Error(Kind::kBadDocument, "the document's \"_id\" is no column of a table that is unique and NOT NULL",
               "Select the root's key itself as \"_id\", or add to the index in the configuration: "
               "\"root\": \"schema.table\", \"key\": \"column\"");
}

Error HalfARoot() {
  return Error(Kind::kBadDocument, "the index gives only one of \"root\" and \"key\"",
               "Give both, or none: \"root\": \"schema.table\", \"key\": \"column\"");
}

Error BadRoot(const std::string& why) {
  return Error(
      Kind::kBadDocument, "the index's \"root\" and \"key\" cannot be used: " + why,
      "Name a table and a column of it that is unique and NOT NULL: \"root\": \"schema.table\", \"key\": \"column\"");
}

Error UnseenTable(const Relation& table, const std::string& alias, const Fault& reason, const std::string& index) {
  return Error(Kind::kBadDocument,
               "the document reads " + Describe(table, alias) + ", " + reason.what +
                   ": changes of its rows are not in the stream",
               reason.hint + ", or add to the index " + Quoted(index) +
                   " in the configuration, if changes there do not matter: " +
                   RouteLines(table.name.ToString(), ExampleColumn(table), "key of the root"));
}

Error NoRoute(const Relation& table, const std::string& alias, const Plan& plan) {
  return Error(Kind::kBadDocument,
               "no route leads from " + Describe(table, alias) + " to the documents: no equality of columns that " +
                   "holds whenever a row of it matters ties it to " + plan.root.ToString() + "." + plan.key,
               "Join it by equal columns, not under OR and not across LIMIT or a window; or add to the index " +
                   Quoted(plan.index) + " in the configuration: " +
                   RouteLines(table.name.ToString(), ExampleColumn(table), plan.root.table + "." + plan.key));
}

Error FloatRoute(const Relation& table, const std::string& alias, const Attribute& column) {
  return Error(Kind::kBadDocument,
               "no route leads from " + Describe(table, alias) + " to the documents: the column " + column.name +
                   ", which ties it to them, is real or double precision, and the stream tells its NaN as NULL",
               "Join by a column of another type, for example numeric, integer or text.");
}

Error BadExplicit(const ExplicitRoute& route, const std::string& why) {
  return Error(Kind::kBadDocument,
               "the configuration's route for " + route.table.ToString() + " cannot be used: " + why,
               "It must look like " + RouteLines(route.table.ToString(), "id", "key of the root"));
}

Error BadRoute(const Route& route, const SqlError& error) {
  const std::string table = route.table.ToString();
  if (error.kind() == Kind::kRights) {
    return Error(Kind::kRights, "the route from " + table + " may not be followed: " + error.what(),
                 "The role needs SELECT on the tables behind the document's views, too.");
  }
  if (!route.explicit_route || error.kind() == Kind::kUnavailable || error.kind() == Kind::kTimeout) return error;
  return Error(Kind::kBadDocument, "the configuration's route for " + table + " is wrong: " + error.what(),
               error.hint());
}

}  // namespace cdc::pg
