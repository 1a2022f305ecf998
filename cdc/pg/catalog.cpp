#include "cdc/pg/catalog.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "cdc/pg/sql.h"

namespace cdc::pg {
namespace {

Error Gone(Oid oid) {
  return Error(Kind::kBadDocument, "an object the document reads is gone (oid " + std::to_string(oid) + ")",
               "It was dropped while the document was read: start again.");
}

bool IsTrue(const Rows& rows, int row, int column) { return rows.Text(row, column) == "t"; }

char Letter(const Rows& rows, int row, int column) {
  const auto text = rows.Text(row, column);
  return text.empty() ? ' ' : text.front();
}

std::string OidArray(const std::set<Oid>& oids) {
  std::vector<std::string> texts;
  for (const Oid oid : oids) texts.push_back(std::to_string(oid));
  return ArrayLiteral(std::span<const std::string>(texts));
}

template <typename Field, typename Key>
const Attribute* FindAttribute(const std::vector<Attribute>& attributes, Field Attribute::* field, const Key& key) {
  const auto found = std::ranges::find(attributes, key, field);
  return found == attributes.end() ? nullptr : &*found;
}

}  // namespace

Oid ToOid(std::string_view text) {
  Oid oid = 0;
  const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), oid);
  if (error != std::errc() || at != text.data() + text.size()) {
    throw Error(Kind::kCorrupt, "PostgreSQL sent an oid that is no number");
  }
  return oid;
}

bool IsFloat(Oid type) { return type == 700 || type == 701; }  // catalog/pg_type.h
bool HasUnclearNulls(Oid type) { return IsFloat(type) || type == 1700; }

const Attribute* Relation::Find(int number) const { return FindAttribute(attributes, &Attribute::number, number); }
const Attribute* Relation::Find(const std::string& column) const {
  return FindAttribute(attributes, &Attribute::name, column);
}

const Relation& Catalog::GetRelation(Oid oid) {
  if (const auto known = relations_.find(oid); known != relations_.end()) return known->second;
  const std::string id = std::to_string(oid);
  const Rows rows = connection_.Query(sql::kPlanRelation, {id});
  if (rows.size() == 0) throw Gone(oid);
  Relation relation;
  relation.oid = oid;
  relation.name = {std::string(rows.Text(0, 0)), std::string(rows.Text(0, 1))};
  relation.quoted = rows.Text(0, 2);
  relation.kind = Letter(rows, 0, 3);
  relation.persistence = Letter(rows, 0, 4);
  relation.system = IsTrue(rows, 0, 5);
  for (const auto& column : ParseArray(rows.Text(0, 6))) relation.unique_columns.push_back(std::stoi(*column));
  const Rows columns = connection_.Query(sql::kPlanAttributes, {id});
  for (int row = 0; row < columns.size(); ++row) {
    Attribute attribute;
    attribute.number = std::stoi(std::string(columns.Text(row, 0)));
    attribute.name = columns.Text(row, 1);
    attribute.quoted = columns.Text(row, 2);
    attribute.type = ToOid(columns.Text(row, 3));
    attribute.collation = ToOid(columns.Text(row, 4));
    attribute.generated = IsTrue(columns, row, 5);
    relation.attributes.push_back(std::move(attribute));
  }
  return relations_.emplace(oid, std::move(relation)).first->second;
}

const Type& Catalog::GetType(Oid oid) {
  if (const auto known = types_.find(oid); known != types_.end()) return known->second;
  const Rows rows = connection_.Query(sql::kPlanType, {std::to_string(oid)});
  if (rows.size() == 0) throw Gone(oid);
  Type type;
  type.cast = rows.Text(0, 0);
  type.is_array = IsTrue(rows, 0, 1);
  type.is_pseudo = Letter(rows, 0, 2) == 'p';
  type.is_enum = Letter(rows, 0, 2) == 'e';
  type.base = ToOid(rows.Text(0, 3));
  type.context = IsTrue(rows, 0, 4);
  return types_.emplace(oid, std::move(type)).first->second;
}

const Node& Catalog::Rule(Oid view) {
  if (const auto known = rules_.find(view); known != rules_.end()) return known->second.items()[0];
  const Rows rows = connection_.Query(sql::kPlanRule, {std::to_string(view)});
  if (rows.size() == 0) throw Gone(view);
  Node actions = ParseNodeTree(rows.Text(0, 0));
  if (actions.items().size() != 1) throw Error(Kind::kCorrupt, "a view's rule is not one query");
  return rules_.emplace(view, std::move(actions)).first->second.items()[0];
}

