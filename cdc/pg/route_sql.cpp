// The SQL of a path.
#include <algorithm>

#include "cdc/pg/routes.h"

namespace cdc::pg {
namespace {

class Writer {
 public:
  Writer(const QueryLevels& query, const Path& path, Catalog& catalog)
      : query_(query), path_(path), catalog_(catalog) {}

  RouteSql Write() {
    const Attribute& id = AttributeAt(path_.id);
    if (path_.steps.empty()) {
      out_.columns.push_back({id.name, catalog_.GetType(id.type).cast});
      if (!SameText(id, id, catalog_)) out_.sql = WriteCast(id);
      return std::move(out_);
    }
    const std::string column = Name(path_.steps.size()) + "." + id.quoted;
    const std::string from = FirstStepIsArray() ? WriteArrayStart() : WriteRowsStart();
    out_.sql = "SELECT DISTINCT " + column + "::text\n  FROM " + from;
    for (std::size_t i = 1; i < path_.steps.size(); ++i) WriteJoin(i);
    out_.sql +=
        "\n WHERE " + (first_condition_.empty() ? "" : first_condition_ + "\n   AND ") + column + " IS NOT NULL";
    return std::move(out_);
  }

 private:
  const Relation& RelationOf(std::size_t entry) { return catalog_.GetRelation(query_.entries[entry].relation); }
  const Attribute& AttributeAt(const ColumnRef& column) { return *RelationOf(column.entry).Find(column.attribute); }
  static std::string Name(std::size_t step) { return "t" + std::to_string(step); }  // 1: the first step

  std::string Table(std::size_t step) { return RelationOf(path_.steps[step - 1].entry).quoted + " AS " + Name(step); }

  // The text of an id where equal values may have several: as the root writes it, which is as the changed row does.
  std::string WriteCast(const Attribute& id) {
    const std::string value = "changed.c1::" + catalog_.GetType(id.type).cast + "::text";
    return "SELECT DISTINCT " + value + "\n  FROM unnest($1::text[]) AS changed (c1)\n WHERE changed.c1 IS NOT NULL";
  }

  // Indexes serve `= ANY (array)` best; several columns, and values that are arrays themselves, need rows.
  bool FirstStepIsArray() {
    const auto& conditions = path_.steps[0].conditions;
    if (conditions.size() != 1) return false;
    const JoinCondition& only = conditions[0];
    return !catalog_.GetType(AttributeAt(only.from.column).type).is_array && Reversed(only) != nullptr;
  }

  const EqualityOperator* Reversed(const JoinCondition& condition) {
    return catalog_.Equality(condition.equal->family, condition.equal->right, condition.equal->left);
  }

  std::string WriteArrayStart() {
    const JoinCondition& condition = path_.steps[0].conditions[0];
    const Attribute& from = AttributeAt(condition.from.column);
    out_.columns.push_back({from.name, catalog_.GetType(from.type).cast});
    std::string values = "$1::text[]::" + catalog_.GetType(from.type).cast + "[]";
    if (from.type != condition.from.compared) values += "::" + catalog_.GetType(condition.from.compared).cast + "[]";
    if (condition.collation != 0 && AttributeAt(condition.to.column).collation != condition.collation) {
      values = "(" + values + ") COLLATE " + catalog_.GetCollation(condition.collation).quoted;
    }
    first_condition_ = Operand(1, condition.to) + " " + Reversed(condition)->name + " ANY (" + values + ")";
    return Table(1);
  }

  std::string WriteRowsStart() {
    std::string arrays, names, on;
    std::size_t number = 0;
    for (const JoinCondition& condition : path_.steps[0].conditions) {
      const Attribute& from = AttributeAt(condition.from.column);
      const RouteColumn column{from.name, catalog_.GetType(from.type).cast};
      auto known = std::ranges::find(out_.columns, column);
      number = static_cast<std::size_t>(known - out_.columns.begin()) + 1;
      if (known == out_.columns.end()) {
        out_.columns.push_back(column);
        const std::string separator = number == 1 ? "" : ", ";
        arrays += separator + "$" + std::to_string(number) + "::text[]";
        names += separator + "c" + std::to_string(number);
      }
      std::string value = "changed.c" + std::to_string(number) + "::" + column.type;
      if (from.type != condition.from.compared) value += "::" + catalog_.GetType(condition.from.compared).cast;
      on += (on.empty() ? " ON " : "\n    AND ") + Compare(condition, value, false, 1);
    }
    return "unnest(" + arrays + ") AS changed (" + names + ")\n  JOIN " + Table(1) + on;
  }

  void WriteJoin(std::size_t index) {
    out_.sql += "\n  JOIN " + Table(index + 1);
    std::string on;
    for (const JoinCondition& condition : path_.steps[index].conditions) {
      const bool other = AttributeAt(condition.from.column).collation != condition.collation;
      on += (on.empty() ? " ON " : "\n    AND ") + Compare(condition, Operand(index, condition.from), other, index + 1);
    }
    out_.sql += on;
  }

  std::string Compare(const JoinCondition& condition, std::string left, bool left_differs, std::size_t right_step) {
    // Only on the left: with a COLLATE of its own a column on the right would do without its index.
    const bool right_differs = AttributeAt(condition.to.column).collation != condition.collation;
    if (condition.collation != 0 && (left_differs || right_differs)) {
      left = "(" + left + ") COLLATE " + catalog_.GetCollation(condition.collation).quoted;
    }
    return left + " " + condition.equal->name + " " + Operand(right_step, condition.to);
  }

  std::string Operand(std::size_t step, const Member& member) {
    const Attribute& attribute = AttributeAt(member.column);
    std::string text = Name(step) + "." + attribute.quoted;
    if (attribute.type != member.compared) text += "::" + catalog_.GetType(member.compared).cast;
    return text;
  }

  const QueryLevels& query_;
  const Path& path_;
  Catalog& catalog_;
  RouteSql out_;
  std::string first_condition_;
};

}  // namespace

RouteSql WriteRoute(const QueryLevels& query, const Path& path, Catalog& catalog) {
  return Writer(query, path, catalog).Write();
}

}  // namespace cdc::pg
