// Where in a document valijson found faults.
#pragma once

#include <set>
#include <string>
#include <valijson/validation_results.hpp>
#include <vector>

namespace cdc {

using SchemaPlace = std::vector<std::string>;  // the steps from the root: "batch", "writers"; "indices", "0"

// Every place that is told; valijson tells of those on the way to a fault, too.
std::set<SchemaPlace> SchemaPlaces(valijson::ValidationResults& results);
// Whether another of the places lies deeper in this one: that one is at fault.
bool IsOnTheWay(const SchemaPlace& place, const std::set<SchemaPlace>& places);

}  // namespace cdc
