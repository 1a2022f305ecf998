#include "cdc/pg/query_columns.h"

#include <algorithm>
#include <array>

#include "cdc/base/error.h"

namespace cdc::pg {
namespace {

constexpr int kTableOid = -6;  // access/sysattr.h
constexpr Oid kText = 25;      // catalog/pg_type.h
constexpr Oid kVarchar = 1043;
constexpr int kExistsSublink = 0;  // nodes/primnodes.h

Error Corrupt() { return Error(Kind::kCorrupt, "a stored parse tree has a variable without a table entry"); }

// The expression a JOIN's or GROUP's column stands for.
const Node& DerivedColumn(const Source& source, int number) {
  const auto& columns = (*source.node)[source.kind == Source::Kind::kJoin ? "joinaliasvars" : "groupexprs"].items();
  if (number < 1 || static_cast<std::size_t>(number) > columns.size()) throw Corrupt();
  return columns[static_cast<std::size_t>(number) - 1];
}

bool IsTextCast(const Node& node) {
  return node.Is("COERCEVIAIO") && (node.Number("resulttype") == kText || node.Number("resulttype") == kVarchar);
}

void RestrictTo(std::optional<EntrySet>& within, const EntrySet& entries) {
  if (!within) {
    within = entries;
    return;
  }
  std::erase_if(*within, [&](std::size_t entry) { return !entries.contains(entry); });
}

}  // namespace

ValueType TypeOf(const Node& expression) {
  const auto read = [&](const char* type, const char* collation) {
    return ValueType{static_cast<Oid>(expression.Number(type)), static_cast<Oid>(expression.Number(collation))};
  };
  if (expression.Is("VAR")) return read("vartype", "varcollid");
  if (expression.Is("PARAM")) return read("paramtype", "paramcollid");
  if (expression.Is("COLLATEEXPR"))
    return {TypeOf(expression["arg"]).type, static_cast<Oid>(expression.Number("collOid"))};
  return read("resulttype", "resultcollid");
}

std::size_t Resolver::LevelOf(std::size_t level, const Node& var) const {
  for (auto up = var.Number("varlevelsup"); up > 0; --up) {
    level = query_.levels.at(level).parent;
    if (level == kNoLevel) throw Corrupt();
  }
  return level;
}

const Source& Resolver::SourceOf(std::size_t level, const Node& var) const {
  const auto& sources = query_.levels[LevelOf(level, var)].sources;
  const auto number = var.Number("varno");
  if (number < 1 || static_cast<std::size_t>(number) > sources.size()) throw Corrupt();
  return sources[static_cast<std::size_t>(number) - 1];
}

std::vector<Resolved> Resolver::Expression(std::size_t level, const Node& node, bool through_text) const {
  if (node.Is("RELABELTYPE") || node.Is("COLLATEEXPR") || (through_text && IsTextCast(node))) {
    return Expression(level, node["arg"], through_text);
  }
  if (!node.Is("VAR")) return {};
  const Source& source = SourceOf(level, node);
  const int number = static_cast<int>(node.Number("varattno"));
  if (number <= 0) return {};
  switch (source.kind) {
    case Source::Kind::kEntry: return {{{source.index, number}, {}, {}, {}}};
    case Source::Kind::kLevel: return Output(source.index, number, through_text);
    case Source::Kind::kJoin:
    case Source::Kind::kGroup: return Expression(LevelOf(level, node), DerivedColumn(source, number), through_text);
    case Source::Kind::kOther: break;
  }
  return {};
}

std::vector<Resolved> Resolver::Output(std::size_t level, int number, bool through_text) const {
  const Level& inner = query_.levels.at(level);
  std::vector<Resolved> columns;
  const Node& target = inner.Target(number);
  if (inner.arms.empty()) {
    columns = Expression(level, target["expr"], through_text);
  } else {
    for (const auto arm : inner.arms) {
      const auto arm_level = inner.sources[arm].index;
      for (Resolved& column : Output(arm_level, number, through_text)) {
        RestrictTo(column.within, query_.levels[arm_level].Entries());
        columns.push_back(std::move(column));
      }
    }
  }
  if (columns.empty()) return columns;
  const bool passes = Passes(level, target, columns);
  const auto merge = MergeAt(level, number, target);
  const EntrySet entries = inner.Entries();
  for (Resolved& column : columns) {
    if (!passes) column.hidden.insert(entries.begin(), entries.end());
    if (passes && merge) column.merges.push_back(*merge);
  }
  return columns;
}

std::optional<Merge> Resolver::MergeAt(std::size_t level, int number, const Node& target) const {
  const Node& query = *query_.levels[level].query;
  if (const Node& operation = query["setOperations"]) {
    const auto at = static_cast<std::size_t>(number) - 1;
    const auto& types = operation["colTypes"].items();
    const auto& collations = operation["colCollations"].items();
    if (at >= types.size() || at >= collations.size()) throw Corrupt();
    return Merge{level, ToOid(types[at].text()), ToOid(collations[at].text())};
  }
  const bool merges = std::ranges::any_of(std::array{"groupClause", "distinctClause", "windowClause"},
                                          [&](const char* clause) { return !query[clause].items().empty(); });
  if (!merges) return std::nullopt;
  const ValueType value = TypeOf(target["expr"]);
  return Merge{level, value.type, value.collation};
}

bool Resolver::Passes(std::size_t level, const Node& target, const std::vector<Resolved>& column) const {
  const Level& inner = query_.levels.at(level);
  const Node& query = *inner.query;
  if (inner.recursive || query["limitCount"] || query["limitOffset"] || !query["groupingSets"].items().empty())
    return false;
  if (query.True("hasDistinctOn") && !InClause(level, target, column, query["distinctClause"])) return false;
  if (!query.True("hasWindowFuncs")) return true;
  // A plain column of a grouped level is what it is grouped by, or hangs on that.
  return std::ranges::all_of(query["windowClause"].items(), [&](const Node& window) {
    return InClause(level, target, column, window["partitionClause"]);
  });
}

bool Resolver::InClause(std::size_t level, const Node& target, const std::vector<Resolved>& column,
                        const Node& clause) const {
  const auto& targets = (*query_.levels[level].query)["targetList"].items();
  return std::ranges::any_of(clause.items(), [&](const Node& item) {
    const auto reference = item.Number("tleSortGroupRef");
    const auto found = std::ranges::find_if(
        targets, [&](const Node& candidate) { return candidate.Number("ressortgroupref") == reference; });
    if (found == targets.end()) return false;
    if (&*found == &target) return true;
    // The same column under another comparison (a cast, a collation) parts the rows otherwise.
    const ValueType shown = TypeOf(target["expr"]), parted = TypeOf((*found)["expr"]);
    if (shown.type != parted.type || shown.collation != parted.collation) return false;
    const auto other = Expression(level, (*found)["expr"]);
    return column.size() == 1 && other.size() == 1 && column[0].column == other[0].column;
  });
}

namespace {

class ColumnReader {
 public:
  explicit ColumnReader(const QueryLevels& query)
      : query_(query), resolver_(query), read_(query.entries.size()), outputs_(query.levels.size()) {}

