#include <set>

#include "cdc/pg/planner.h"
#include "cdc/pg/sql.h"
#include "cdc/pg/sql_text.h"

namespace cdc::pg {
namespace {

std::string Quoted(const TableName& name) { return QuoteName(name.schema) + "." + QuoteName(name.table); }

// "f.*" or "SELECT *"; not "count(*)". A product counts too, harmlessly.
bool HasStar(const std::string& text) {
  for (auto at = text.find('*'); at != std::string::npos; at = text.find('*', at + 1)) {
    if (at == 0 || text[at - 1] != '(') return true;
  }
  return false;
}

std::string Digest(const Rows& rows) {
  if (rows.size() != 1) throw Error(Kind::kCorrupt, "PostgreSQL answered the question for a plan's state with nothing");
  return std::string(rows.Text(0, 0));
}

std::string Array(const std::vector<std::string>& texts) { return ArrayLiteral(std::span<const std::string>(texts)); }

}  // namespace

Fingerprint ReadFingerprint(Connection& connection, const Plan& plan) {
  std::set<std::pair<std::string, std::string>> read{{Quoted(plan.root), plan.key}};
  std::set<std::string> tables;
  const bool expands = HasStar(plan.document) || Contains(plan.document, "natural");
  for (const Entry& entry : plan.entries) {
    const std::string table = Quoted(entry.table);
    tables.insert(table);
    // A star, or a natural join, takes in columns that are added later.
    if (entry.whole_row || expands) read.emplace(table, "*");
    for (const auto& column : entry.columns) read.emplace(table, column);
    for (const auto route : entry.routes) {
      for (const auto& column : plan.routes[route].columns) read.emplace(table, column.name);
    }
  }
  std::vector<std::string> relations, columns;
  for (const auto& [relation, column] : read) {
    relations.push_back(relation);
    columns.push_back(column);
  }
  return {Digest(connection.Query(sql::kPlanStructure,
                                  {Array(relations), Array(columns), Array(plan.relations), Array(plan.functions)})),
          Digest(connection.Query(sql::kPlanIdentities, {Array({tables.begin(), tables.end()})}))};
}

}  // namespace cdc::pg
