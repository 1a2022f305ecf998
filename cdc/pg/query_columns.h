// Which column of which table entry a variable of a query is, through joins, subqueries, views and CTEs; and which
// columns the query reads.
#pragma once

#include <compare>
#include <cstddef>
#include <optional>
#include <set>
#include <vector>

#include "cdc/pg/query_levels.h"

namespace cdc::pg {

struct ColumnRef {
  std::size_t entry = 0;
  int attribute = 0;
  auto operator<=>(const ColumnRef&) const = default;
};

// A level that makes one row of several, if they are equal as values of this type under this collation: which of them
// its row shows is open.
struct Merge {
  std::size_t level = 0;
  Oid type = 0;
  Oid collation = 0;
};

// A column that an expression hands through. A row of an entry in `hidden` may change other rows of the expression's
// level than those with its own value (a window function, LIMIT): for it, the expression is not this column. Where the
// expression comes from one arm of a set operation, it is this column only for entries in `within`.
struct Resolved {
  ColumnRef column;
  EntrySet hidden;
  std::optional<EntrySet> within;
  std::vector<Merge> merges;
};

// The type and collation of an expression that Resolver::Expression resolves.
struct ValueType {
  Oid type = 0;
  Oid collation = 0;
};
ValueType TypeOf(const Node& expression);

class Resolver {
 public:
  explicit Resolver(const QueryLevels& query) : query_(query) {}

  // The columns an expression of `level` is, without a change of its bytes; several for the arms of a set operation,
  // none for everything else. With `through_text` a cast to text by the type's output function counts as no change.
  std::vector<Resolved> Expression(std::size_t level, const Node& node, bool through_text = false) const;
  // The same of the `number`-th output column of a level, seen from outside.
  std::vector<Resolved> Output(std::size_t level, int number, bool through_text = false) const;
  // Whether a row that changes an output row of the level has that row's value of `column` in its own combination.
  // `target`: the TARGETENTRY it stands in.
  bool Passes(std::size_t level, const Node& target, const std::vector<Resolved>& column) const;
  // The level of a variable's table entry.
  std::size_t LevelOf(std::size_t level, const Node& var) const;
  const Source& SourceOf(std::size_t level, const Node& var) const;

 private:
  std::optional<Merge> MergeAt(std::size_t level, int number, const Node& target) const;
  bool InClause(std::size_t level, const Node& target, const std::vector<Resolved>& column, const Node& clause) const;

  const QueryLevels& query_;
};

struct ReadColumns {
  std::set<int> attributes;
  bool whole_row = false;
};

// For each entry, what the document's result rests on: not the columns of a subquery that nobody asks for. Throws
// kBadDocument for system columns.
std::vector<ReadColumns> FindReadColumns(const QueryLevels& query);

}  // namespace cdc::pg
