// `doctor`'s questions to the checkpoint store and to the search engine.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cdc/config.h"
#include "cdc/redis/client.h"
#include "cdc/stream/finding.h"

namespace cdc::cli {

// Change nothing; a server that cannot be reached is a finding.
std::vector<stream::Finding> DiagnoseStore(const Config& config);
std::vector<stream::Finding> DiagnoseSearch(const Config& config);

// What CONFIG GET of the Redis at `address` says about a record that is to survive a restart.
std::vector<stream::Finding> JudgeRedis(const redis::Address& address, std::map<std::string, std::string> settings);

}  // namespace cdc::cli
