// The join conditions of a document as a graph: which columns of which table entries are equal, and for whom.
//
// The claim that an Equality makes. Let a row of entry E be part of what makes a document what it is: it is joined,
// grouped, counted, looked for with EXISTS, or its absence is. Then there are rows of the other entries, in the same
// state of the database, with which it does so, and in these rows the two columns are equal: for each E in `scope`;
// also where some other entry that takes part in the combination for E is in `scope` (an equality is never true for a
// NULL, so an entry that it names takes part); but never for E in `hidden`.
#pragma once

#include <vector>

#include "cdc/pg/query_columns.h"

namespace cdc::pg {

// One side of an equality.
struct Member {
  ColumnRef column;
  Oid declared = 0;  // the operator's type on this side
  Oid compared = 0;  // the type compared: `declared`, unless that is a pseudo-type
  auto operator<=>(const Member&) const = default;
};

struct Equality {
  Member left, right;
  Oid family = 0;  // operators of one family are transitive with each other
  Oid collation = 0;
  EntrySet scope;
  EntrySet hidden;
};

// A column that `_id` is, for rows of entries in `scope`.
struct IdColumn {
  ColumnRef column;
  EntrySet scope;
};

std::vector<Equality> FindEqualities(const QueryLevels& query, Catalog& catalog);

// `number`: the output column `_id`. Plain columns only; with `promise` (the root's table and key, when the
// configuration gives them) also casts to text, and an expression in which that column occurs once.
std::vector<IdColumn> FindIdColumns(const QueryLevels& query, int number, const std::pair<Oid, int>* promise);

}  // namespace cdc::pg
