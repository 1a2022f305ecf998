#include "cdc/schema_places.h"

#include <algorithm>

namespace cdc {

std::set<SchemaPlace> SchemaPlaces(valijson::ValidationResults& results) {
  std::set<SchemaPlace> places;
  for (const auto& error : results) {
    // The context names the steps as "<root>", "[batch]", "[writers]", "[0]".
    SchemaPlace place;
    for (std::size_t i = 1; i < error.context.size(); ++i) {
      place.push_back(error.context[i].substr(1, error.context[i].size() - 2));
    }
    places.insert(std::move(place));
  }
  return places;
}

bool IsOnTheWay(const SchemaPlace& place, const std::set<SchemaPlace>& places) {
  return std::ranges::any_of(places, [&](const SchemaPlace& other) {
    return place.size() < other.size() && std::equal(place.begin(), place.end(), other.begin());
  });
}

}  // namespace cdc
