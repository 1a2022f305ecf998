#include "cdc/pg/planner.h"

#include <algorithm>
#include <utility>

#include "cdc/pg/document_view.h"
#include "cdc/pg/explicit_route.h"
#include "cdc/pg/function_reads.h"
#include "cdc/pg/named_statement.h"
#include "cdc/pg/plan_faults.h"
#include "cdc/pg/rollback.h"
#include "cdc/pg/routes.h"
#include "cdc/pg/sql.h"
#include "cdc/pg/sql_text.h"
#include "cdc/pg/time_words.h"

namespace cdc::pg {
namespace {

TableName ParseTable(const std::string& text) {
  const auto dot = text.find('.');
  if (dot == std::string::npos) return {"public", text};
  return {text.substr(0, dot), text.substr(dot + 1)};
}

class PlanMaker {
 public:
  // `statement`: to try routes with.
  PlanMaker(Connection& connection, const DocumentSource& source, NamedStatement& statement)
      : connection_(connection), source_(source), statement_(statement), catalog_(connection) {}

  Plan Make() {
    plan_.index = source_.index;
    plan_.document = TrimStatement(source_.sql);
    const DocumentView view = CreateDocumentView(connection_, plan_.document);
    for (const auto& column : view.columns) {
      if (&column != view.id) plan_.fields.push_back({column.name, column.type});
    }
    query_ = ReadLevels(catalog_.Rule(view.oid), catalog_);
    RefuseTimeWords(plan_.document, catalog_.Rule(view.oid), catalog_);
    CheckFunctions();
    const auto ids = FindRoot(view.id->number);
    plan_.id_type = catalog_.GetType(view.id->type_oid).cast;
    std::set<std::size_t> given;
    for (std::size_t i = 0; i < query_.entries.size(); ++i) {
      if (IsReplaced(catalog_.GetRelation(query_.entries[i].relation))) given.insert(i);
    }
    equalities_ = FindEqualities(query_, catalog_);
    const auto paths = FindPaths(query_, equalities_, ids, given, catalog_);
    const auto read = FindReadColumns(query_);
    for (std::size_t i = 0; i < query_.entries.size(); ++i) AddEntries(i, paths[i], read[i]);
    AddHiddenEntries();
    for (const Oid oid : query_.views) plan_.relations.push_back(catalog_.GetRelation(oid).quoted);
    std::set<std::string> checked;  // partitions share their parent's SQL
    for (const Route& route : plan_.routes) {
      if (!route.sql.empty() && checked.insert(route.sql).second) CheckRoute(route);
    }
    AddIdentities();
    plan_.hash = Hash();
    return std::move(plan_);
  }

 private:
  void CheckFunctions() {
    for (const Function& function : catalog_.Functions(query_.functions, query_.operators)) {
      const auto reads = function.hides ? FindReads(function, catalog_) : FunctionReads{};
      const auto fault = FindFault(function, reads.tables, source_.routes);
      if (fault) throw Error(Kind::kBadDocument, fault->what, fault->hint);
      for (const auto& name : reads.functions) {
        if (std::ranges::count(plan_.functions, name) == 0) plan_.functions.push_back(name);
      }
    }
  }

  // Sets the plan's root and key; what `_id` is in the query.
  std::vector<IdColumn> FindRoot(int number) {
    if (!source_.root.empty() || !source_.key.empty()) return FindPromisedRoot(number);
    const auto ids = FindIdColumns(query_, number, nullptr);
    const Relation* root = nullptr;
    int key = 0;
    for (const IdColumn& id : ids) {
      const Relation& relation = catalog_.GetRelation(query_.entries[id.column.entry].relation);
      const bool unique = std::ranges::count(relation.unique_columns, id.column.attribute) != 0;
      if (!unique || (root != nullptr && (root->oid != relation.oid || key != id.column.attribute)))
        throw UnknownRoot();
      root = &relation;
      key = id.column.attribute;
    }
    if (root == nullptr) throw UnknownRoot();
    SetRoot(*root, *root->Find(key));
    return ids;
  }

