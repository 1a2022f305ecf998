// From the parameters of a search to the request that Elasticsearch gets: pure, so that every case is a line of a test.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "admin/server/http/route.h"

namespace admin::search {

inline constexpr std::int64_t kPageFilms = 20;
// Elasticsearch gives no results beyond its 10,000th.
inline constexpr std::int64_t kLastPage = 10'000 / kPageFilms;
// Words of a query beyond these are passed over.
inline constexpr std::size_t kMostWords = 24;
// Characters, too: one word may be many to Elasticsearch.
inline constexpr std::size_t kMostCharacters = 200;

struct Asked {
  std::string query{};                // as it was typed; "": every film
  std::vector<std::string> genres{};  // any of them
  std::vector<std::string> types{};   // any of them
  std::optional<double> rating_from{}, rating_to{};
  std::optional<std::int64_t> year_from{}, year_to{};
  std::int64_t page = 1;  // from 1 to kLastPage
  bool misspelt = false;  // words may resemble what is found: dearer, as each highlight has to find it again
};

// What the route's parameters say, but for the page; the query cut to kMostCharacters. REQUIRES: they are valid.
Asked ParseAsked(const http::Query& query);

// The body of a _search request. Every word of the query must be in some field. Each facet is counted
// under the filters of the others, so that it shows what choosing another of its values would give.
Json MakeQuery(const Asked& asked);

// The same without films and facets: just how many there are.
Json MakeCount(const Asked& asked);

}  // namespace admin::search
