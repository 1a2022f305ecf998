// From each table entry of a document to its `_id`s, along the equalities of the query; and the SQL of these ways.
//
// Why following one way for each changed row is enough, although the database has moved on when it is followed. A
// document differs, so a row r was part of it before or after its change: there is a combination of rows in which all
// equalities in r's reach hold. If the other rows of r's way have not changed since, the way leads to the document. If
// one has, that row's own way is followed too, from the same combination. So no two entries may have ways through each
// other: an entry's way leads only over entries whose ways were found before. (It is also why old and new row are both
// followed, and why the way may only be followed once all of these changes are visible.)
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cdc/pg/query_graph.h"

namespace cdc::pg {

// "The columns are equal", by which operator, under which collation.
struct JoinCondition {
  Member from, to;
  const EqualityOperator* equal = nullptr;
  Oid collation = 0;
};

struct Path {
  struct Step {
    std::size_t entry = 0;
    std::vector<JoinCondition> conditions;  // `from` is a column of the step before, at first of the changed row
  };
  std::size_t start = 0;
  std::vector<Step> steps;  // none: the changed row itself has the id
  ColumnRef id;             // a column of the last step's entry, equal to `_id`
};

// For each entry its way, none where the query proves none. Ways may lead over entries in `given`, whose own ways come
// from the configuration.
std::vector<std::optional<Path>> FindPaths(const QueryLevels& query, const std::vector<Equality>& equalities,
                                           const std::vector<IdColumn>& ids, const std::set<std::size_t>& given,
                                           Catalog& catalog);

// Route::columns and Route::sql; the table is the caller's, because a partition takes its parent's way.
struct RouteSql {
  std::vector<RouteColumn> columns;
  std::string sql;
};
RouteSql WriteRoute(const QueryLevels& query, const Path& path, Catalog& catalog);

// Whether equal values of the two columns are the same text.
bool SameText(const Attribute& a, const Attribute& b, Catalog& catalog);

}  // namespace cdc::pg
