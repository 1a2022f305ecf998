// `doctor`'s questions to the checkpoint store and to the search engine.
#pragma once

#include <vector>

#include "cdc/config.h"
#include "cdc/stream/finding.h"

namespace cdc::cli {

// Change nothing; a server that cannot be reached is a finding.
std::vector<stream::Finding> DiagnoseStore(const Config& config);
std::vector<stream::Finding> DiagnoseSearch(const Config& config);

}  // namespace cdc::cli