  std::vector<ReadColumns> Read() {
    ReadAllOutputs(0);
    return std::move(read_);
  }

 private:
  // What decides which rows a level has, and how many.
  void ReadLevel(std::size_t index) {
    if (!levels_.insert(index).second) return;
    const Level& level = query_.levels[index];
    const Node& query = *level.query;
    for (const char* part : {"jointree", "havingQual", "limitOffset", "limitCount", "windowClause"}) {
      ReadExpression(index, query[part]);
    }
    for (std::size_t i = 0; i < level.sources.size(); ++i) {
      const Source& source = level.sources[i];
      if (source.kind == Source::Kind::kLevel) ReadLevel(source.index);
      if (source.kind != Source::Kind::kOther) continue;
      for (const char* part : {"functions", "tablefunc", "values_lists"}) ReadExpression(index, (*source.node)[part]);
    }
    for (const auto arm : level.arms) ReadAllOutputs(level.sources[arm].index);
    for (const Node& target : query["targetList"].items()) {
      if (target.Number("ressortgroupref") != 0 || query.True("hasTargetSRFs")) ReadExpression(index, target["expr"]);
    }
  }

  void ReadAllOutputs(std::size_t level) {
    ReadLevel(level);
    for (const Node& target : (*query_.levels[level].query)["targetList"].items()) {
      ReadOutput(level, static_cast<int>(target.Number("resno")));
    }
  }

  void ReadOutput(std::size_t level, int number) {
    if (!outputs_[level].insert(number).second) return;
    ReadLevel(level);
    ReadExpression(level, query_.levels[level].Target(number)["expr"]);
  }

  void ReadExpression(std::size_t level, const Node& node) {
    if (node.Is("VAR")) {
      ReadVariable(level, node);
      return;
    }
    if (node.Is("SUBLINK")) {
      const auto inner = query_.levels[level].sublinks.at(&node);
      if (node.Number("subLinkType") == kExistsSublink) {
        ReadLevel(inner);
      } else {
        ReadAllOutputs(inner);
      }
      ReadExpression(level, node["testexpr"]);
      return;
    }
    for (const auto& [name, value] : node.fields()) ReadExpression(level, value);
    for (const Node& item : node.items()) ReadExpression(level, item);
  }

  void ReadVariable(std::size_t level, const Node& var) {
    const Source& source = resolver_.SourceOf(level, var);
    const int number = static_cast<int>(var.Number("varattno"));
    if (number < 0 && number != kTableOid) {
      throw Error(Kind::kBadDocument, "the document reads a system column (ctid, xmin, …)",
                  "PostgreSQL changes it without a change in the stream: leave it out.");
    }
    switch (source.kind) {
      case Source::Kind::kEntry:
        if (number == 0) read_[source.index].whole_row = true;
        if (number > 0) read_[source.index].attributes.insert(number);
        break;
      case Source::Kind::kLevel:
        if (number == 0) {
          ReadAllOutputs(source.index);
        } else {
          ReadOutput(source.index, number);
        }
        break;
      case Source::Kind::kJoin:
      case Source::Kind::kGroup: {
        const auto home = resolver_.LevelOf(level, var);
        if (number == 0) {
          for (const Node& column : (*source.node)["joinaliasvars"].items()) ReadExpression(home, column);
        } else {
          ReadExpression(home, DerivedColumn(source, number));
        }
        break;
      }
      case Source::Kind::kOther: break;
    }
  }

  const QueryLevels& query_;
  Resolver resolver_;
  std::vector<ReadColumns> read_;
  std::set<std::size_t> levels_;
  std::vector<std::set<int>> outputs_;
};

}  // namespace

std::vector<ReadColumns> FindReadColumns(const QueryLevels& query) { return ColumnReader(query).Read(); }

}  // namespace cdc::pg
