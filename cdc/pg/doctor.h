// `doctor`'s questions to PostgreSQL: everything that has to be right before walcast runs against it.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "cdc/pg/database.h"
#include "cdc/stream/finding.h"

namespace cdc::pg {

// Changes nothing; a temporary slot, made to see whether the plugin may be used, is gone at once. Never throws for what
// the server is like: a server that cannot be reached is a finding.
std::vector<stream::Finding> Diagnose(const DatabaseOptions& options, const std::string& slot,
                                      const std::string& plugin, std::stop_token stop = {});

}  // namespace cdc::pg
