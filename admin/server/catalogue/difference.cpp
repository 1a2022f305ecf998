#include "admin/server/catalogue/difference.h"

#include <algorithm>
#include <set>

namespace admin::catalogue {
namespace {

bool IsBookkeeping(const std::string& field) {
  return field == "version" || field == "modified" || field == "created" || field == "id";
}

const Json& Member(const Json& object, const std::string& field) {
  static const Json kNull;
  const auto found = object.is_object() ? object.find(field) : object.end();
  return found == object.end() ? kNull : *found;
}

bool IsList(const Json& value) { return value.is_array() || value.is_null(); }

// What an element is told by: its id, and role, where it is an object.
std::string KeyOf(const Json& element) {
  if (!element.is_object() || !element.contains("id")) return element.dump();
  return element["id"].dump() + (element.contains("role") ? element["role"].dump() : "");
}

// The elements of `list` that `other` has, or has not.
Json Those(const Json& list, const Json& other, bool has) {
  std::set<std::string> known;
  for (const auto& element : other) known.insert(KeyOf(element));
  Json those = Json::array();
  for (const auto& element : list) {
    if (known.contains(KeyOf(element)) == has) those.push_back(element);
  }
  return those;
}

// The people of a film stand in the order that somebody gave them; of other lists the order says nothing.
bool IsOrdered(const std::string& field) { return field == "actors" || field == "directors" || field == "writers"; }

bool HasOtherOrder(const Json& old, const Json& now) {
  const auto same = [](const Json& one, const Json& other) { return KeyOf(one) == KeyOf(other); };
  return !std::ranges::equal(Those(old, now, true), Those(now, old, true), same);
}

}  // namespace

Json Difference(const Json& before, const Json& after) {
  Json changes = Json::array();
  std::vector<std::string> fields;
  for (const Json* state : {&after, &before}) {
    if (!state->is_object()) continue;
    for (const auto& [field, value] : state->items()) {
      if (!IsBookkeeping(field) && std::ranges::find(fields, field) == fields.end()) fields.push_back(field);
    }
  }
  for (const auto& field : fields) {
    const Json &old = Member(before, field), &now = Member(after, field);
    if (old == now) continue;
    if (IsList(old) && IsList(now)) {
      Json added = Those(now, old, false), removed = Those(old, now, false);
      const bool ordered = IsOrdered(field) && HasOtherOrder(old, now);
      // A name inside that somebody else changed is no change of this object.
      if (added.empty() && removed.empty() && !ordered) continue;
      changes.push_back({{"field", field}, {"added", std::move(added)}, {"removed", std::move(removed)}});
      if (ordered) changes.back()["order"] = {{"before", old}, {"after", now}};
    } else {
      changes.push_back({{"field", field}, {"before", old}, {"after", now}});
    }
  }
  return changes;
}

}  // namespace admin::catalogue
