// From what Elasticsearch answers to what a client of the search gets: pure.
#pragma once

#include <cstdint>
#include <string_view>

#include "admin/server/http/route.h"
#include "admin/server/search/query.h"

namespace admin::search {

// How many films there are. Throws cdc::Error(kCorrupt) for an answer that is none of a search.
std::int64_t Total(const Json& found);

// How many pages of films one can ask for; 1 where there are none.
std::int64_t Pages(std::int64_t total) noexcept;

// {"count", "total_pages", "prev", "next", "results": films with "highlights", "facets"}. Throws as Total.
Json MakeAnswer(const Json& found, const Asked& asked);

}  // namespace admin::search
