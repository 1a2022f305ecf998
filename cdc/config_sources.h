// Where the values of a configuration come from: the file, the environment, --set; in this order, later ones win.
#pragma once

#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "cdc/config.h"
#include "cdc/config_fault.h"
#include "cdc/config_schema.h"

namespace cdc {

// The file that is meant, absolute. Throws kConfig where there is none.
std::string FindConfigFile(const ConfigSources& sources);

// What the file says, with what its values take from elsewhere (config_expand.h); not validated. Throws kConfig where
// it cannot be read or is no JSON: with line and column.
nlohmann::ordered_json ReadConfigFile(const std::string& file, const ConfigSchema& schema,
                                      const std::map<std::string, std::string>& environment, Faults& faults);

// Puts what the environment and --set say over `values` and tells in `origin` where each key's value comes from.
void ApplySources(const ConfigSources& sources, const ConfigSchema& schema, nlohmann::ordered_json& values,
                  std::map<std::string, std::string>& origin, Faults& faults);

}  // namespace cdc
