#include "admin/server/freshness/compare.h"

#include <set>

#include "cdc/model/lsn.h"

namespace admin::freshness {
namespace {

// Json keeps the order of members, and would compare it.
nlohmann::json Unordered(const Json& json) { return json; }

// A member that one side lacks differs from one that is null there.
Json Differences(const Json& database, const Json& index) {
  std::set<std::string> fields;
  for (const auto* document : {&database, &index}) {
    for (const auto& [field, value] : document->items()) fields.insert(field);
  }
  Json differences = Json::array();
  for (const auto& field : fields) {
    const bool both = database.contains(field) && index.contains(field);
    if (both && Unordered(database.at(field)) == Unordered(index.at(field))) continue;
    Json difference{{"field", field}};
    if (database.contains(field)) difference["database"] = database.at(field);
    if (index.contains(field)) difference["index"] = index.at(field);
    differences.push_back(std::move(difference));
  }
  return differences;
}

}  // namespace

Json Compare(const std::optional<Json>& database, const std::optional<Indexed>& index) {
  Json differences = Json::array();
  const char* state = "fresh";
  if (!index && !database) {
    state = "gone";
  } else if (!index) {
    state = "missing";
  } else if (!database) {
    state = "ghost";
  } else {
    differences = Differences(*database, index->source);
    if (!differences.empty()) state = "differs";
  }
  return {{"state", state},
          {"generation", index ? Json(index->generation) : Json()},
          {"version", index ? Json(index->version) : Json()},
          {"lsn", index ? Json(cdc::Lsn{index->version}.ToString()) : Json()},
          {"database", database.value_or(Json())},
          {"index", index ? index->source : Json()},
          {"differences", std::move(differences)}};
}

}  // namespace admin::freshness
