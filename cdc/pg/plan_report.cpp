#include "cdc/pg/plan_report.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "cdc/pg/documents.h"
#include "cdc/pg/named_statement.h"
#include "cdc/pg/rollback.h"

namespace cdc::pg {
namespace {

using Json = nlohmann::json;

// Leaves nothing behind, whatever happens: the transaction, the settings and the prepared statement are ours alone.
class Explainer {
 public:
  Explainer(Connection& connection, std::stop_token stop)
      : connection_(connection),
        stop_(std::move(stop)),
        statement_(connection, "walcast_explain"),
        rollback_(connection) {
    connection_.Execute("SET TRANSACTION READ ONLY", stop_);
    for (const char* method : {"seqscan", "hashjoin", "mergejoin"}) {
      connection_.Execute(std::string("SET LOCAL enable_") + method + " = off", stop_);
    }
    connection_.Execute("SET LOCAL plan_cache_mode = force_generic_plan", stop_);
  }

  // Of a statement with `parameters` parameters, all text[].
  std::vector<FullScan> Explain(const std::string& sql, std::size_t parameters) {
    std::string types, values;
    for (std::size_t i = 0; i < parameters; ++i) {
      types += i == 0 ? "text[]" : ", text[]";
      values += i == 0 ? "'{}'" : ", '{}'";
    }
    statement_.Prepare(" (" + types + ")", sql, stop_);
    auto rows = connection_.Query("EXPLAIN (FORMAT JSON, VERBOSE) EXECUTE " + statement_.name() + " (" + values + ")",
                                  {}, stop_);
    if (rows.size() != 1) throw Error(Kind::kCorrupt, "EXPLAIN gave no plan", "Is the server PostgreSQL?");
    return FindFullScans(rows.Text(0, 0));
  }

 private:
  Connection& connection_;
  const std::stop_token stop_;
  NamedStatement statement_;  // before the transaction, so that it outlives it
  const Rollback rollback_;
};

std::string Text(const Json& node, const char* member) {
  auto found = node.find(member);
  return found != node.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// A plain or quoted name at the beginning of `text`, without its quotes; `length`: what it took.
std::optional<std::string> LeadingName(std::string_view text, std::size_t& length) {
  std::string name;
  if (!text.starts_with('"')) {
    length = std::min(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_$"), text.size());
    name = text.substr(0, length);
    return name.empty() ? std::nullopt : std::optional(name);
  }
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] != '"') {
      name += text[i];
    } else if (i + 1 < text.size() && text[i + 1] == '"') {
      name += text[i++];
    } else {
      length = i + 1;
      return name;
    }
  }
  return std::nullopt;
}

// Whether an equality stands right before or behind a column: on it an index helps. A cast between them would make it
// useless.
bool IsCompared(std::string_view before, std::string_view behind) {
  return behind.starts_with(" = ") || before.ends_with(" = ");
}

// The first column of `alias` that a condition such as "(link.person_id = ANY ($1))" compares.
std::string ColumnIn(std::string_view condition, const std::string& alias) {
  for (std::size_t at = 0; at < condition.size();) {
    std::size_t length = 0;
    auto name = LeadingName(condition.substr(at), length);
    if (!name) {
      ++at;
      continue;
    }
    auto before = condition.substr(0, at);
    at += length;
    if (*name != alias || at >= condition.size() || condition[at] != '.') continue;
    auto column = LeadingName(condition.substr(at + 1), length);
    if (column && IsCompared(before, condition.substr(at + 1 + length))) return *column;
  }
  return "";
}

class Walk {
 public:
  // `conditions`: of the nodes above, the nearest last.
  void Visit(const Json& node, std::vector<std::string> conditions) {
    for (const char* member : {"Join Filter", "Filter", "Recheck Cond"}) {
      if (auto text = Text(node, member); !text.empty()) conditions.push_back(text);
    }
    auto type = Text(node, "Node Type");
    // A Bitmap Heap Scan reads what the Bitmap Index Scan below it found; that one has no relation of its own.
    bool reads = node.contains("Relation Name") && type != "Bitmap Heap Scan";
    if (reads && !node.contains("Index Cond") && type != "Tid Scan" && type != "ModifyTable") Note(node, conditions);
    if (auto plans = node.find("Plans"); plans != node.end() && plans->is_array()) {
      for (const auto& child : *plans) {
        if (child.is_object()) Visit(child, conditions);
      }
    }
  }
  std::vector<FullScan> Take() { return std::move(scans_); }

 private:
  void Note(const Json& node, const std::vector<std::string>& conditions) {
    FullScan scan{{Text(node, "Schema"), Text(node, "Relation Name")}, "", ""};
    for (auto condition = conditions.rbegin(); condition != conditions.rend() && scan.column.empty(); ++condition) {
      scan.column = ColumnIn(*condition, Text(node, "Alias"));
    }
    bool known = std::ranges::any_of(
        scans_, [&](const FullScan& other) { return other.table == scan.table && other.column == scan.column; });
    if (known) return;
    if (!scan.column.empty()) {
      scan.remedy = "CREATE INDEX CONCURRENTLY ON " + QuoteName(scan.table.schema) + "." + QuoteName(scan.table.table) +
                    " (" + QuoteName(scan.column) + ");";
    }
    scans_.push_back(std::move(scan));
  }

  std::vector<FullScan> scans_;
};

}  // namespace

std::vector<FullScan> FindFullScans(std::string_view explained) {
  auto json = Json::parse(explained, nullptr, false);
  bool right = json.is_array() && json.size() == 1 && json[0].is_object() && json[0].contains("Plan") &&
               json[0]["Plan"].is_object();
  if (!right) throw Error(Kind::kCorrupt, "EXPLAIN gave no plan", "Is the server PostgreSQL?");
  Walk walk;
  walk.Visit(json[0]["Plan"], {});
  return walk.Take();
}

PlanReport ReportOn(Connection& connection, const Plan& plan, std::stop_token stop) {
  PlanReport report;
  Explainer explainer(connection, std::move(stop));
  for (const auto& route : plan.routes) {
    report.routes.push_back(route.sql.empty() ? std::vector<FullScan>()
                                              : explainer.Explain(route.sql, route.columns.size()));
  }
  report.document = explainer.Explain(RenderSql(plan), 1);
  report.key_pushed_down =
      std::ranges::none_of(report.document, [&](const FullScan& scan) { return scan.table == plan.root; });
  return report;
}

}  // namespace cdc::pg
