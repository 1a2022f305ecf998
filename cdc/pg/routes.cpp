#include "cdc/pg/routes.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>

namespace cdc::pg {
namespace {

const Attribute& AttributeOf(const QueryLevels& query, const ColumnRef& column, Catalog& catalog) {
  const Relation& relation = catalog.GetRelation(query.entries.at(column.entry).relation);
  const Attribute* attribute = relation.Find(column.attribute);
  if (attribute == nullptr) throw Error(Kind::kCorrupt, "a stored parse tree names a column that is not there");
  return *attribute;
}

// Columns that are all equal to each other, by operators of one family under one collation.
struct EqualColumns {
  Oid family = 0;
  Oid collation = 0;
  std::set<Member> members;
};

using Classes = std::vector<EqualColumns>;

void Add(Classes& classes, const Equality& equality) {
  EqualColumns merged{equality.family, equality.collation, {equality.left, equality.right}};
  std::erase_if(classes, [&](EqualColumns& known) {
    if (known.family != merged.family || known.collation != merged.collation) return false;
    if (!known.members.contains(equality.left) && !known.members.contains(equality.right)) return false;
    merged.members.merge(known.members);
    return true;
  });
  classes.push_back(std::move(merged));
}

class PathFinder {
 public:
  PathFinder(const QueryLevels& query, const std::vector<Equality>& equalities, const std::vector<IdColumn>& ids,
             Catalog& catalog)
      : query_(query), ids_(ids), catalog_(catalog), paths_(query.entries.size()) {
    for (std::size_t entry = 0; entry < query.entries.size(); ++entry)
      classes_.push_back(ClassesFor(entry, equalities));
  }

  std::vector<std::optional<Path>> Find(const std::set<std::size_t>& given) {
    known_ = given;
    // Short ways first: what a way leads over must be known before it.
    for (std::size_t length = 0; length <= paths_.size(); ++length) {
      cut_ = false;
      for (bool more = true; more;) {
        more = false;
        for (std::size_t entry = 0; entry < paths_.size(); ++entry) {
          if (known_.contains(entry)) continue;
          paths_[entry] = Search(entry, length);
          if (!paths_[entry]) continue;
          known_.insert(entry);
          more = true;
        }
      }
      if (!cut_) break;  // nothing longer is there
    }
    return std::move(paths_);
  }

 private:
  // What is equal in the combinations that a row of `entry` is part of.
  static Classes ClassesFor(std::size_t entry, const std::vector<Equality>& equalities) {
    Classes classes;
    EntrySet present{entry};
    std::vector<bool> used(equalities.size());
    for (bool more = true; more;) {
      more = false;
      for (std::size_t i = 0; i < equalities.size(); ++i) {
        const Equality& equality = equalities[i];
        if (used[i] || equality.hidden.contains(entry)) continue;
        if (std::ranges::none_of(equality.scope, [&](std::size_t other) { return present.contains(other); })) continue;
        used[i] = more = true;
        Add(classes, equality);
        present.insert({equality.left.column.entry, equality.right.column.entry});
      }
    }
    return classes;
  }

  std::optional<Path> Search(std::size_t start, std::size_t length) {
    std::deque<Path> open{{start, {}, {}}};
    std::set<std::size_t> seen{start};
    while (!open.empty()) {
      Path path = std::move(open.front());
      open.pop_front();
      if (const auto id = IdAt(start, path)) {
        path.id = *id;
        return path;
      }
      if (path.steps.size() == length) {
        cut_ = true;
        continue;
      }
      const auto last = Last(path);
      for (const auto next : known_) {
        if (seen.contains(next)) continue;
        auto conditions = Conditions(classes_[start], last, next, path.steps.empty());
        if (conditions.empty()) continue;
        seen.insert(next);
        open.push_back(path);
        open.back().steps.push_back({next, std::move(conditions)});
      }
    }
    return std::nullopt;
  }

  static std::size_t Last(const Path& path) { return path.steps.empty() ? path.start : path.steps.back().entry; }