std::optional<Oid> Catalog::FindRelation(const TableName& name) {
  const Rows rows = connection_.Query(sql::kPlanFindRelation, {name.schema, name.table});
  if (rows.size() == 0) return std::nullopt;
  return ToOid(rows.Text(0, 0));
}

std::vector<Oid> Catalog::Children(Oid table) {
  const Rows rows = connection_.Query(sql::kPlanChildren, {std::to_string(table)});
  std::vector<Oid> children;
  for (int row = 0; row < rows.size(); ++row) children.push_back(ToOid(rows.Text(row, 0)));
  return children;
}

std::vector<Function> Catalog::Functions(const std::set<Oid>& functions, const std::set<Oid>& operators) {
  const Rows rows = connection_.Query(sql::kPlanFunctions, {OidArray(functions), OidArray(operators)});
  std::vector<Function> found;
  for (int row = 0; row < rows.size(); ++row) {
    found.push_back({std::string(rows.Text(row, 0)), Letter(rows, row, 1), IsTrue(rows, row, 2), IsTrue(rows, row, 3),
                     IsTrue(rows, row, 4), std::string(rows.Text(row, 5))});
  }
  return found;
}

NamedObjects Catalog::Named(const std::set<TableName>& names) {
  std::vector<std::string> schemas, tables;
  for (const auto& [schema, table] : names) {
    schemas.push_back(schema);
    tables.push_back(table);
  }
  const Rows rows = connection_.Query(sql::kPlanNamed, {ArrayLiteral(std::span<const std::string>(schemas)),
                                                        ArrayLiteral(std::span<const std::string>(tables))});
  NamedObjects named;
  for (int row = 0; row < rows.size(); ++row) {
    std::string name(rows.Text(row, 1));
    if (rows.IsNull(row, 2)) {
      named.tables.insert({std::string(rows.Text(row, 0)), std::move(name)});
    } else {
      named.functions.emplace(std::move(name), rows.Text(row, 2));
    }
  }
  return named;
}

void Catalog::LoadEqualities() {
  if (!equalities_.empty()) return;
  const Rows rows = connection_.Query(sql::kPlanEqualities, {});
  for (int row = 0; row < rows.size(); ++row) {
    equalities_.push_back({ToOid(rows.Text(row, 0)), ToOid(rows.Text(row, 1)), ToOid(rows.Text(row, 2)),
                           ToOid(rows.Text(row, 3)), std::string(rows.Text(row, 4))});
  }
}

const EqualityOperator* Catalog::Equality(Oid oid) {
  LoadEqualities();
  const auto found = std::ranges::find(equalities_, oid, &EqualityOperator::oid);
  return found == equalities_.end() ? nullptr : &*found;
}

const EqualityOperator* Catalog::Equality(Oid family, Oid left, Oid right) {
  LoadEqualities();
  const auto found = std::ranges::find_if(equalities_, [&](const EqualityOperator& candidate) {
    return candidate.family == family && candidate.left == left && candidate.right == right;
  });
  return found == equalities_.end() ? nullptr : &*found;
}

const Collation& Catalog::GetCollation(Oid oid) {
  if (collations_.empty()) {
    const Rows rows = connection_.Query(sql::kPlanCollations, {});
    for (int row = 0; row < rows.size(); ++row) {
      collations_[ToOid(rows.Text(row, 0))] = {std::string(rows.Text(row, 1)), IsTrue(rows, row, 2)};
    }
  }
  return collations_[oid];
}

bool Catalog::EqualIsSame(Oid type, Oid collation) {
  // catalog/pg_type.h: integers, strings, uuid, date, bytea, macaddr, boolean, times without a zone
  constexpr std::array<Oid, 14> kPlain{20, 21, 23, 26, 19, 25, 1043, 2950, 1082, 17, 829, 16, 1083, 1114};
  const Type& known = GetType(GetType(type).base);
  if (collation != 0 && !GetCollation(collation).deterministic) return false;
  return known.is_enum || std::ranges::count(kPlain, known.base) != 0;
}

}  // namespace cdc::pg
