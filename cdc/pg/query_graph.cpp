#include "cdc/pg/query_graph.h"

#include <algorithm>

namespace cdc::pg {
namespace {

// nodes/primnodes.h
enum SublinkType { kExists = 0, kAny = 2 };
constexpr int kSublinkParameter = 2;

EntrySet Union(EntrySet a, const EntrySet& b) {
  a.insert(b.begin(), b.end());
  return a;
}

// Whether a row of the query means that there is a row of its FROM clause: an aggregate without GROUP BY makes one of
// none.
bool RowMeansRow(const Node& query) {
  const bool grouped = !query["groupClause"].items().empty();
  return query["groupingSets"].items().empty() && (grouped || !(query.True("hasAggs") || query["havingQual"]));
}

class EqualityFinder {
 public:
  EqualityFinder(const QueryLevels& query, Catalog& catalog) : query_(query), catalog_(catalog), resolver_(query) {}

  std::vector<Equality> Find() {
    for (const Level& level : query_.levels) reach_.push_back(Reach(level));
    for (std::size_t i = 0; i < query_.levels.size(); ++i) {
      const Level& level = query_.levels[i];
      // Whoever needs a row of this level needs one of the container with it: what holds in the one holds for the
      // other.
      if (level.mandatory && RowMeansRow(*level.query)) reach_[i] = Union(reach_[i], reach_[level.container]);
      for (const Qual& qual : level.quals) {
        Condition(i, *qual.condition, qual.mandatory ? reach_[i] : qual.scope, true);
      }
    }
    return std::move(found_);
  }

 private:
  // Whose rows count only where the level's WHERE holds. Where a row is made of none, what its target list or HAVING
  // reads counts without.
  static EntrySet Reach(const Level& level) {
    EntrySet entries = level.Entries();
    if (!RowMeansRow(*level.query)) std::erase_if(entries, [&](std::size_t entry) { return entry >= level.from_end; });
    return entries;
  }

  // `node` must be true for a row to count; where `all`, for every entry of `scope`.
  void Condition(std::size_t level, const Node& node, const EntrySet& scope, bool all) {
    if (node.kind() == Node::Kind::kList) {
      for (const Node& item : node.items()) Condition(level, item, scope, all);
    } else if (node.Is("BOOLEXPR")) {
      const std::string& word = node["boolop"].text();
      if (word == "and" || word == "or") Condition(level, node["args"], scope, all && word == "and");
    } else if (node.Is("SUBLINK")) {
      Sublink(level, node, scope, all);
    } else if (node.Is("OPEXPR") && all) {
      const auto& arguments = node["args"].items();
      if (arguments.size() != 2) return;
      Compare(node, resolver_.Expression(level, arguments[0]), resolver_.Expression(level, arguments[1]), scope);
    }
  }

  void Sublink(std::size_t level, const Node& node, const EntrySet& scope, bool all) {
    const auto inner = query_.levels[level].sublinks.at(&node);
    const auto type = node.Number("subLinkType");
    if (type != kExists && type != kAny) return;
    const Node& query = *query_.levels[inner].query;
    if (all && RowMeansRow(query) && query_.levels[inner].arms.empty()) reach_[inner] = Union(reach_[inner], scope);
    // A row that IN does not find makes it false, or NULL, which is the same here: also under OR.
    const EntrySet entries = query_.levels[inner].Entries();
    if (type == kAny) TestExpression(level, inner, node["testexpr"], all ? Union(entries, scope) : entries);
  }

  void TestExpression(std::size_t level, std::size_t inner, const Node& node, const EntrySet& scope) {
    if (node.Is("BOOLEXPR") && node["boolop"].text() == "and") {
      for (const Node& item : node["args"].items()) TestExpression(level, inner, item, scope);
    }
    const auto& arguments = node["args"].items();
    if (!node.Is("OPEXPR") || arguments.size() != 2) return;
    const Node* parameter = &arguments[1];
    while (parameter->Is("RELABELTYPE")) parameter = &(*parameter)["arg"];
    if (!parameter->Is("PARAM") || parameter->Number("paramkind") != kSublinkParameter) return;
    Compare(node, resolver_.Expression(level, arguments[0]),
            resolver_.Output(inner, static_cast<int>(parameter->Number("paramid"))), scope);
  }