  // A column of the path's last entry whose text is the id.
  std::optional<ColumnRef> IdAt(std::size_t start, const Path& path) {
    const auto last = Last(path);
    for (const IdColumn& id : ids_) {
      if (!id.scope.contains(start)) continue;
      if (id.column.entry == last && Usable(id.column, path.steps.empty())) return id.column;
      const Attribute& key = AttributeOf(query_, id.column, catalog_);
      for (const EqualColumns& equal : classes_[start]) {
        // Equal must mean the same text: citext or bpchar columns are equal in other spellings, too.
        const auto exact = [&](const Member& member) { return catalog_.EqualIsSame(member.compared, equal.collation); };
        const auto own = [&](const Member& member) { return member.column == id.column && exact(member); };
        if (std::ranges::none_of(equal.members, own)) continue;
        if (equal.collation != 0 && !catalog_.GetCollation(equal.collation).deterministic) continue;
        for (const Member& member : equal.members) {
          if (member.column.entry == last && exact(member) && Usable(member.column, path.steps.empty()) &&
              SameText(AttributeOf(query_, member.column, catalog_), key, catalog_)) {
            return member.column;
          }
        }
      }
    }
    return std::nullopt;
  }

  // A generated column may be missing in the stream, and a float's NaN comes as NULL: a way cannot begin with them.
  bool Usable(const ColumnRef& column, bool in_changed_row) {
    const Attribute& attribute = AttributeOf(query_, column, catalog_);
    return !in_changed_row || (!attribute.generated && !IsFloat(attribute.type));
  }

  std::vector<JoinCondition> Conditions(const Classes& classes, std::size_t from, std::size_t to,
                                        bool from_changed_row) {
    std::vector<JoinCondition> conditions;
    std::set<std::pair<ColumnRef, ColumnRef>> known;
    for (const EqualColumns& equal : classes) {
      auto condition = Condition(equal, from, to, from_changed_row);
      if (condition && known.emplace(condition->from.column, condition->to.column).second) {
        conditions.push_back(*condition);
      }
    }
    return conditions;
  }

  std::optional<JoinCondition> Condition(const EqualColumns& equal, std::size_t from, std::size_t to,
                                         bool from_changed_row) {
    for (const Member& a : equal.members) {
      if (a.column.entry != from || !Usable(a.column, from_changed_row)) continue;
      for (const Member& b : equal.members) {
        if (b.column.entry != to) continue;
        if (const auto* found = catalog_.Equality(equal.family, a.declared, b.declared)) {
          return JoinCondition{a, b, found, equal.collation};
        }
      }
    }
    return std::nullopt;
  }

  const QueryLevels& query_;
  const std::vector<IdColumn>& ids_;
  Catalog& catalog_;
  std::vector<Classes> classes_;  // by entry
  std::set<std::size_t> known_;
  bool cut_ = false;  // a search ended only because of the length
  std::vector<std::optional<Path>> paths_;
};

}  // namespace

std::vector<std::optional<Path>> FindPaths(const QueryLevels& query, const std::vector<Equality>& equalities,
                                           const std::vector<IdColumn>& ids, const std::set<std::size_t>& given,
                                           Catalog& catalog) {
  return PathFinder(query, equalities, ids, catalog).Find(given);
}

bool SameText(const Attribute& a, const Attribute& b, Catalog& catalog) {
  // catalog/pg_type.h: numbers and strings of several types have a text that does not tell the type
  constexpr std::array<Oid, 3> kIntegers{20, 21, 23};
  constexpr std::array<Oid, 3> kStrings{19, 25, 1043};
  constexpr std::array<Oid, 3> kAlone{2950, 1082, 829};  // uuid, date, macaddr
  const Oid left = catalog.GetType(a.type).base, right = catalog.GetType(b.type).base;
  const auto both = [&](const auto& types) {
    return std::ranges::count(types, left) != 0 && std::ranges::count(types, right) != 0;
  };
  if (both(kIntegers) || both(kStrings)) return true;
  return left == right && (std::ranges::count(kAlone, left) != 0 || catalog.GetType(left).is_enum);
}

}  // namespace cdc::pg
