// What a schema cannot say: checks over several keys, of addresses, names and the files that are named.
#pragma once

#include <string>

#include "cdc/config.h"
#include "cdc/config_fault.h"

namespace cdc {

// Makes paths absolute (relative ones count from `directory`) and reads the documents and definitions, then looks at
// everything. Keys that have a fault already are not looked at again.
void CheckConfig(Config& config, const std::string& directory, Faults& faults);

}  // namespace cdc