  std::vector<IdColumn> FindPromisedRoot(int number) {
    if (source_.root.empty() || source_.key.empty()) throw HalfARoot();
    const auto oid = catalog_.FindRelation(ParseTable(source_.root));
    if (!oid) throw BadRoot("there is no table " + source_.root);
    const Relation& root = catalog_.GetRelation(*oid);
    if (root.kind != 'r' && root.kind != 'p') throw BadRoot(source_.root + " is no table");
    const Attribute* key = root.Find(source_.key);
    if (key == nullptr) throw BadRoot(source_.root + " has no column " + source_.key);
    if (std::ranges::count(root.unique_columns, key->number) == 0) {
      throw BadRoot(source_.root + "." + source_.key + " is not unique and NOT NULL");
    }
    SetRoot(root, *key);
    const std::pair<Oid, int> promise{root.oid, key->number};
    return FindIdColumns(query_, number, &promise);
  }

  void SetRoot(const Relation& root, const Attribute& key) {
    if (IsFloat(key.type))
      throw BadRoot("the stream does not tell the NaN of " + root.name.ToString() + "." + key.name);
    plan_.root = root.name;
    plan_.key = key.name;
    plan_.key_type = catalog_.GetType(key.type).cast;
  }

  bool IsReplaced(const Relation& relation) const {
    return std::ranges::any_of(source_.routes, [&](const ExplicitRoute& route) {
      return route.table == relation.name && route.mode == ExplicitRoute::Mode::kReplace;
    });
  }

  // The plan's entries of one entry of the query: its table, and all tables below that.
  void AddEntries(std::size_t index, const std::optional<Path>& path, const ReadColumns& read) {
    const TableEntry& from = query_.entries[index];
    const Relation& parent = catalog_.GetRelation(from.relation);
    Entry entry{{}, from.alias, {}, read.whole_row, {}, {}};
    for (const Attribute& attribute : parent.attributes) {
      if (!read.attributes.contains(attribute.number)) continue;
      entry.columns.push_back(attribute.name);
      if (HasUnclearNulls(attribute.type)) entry.unclear_nulls.push_back(attribute.name);
      if (attribute.generated) entry.whole_row = true;  // it hangs on columns that the query does not name
    }
    std::ranges::sort(entry.columns);
    std::vector<Oid> tables{parent.oid};
    if (!from.only) std::ranges::copy(catalog_.Children(parent.oid), std::back_inserter(tables));
    for (const Oid oid : tables) {
      const Relation& table = catalog_.GetRelation(oid);
      if (tables.size() > 1) AddRelation(table);
      if (table.kind == 'p' && oid != parent.oid) continue;
      entry.table = table.name;
      entry.routes = RoutesOf(table, parent, path, index);
      // Somebody who gives a route knows of reads that the tree does not show: any column may matter.
      entry.whole_row = entry.whole_row || std::ranges::any_of(entry.routes, [&](std::size_t route) {
                          return plan_.routes[route].explicit_route;
                        });
      plan_.entries.push_back(entry);
    }
  }

  void AddRelation(const Relation& relation) {
    if (std::ranges::count(plan_.relations, relation.quoted) == 0) plan_.relations.push_back(relation.quoted);
  }

  std::vector<std::size_t> RoutesOf(const Relation& table, const Relation& parent, const std::optional<Path>& path,
                                    std::size_t entry) {
    std::vector<std::size_t> routes;
    if (path && !IsReplaced(table)) {
      RouteSql written = WriteRoute(query_, *path, catalog_);
      routes.push_back(AddRoute({table.name, std::move(written.columns), std::move(written.sql), false}));
    }
    bool acknowledged = false;
    for (const ExplicitRoute& route : source_.routes) {
      if (route.table != table.name && route.table != parent.name) continue;
      acknowledged = acknowledged || route.table == table.name;
      routes.push_back(AddRoute(MakeExplicitRoute(route, table, catalog_)));
    }
    if (!acknowledged) {
      if (const auto reason = WhyUnseen(table))
        throw UnseenTable(table, query_.entries[entry].alias, *reason, source_.index);
    }
    if (routes.empty()) {
      if (const auto* tie = FindFloatTie(entry)) throw FloatRoute(table, query_.entries[entry].alias, *tie);
    }
    if (routes.empty()) throw NoRoute(table, query_.entries[entry].alias, plan_);
    std::ranges::sort(routes);
    routes.erase(std::ranges::unique(routes).begin(), routes.end());
    return routes;
  }

