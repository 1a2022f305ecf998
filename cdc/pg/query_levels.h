// A document's query taken apart into its levels: the query itself, each subquery, each view, each use of a CTE and
// each sublink is one. A view or CTE used twice is two levels, because its rows in the one use are not its rows in the
// other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "cdc/pg/catalog.h"
#include "cdc/pg/node_tree.h"

namespace cdc::pg {

using EntrySet = std::set<std::size_t>;  // of indexes into QueryLevels::entries

inline constexpr std::size_t kNoLevel = std::numeric_limits<std::size_t>::max();

// A table where a level reads it.
struct TableEntry {
  Oid relation = 0;
  std::string alias;  // with the view's alias before it, where it stands in a view
  bool only = false;  // FROM ONLY: without its children
};

// What a range-table entry of a level stands for.
struct Source {
  enum class Kind : std::uint8_t {
    kOther,  // a function, VALUES, …: no table's column comes from it
    kEntry,
    kLevel,
    kJoin,   // its columns are expressions over others of the level
    kGroup,  // the same (PostgreSQL 18)
  };
  Kind kind = Kind::kOther;
  std::size_t index = 0;  // of the entry or level
  const Node* node = nullptr;
};

// A condition of WHERE or ON.
struct Qual {
  const Node* condition = nullptr;
  bool mandatory = false;  // every row of the level fulfils it; else only what `scope` names rests on it
  EntrySet scope;
};

struct Level {
  const Node* query = nullptr;
  std::size_t parent = kNoLevel;     // where its outer variables are looked up
  std::size_t container = kNoLevel;  // the level in whose text it stands, or is used
  std::vector<Source> sources;       // by range-table index, from 1
  std::vector<std::size_t> arms;     // of a set operation, as indexes into `sources`; else empty
  std::vector<Qual> quals;
  std::map<const Node*, std::size_t> sublinks;  // SUBLINK → its level
  std::string alias_prefix;
  bool recursive = false;
  bool mandatory = false;       // an item of FROM without which the container has no row
  std::size_t first_entry = 0;  // its own entries and those of the levels in it are [first_entry, end_entry)
  std::size_t from_end = 0;     // behind those of its FROM clause; the others stand in its other expressions
  std::size_t end_entry = 0;

  EntrySet Entries() const;
  bool Holds(std::size_t entry) const { return entry >= first_entry && entry < end_entry; }
  const Node& Target(int number) const;  // the TARGETENTRY; a null node where there is none
};

struct QueryLevels {
  std::vector<Level> levels;  // [0] is the document; a level stands behind its container
  std::vector<TableEntry> entries;
  std::set<Oid> views;
  std::set<Oid> functions;
  std::set<Oid> operators;
};

// `query`: the QUERY node of the document; must outlive the result, as must the catalog. Throws kBadDocument for what
// no document may hold: TABLESAMPLE, FOR UPDATE, system and temporary tables, sequences, values of the session or the
// time, texts that are read as times.
QueryLevels ReadLevels(const Node& query, Catalog& catalog);

}  // namespace cdc::pg
