// A walk over all ids of an index, at one point in time.
#pragma once

#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>

#include "cdc/es/client.h"
#include "cdc/stream/indices.h"

namespace cdc::es {

enum class WalkBy : std::uint8_t {
  kPointInTime,  // with search_after: Elasticsearch since 7.12
  kScroll,       // OpenSearch
};

struct WalkOptions {
  WalkBy by = WalkBy::kPointInTime;
  std::size_t page = 1000;  // at most 10,000 are taken (index.max_result_window)
  std::stop_token stop;
};

// What the server keeps for it is released when the walk is destroyed, and by the server itself after ten minutes
// without a Next: then Next throws kUnavailable. Throws kIndex where the index is not there.
std::unique_ptr<stream::IdWalk> BeginWalk(Client client, const std::string& index, WalkOptions options);

}  // namespace cdc::es