  // A float that ties the entry to another: a route would start from it, if it could.
  const Attribute* FindFloatTie(std::size_t entry) {
    for (const Equality& equality : equalities_) {
      for (const ColumnRef& column : {equality.left.column, equality.right.column}) {
        if (column.entry != entry) continue;
        const Attribute* attribute = catalog_.GetRelation(query_.entries[entry].relation).Find(column.attribute);
        if (attribute != nullptr && IsFloat(attribute->type)) return attribute;
      }
    }
    return nullptr;
  }

  std::size_t AddRoute(Route route) {
    const auto known = std::ranges::find(plan_.routes, route);
    if (known != plan_.routes.end()) return static_cast<std::size_t>(known - plan_.routes.begin());
    plan_.routes.push_back(std::move(route));
    return plan_.routes.size() - 1;
  }

  // Tables that only the configuration names: a function reads them.
  void AddHiddenEntries() {
    for (const ExplicitRoute& route : source_.routes) {
      const auto oid = catalog_.FindRelation(route.table);
      if (!oid) throw BadExplicit(route, "there is no such table");
      AddHiddenEntry(route, catalog_.GetRelation(*oid));
      for (const Oid child : catalog_.Children(*oid)) AddHiddenEntry(route, catalog_.GetRelation(child));
    }
  }

  void AddHiddenEntry(const ExplicitRoute& route, const Relation& table) {
    const auto known = std::ranges::find(plan_.entries, table.name, &Entry::table);
    const auto made = AddRoute(MakeExplicitRoute(route, table, catalog_));
    if (known == plan_.entries.end()) {
      plan_.entries.push_back({table.name, "", route.columns, true, {made}});
      std::ranges::sort(plan_.entries.back().columns);
    } else if (known->alias.empty() && std::ranges::count(known->routes, made) == 0) {
      known->routes.push_back(made);
    }
  }

  // The server plans the route, which also tells missing rights; nothing is executed.
  void CheckRoute(const Route& route) {
    std::string arguments;
    for (std::size_t i = 0; i < route.columns.size(); ++i) arguments += i == 0 ? "'{}'" : ", '{}'";
    try {
      statement_.Prepare("", route.sql);
      connection_.Execute("EXPLAIN EXECUTE " + statement_.name() + " (" + arguments + ")");
    } catch (const SqlError& error) {
      throw BadRoute(route, error);
    }
  }

  void AddIdentities() {
    std::map<TableName, std::set<std::string>> needed;
    for (const Entry& entry : plan_.entries) {
      const Relation& table = catalog_.GetRelation(*catalog_.FindRelation(entry.table));
      if (table.kind != 'r' || WhyUnseen(table)) continue;  // it has no rows of its own, or nobody streams them
      for (const auto route : entry.routes) {
        for (const RouteColumn& column : plan_.routes[route].columns) needed[entry.table].insert(column.name);
      }
    }
    for (const auto& [table, columns] : needed) plan_.identities.push_back({table, {columns.begin(), columns.end()}});
  }

  std::string Hash() {
    std::string text = NormaliseStatement(plan_.document);
    const auto add = [&](const std::string& part) { text += '\x01' + part; };
    add(plan_.root.ToString());
    add(plan_.key);
    for (const ExplicitRoute& route : source_.routes) {
      add(route.table.ToString());
      add(route.mode == ExplicitRoute::Mode::kAdd ? "add" : "replace");
      for (const auto& column : route.columns) add(column);
      add(NormaliseStatement(route.sql));
    }
    return std::string(connection_.Query(sql::kPlanHash, {text}).Text(0, 0));
  }

  Connection& connection_;
  const DocumentSource& source_;
  NamedStatement& statement_;
  Catalog catalog_;
  QueryLevels query_;
  std::vector<Equality> equalities_;
  Plan plan_;
};

}  // namespace

Plan MakePlan(Connection& connection, const DocumentSource& source) {
  NamedStatement statement(connection, "walcast_route");
  const Rollback rollback(connection);
  return PlanMaker(connection, source, statement).Make();
}

}  // namespace cdc::pg
