#include "cdc/cli/plan_print.h"

#include <ostream>

#include "cdc/cli/table.h"

namespace cdc::cli {
namespace {

std::string Join(const std::vector<std::string>& words) {
  std::string joined;
  for (const auto& word : words) joined += (joined.empty() ? "" : ", ") + word;
  return joined;
}

std::string Numbers(const std::vector<std::size_t>& routes) {
  std::string text;
  for (auto route : routes) text += (text.empty() ? "" : ", ") + std::to_string(route + 1);
  return text;
}

std::vector<std::string> ColumnNames(const Route& route) {
  std::vector<std::string> names;
  for (const auto& column : route.columns) names.push_back(column.name);
  return names;
}

Json ToJson(const std::vector<pg::FullScan>& scans) {
  Json json = Json::array();
  for (const auto& scan : scans) {
    json.push_back({{"table", scan.table.ToString()}, {"column", scan.column}, {"remedy", scan.remedy}});
  }
  return json;
}

void PrintScans(std::ostream& out, const std::vector<pg::FullScan>& scans, const std::string& indent) {
  for (const auto& scan : scans) {
    out << indent << "reads all of " << Harmless(scan.table.ToString());
    if (!scan.remedy.empty()) out << "; an index helps:\n" << indent << "  " << Harmless(scan.remedy);
    out << '\n';
  }
}

std::string Indented(const std::string& sql, const std::string& indent) {
  std::string text = indent;
  for (char c : sql) text += c == '\n' ? "\n" + indent : Harmless(std::string_view(&c, 1));
  return text;
}

void PrintRoutes(std::ostream& out, const ToldPlan& told) {
  for (std::size_t i = 0; i < told.plan.routes.size(); ++i) {
    const auto& route = told.plan.routes[i];
    out << "  route " << i + 1 << ": from " << Harmless(route.table.ToString()) << " ("
        << Harmless(Join(ColumnNames(route))) << ")" << (route.explicit_route ? ", from the configuration" : "")
        << '\n';
    if (route.sql.empty()) {
      out << "    the value is the document's id: no query\n";
      continue;
    }
    out << Indented(route.sql, "    ") << '\n';
    const auto& scans = told.report.routes[i];
    if (scans.empty()) out << "    supported by an index\n";
    PrintScans(out, scans, "    ");
  }
}

}  // namespace

Json ToJson(const ToldPlan& told) {
  const auto& plan = told.plan;
  Json entries = Json::array(), routes = Json::array(), fields = Json::array();
  for (const auto& field : plan.fields) fields.push_back({{"name", field.name}, {"type", field.type}});
  for (const auto& entry : plan.entries) {
    Json followed = Json::array();
    for (auto route : entry.routes) followed.push_back(route + 1);
    entries.push_back({{"table", entry.table.ToString()},
                       {"alias", entry.alias},
                       {"columns", entry.columns},
                       {"whole_row", entry.whole_row},
                       {"routes", followed}});
  }
  for (std::size_t i = 0; i < plan.routes.size(); ++i) {
    const auto& route = plan.routes[i];
    routes.push_back({{"route", i + 1},
                      {"table", route.table.ToString()},
                      {"columns", ColumnNames(route)},
                      {"sql", route.sql},
                      {"explicit", route.explicit_route},
                      {"full_scans", ToJson(told.report.routes[i])}});
  }
  return {{"index", plan.index},
          {"root", plan.root.ToString()},
          {"key", plan.key},
          {"key_type", plan.key_type},
          {"id_type", plan.id_type},
          {"hash", plan.hash},
          {"fields", fields},
          {"entries", entries},
          {"routes", routes},
          {"missing_identities", told.missing_identities},
          {"key_pushed_down", told.report.key_pushed_down},
          {"document_full_scans", ToJson(told.report.document)}};
}

void PrintPlan(const Invocation& invocation, const ToldPlan& told) {
  auto& out = invocation.terminal().out;
  const auto& plan = told.plan;
  out << Harmless(plan.index) << ": a document for each row of " << Harmless(plan.root.ToString()) << ", key "
      << Harmless(plan.key) << " " << Harmless(plan.key_type) << "\n\n";
  Table table("entries", {{.name = "TABLE"}, {.name = "ALIAS"}, {.name = "ROUTES"}, {.name = "COLUMNS", .wrap = true}});
  for (const auto& entry : plan.entries) {
    table.Add({entry.table.ToString(), entry.alias, Numbers(entry.routes),
               entry.whole_row ? "all (a whole-row reference)" : Join(entry.columns)});
  }
  table.Print(invocation);
  out << '\n';
  PrintRoutes(out, told);
  out << "\n  replica identities: "
      << (told.missing_identities.empty() ? "suffice\n" : "do not suffice, see walcast setup\n");
  for (const auto& missing : told.missing_identities) out << "    " << Harmless(missing) << '\n';
  out << "  rendering a page "
      << (told.report.key_pushed_down ? "reads only the rows of its ids" : "reads all rows of the root") << '\n';
  PrintScans(out, told.report.document, "    ");
  out << '\n';
}

}  // namespace cdc::cli