  void Compare(const Node& expression, const std::vector<Resolved>& left, const std::vector<Resolved>& right,
               const EntrySet& scope) {
    if (left.empty() || right.empty()) return;
    const auto* equal = catalog_.Equality(static_cast<Oid>(expression.Number("opno")));
    if (equal == nullptr) return;
    const auto& arguments = expression["args"].items();
    for (const Resolved& a : left) {
      for (const Resolved& b : right) {
        if (a.column == b.column) continue;
        Equality equality{{a.column, equal->left, ComparedType(equal->left, arguments[0])},
                          {b.column, equal->right, ComparedType(equal->right, arguments[1])},
                          equal->family,
                          static_cast<Oid>(expression.Number("inputcollid")),
                          scope,
                          Union(a.hidden, b.hidden)};
        Restrict(equality, a, equality.left);
        Restrict(equality, b, equality.right);
        if (!equality.scope.empty()) found_.push_back(std::move(equality));
      }
    }
  }

  void Restrict(Equality& equality, const Resolved& side, const Member& member) {
    if (side.within) std::erase_if(equality.scope, [&](std::size_t entry) { return !side.within->contains(entry); });
    for (const Merge& merge : side.merges) {
      // A row may be merged into one whose value is equal for the level, but not for this operator.
      const bool same = merge.type == member.compared && merge.collation == equality.collation;
      if (same || catalog_.EqualIsSame(merge.type, merge.collation)) continue;
      equality.hidden = Union(equality.hidden, query_.levels[merge.level].Entries());
    }
  }

  Oid ComparedType(Oid declared, const Node& argument) {
    return catalog_.GetType(declared).is_pseudo ? TypeOf(argument).type : declared;
  }

  const QueryLevels& query_;
  Catalog& catalog_;
  Resolver resolver_;
  std::vector<EntrySet> reach_;  // by level: whom its mandatory conditions concern
  std::vector<Equality> found_;
};

void FindVariables(const Node& node, std::vector<const Node*>& found) {
  if (node.Is("VAR")) found.push_back(&node);
  if (node.Is("SUBLINK")) return;
  for (const auto& [name, value] : node.fields()) FindVariables(value, found);
  for (const Node& item : node.items()) FindVariables(item, found);
}

// Whether the expression is a column, its text, or that where it is not NULL (an outer join's key): the id then is the
// key.
bool IsColumnText(const Node& expression) {
  constexpr std::int64_t kText = 25;  // catalog/pg_type.h
  if (expression.Is("VAR")) return true;
  if (expression.Is("RELABELTYPE")) return IsColumnText(expression["arg"]);
  if (expression.Is("COERCEVIAIO")) return expression.Number("resulttype") == kText && IsColumnText(expression["arg"]);
  const bool coalesce = expression.Is("COALESCEEXPR");
  return coalesce && !expression["args"].items().empty() && IsColumnText(expression["args"].items()[0]);
}

// The column that the configuration calls the key, where an expression holds it and no other entry's.
std::vector<Resolved> FindPromised(const QueryLevels& query, const Resolver& resolver, const Node& target,
                                   const std::pair<Oid, int>& promise) {
  if (!IsColumnText(target["expr"])) return {};
  std::vector<const Node*> variables;
  FindVariables(target["expr"], variables);
  std::vector<Resolved> found;
  for (const Node* variable : variables) {
    for (Resolved& column : resolver.Expression(0, *variable)) {
      const auto& [entry, attribute] = column.column;
      if (query.entries[entry].relation != promise.first || attribute != promise.second) continue;
      if (found.empty() || found[0].column != column.column) found.push_back(std::move(column));
    }
  }
  if (found.size() != 1) return {};
  if (!resolver.Passes(0, target, found)) found[0].hidden = query.levels[0].Entries();
  return found;
}

}  // namespace

std::vector<Equality> FindEqualities(const QueryLevels& query, Catalog& catalog) {
  return EqualityFinder(query, catalog).Find();
}

std::vector<IdColumn> FindIdColumns(const QueryLevels& query, int number, const std::pair<Oid, int>* promise) {
  const Resolver resolver(query);
  auto columns = resolver.Output(0, number, promise != nullptr);
  if (columns.empty() && promise != nullptr) {
    columns = FindPromised(query, resolver, query.levels[0].Target(number), *promise);
  }
  std::vector<IdColumn> ids;
  for (const Resolved& column : columns) {
    IdColumn id{column.column, column.within ? *column.within : query.levels[0].Entries()};
    std::erase_if(id.scope, [&](std::size_t entry) { return column.hidden.contains(entry); });
    ids.push_back(std::move(id));
  }
  return ids;
}

}  // namespace cdc::pg
