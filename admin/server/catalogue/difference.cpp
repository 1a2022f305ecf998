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

// The elements of `list` that `other` has not: told by their ids, and roles, where they are objects.
Json Only(const Json& list, const Json& other) {
  const auto key = [](const Json& element) {
    if (!element.is_object() || !element.contains("id")) return element.dump();
    return element["id"].dump() + (element.contains("role") ? element["role"].dump() : "");
  };
  std::set<std::string> known;
  for (const auto& element : other) known.insert(key(element));
  Json only = Json::array();
  for (const auto& element : list) {
    if (!known.contains(key(element))) only.push_back(element);
  }
  return only;
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
      Json added = Only(now, old), removed = Only(old, now);
      // A name inside that somebody else changed is no change of this object.
      if (added.empty() && removed.empty()) continue;
      changes.push_back({{"field", field}, {"added", std::move(added)}, {"removed", std::move(removed)}});
    } else {
      changes.push_back({{"field", field}, {"before", old}, {"after", now}});
    }
  }
  return changes;
}

}  // namespace admin::catalogue
