// What the planner asks PostgreSQL's catalogs, remembered for the time of one plan. Not thread-safe; one transaction.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cdc/model/plan.h"
#include "cdc/pg/connection.h"
#include "cdc/pg/node_tree.h"

namespace cdc::pg {

using Oid = std::uint32_t;

struct Type {
  std::string cast;  // as in a cast, under any search_path
  bool is_array = false;
  bool is_pseudo = false;  // anyarray, anyenum, …: an operator's declared type that stands for many
  bool is_enum = false;
  bool context = false;  // it, or a part of it, is a time or a name of the catalogs: what a text means as it varies
  Oid base = 0;          // of a domain; else itself
};

struct Attribute {
  int number = 0;
  std::string name;
  std::string quoted;  // where it must be
  Oid type = 0;
  Oid collation = 0;
  bool generated = false;
};

// wal2json writes the NaN and the infinities of these types as null; not those of domains over them, nor in arrays.
bool HasUnclearNulls(Oid type);  // real, double precision, numeric
bool IsFloat(Oid type);          // the first two

struct Relation {
  Oid oid = 0;
  TableName name;
  std::string quoted;  // schema and name
  char kind = 'r';     // pg_class.relkind
  char persistence = 'p';
  bool system = false;
  std::vector<int> unique_columns;  // each alone identifies a row, and is never NULL
  std::vector<Attribute> attributes;

  const Attribute* Find(int number) const;
  const Attribute* Find(const std::string& name) const;
};

// An operator that means "equal" in one of the families it belongs to.
struct EqualityOperator {
  Oid oid = 0;
  Oid family = 0;
  Oid left = 0;  // declared types
  Oid right = 0;
  std::string name;  // as an expression writes it
};

struct Collation {
  std::string quoted;
  bool deterministic = true;
};

struct Function {
  std::string name;  // with its arguments, as a cast to regprocedure reads it
  char volatility = 'v';
  bool context = false;  // depends on the time, the session or the catalogs
  bool hides = false;    // may read tables that the query does not show
  bool internal = false;
  std::string source;
};

// What the names in a function's source can mean.
struct NamedObjects {
  std::set<TableName> tables;                    // also those behind views
  std::map<std::string, std::string> functions;  // of users: as in Function::name, to its source
};

class Catalog {
 public:
  explicit Catalog(Connection& connection) : connection_(connection) {}

  // Throw kBadDocument for an oid that is gone.
  const Relation& GetRelation(Oid oid);
  const Type& GetType(Oid oid);
  const Node& Rule(Oid view);  // the query of a view, as a QUERY node

  std::optional<Oid> FindRelation(const TableName& name);
  std::vector<Oid> Children(Oid table);  // all below it, by name
  std::vector<Function> Functions(const std::set<Oid>& functions, const std::set<Oid>& operators);

  NamedObjects Named(const std::set<TableName>& names);

  // The operator as a member of its first family; nullptr: it does not mean "equal".
  const EqualityOperator* Equality(Oid oid);
  const EqualityOperator* Equality(Oid family, Oid left, Oid right);
  const Collation& GetCollation(Oid oid);  // 0: none
  // Whether values of a type that are equal have the same bytes and the same text: not numeric, citext, float, ….
  bool EqualIsSame(Oid type, Oid collation);

 private:
  void LoadEqualities();

  Connection& connection_;
  std::map<Oid, Relation> relations_;
  std::map<Oid, Type> types_;
  std::map<Oid, Node> rules_;  // lists of one query
  std::vector<EqualityOperator> equalities_;
  std::map<Oid, Collation> collations_;
};

Oid ToOid(std::string_view text);  // throws kCorrupt

}  // namespace cdc::pg
