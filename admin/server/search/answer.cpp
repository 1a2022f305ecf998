#include "admin/server/search/answer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "cdc/base/error.h"

namespace admin::search {
namespace {

// Field of a document → member of a film.
using Renamed = std::pair<const char*, const char*>;
constexpr std::array<Renamed, 10> kFields{{{"id", "id"},
                                           {"title", "title"},
                                           {"description", "description"},
                                           {"creation_date", "creation_date"},
                                           {"imdb_rating", "rating"},
                                           {"type", "type"},
                                           {"genres", "genres"},
                                           {"actors_names", "actors"},
                                           {"directors_names", "directors"},
                                           {"writers_names", "writers"}}};

Json Film(const Json& hit) {
  const auto& source = hit.at("_source");
  Json film = Json::object();
  for (const auto& [field, member] : kFields) film[member] = source.contains(field) ? source.at(field) : Json();
  Json highlights = Json::object();
  if (const auto marked = hit.find("highlight"); marked != hit.end()) {
    for (const auto& [field, member] : kFields) {
      if (marked->contains(field)) highlights[member] = marked->at(field);
    }
  }
  film["highlights"] = std::move(highlights);
  return film;
}

const Json& Values(const Json& found, const char* facet) {
  return found.at("aggregations").at(facet).at("values").at("buckets");
}

Json Words(const Json& buckets) {
  Json facet = Json::array();
  for (const auto& bucket : buckets) facet.push_back({{"value", bucket.at("key")}, {"count", bucket.at("doc_count")}});
  return facet;
}

Json Ranges(const std::map<std::int64_t, std::int64_t>& counts, std::int64_t width) {
  Json facet = Json::array();
  for (const auto& [from, count] : counts) facet.push_back({{"from", from}, {"to", from + width}, {"count", count}});
  return facet;
}

// Decades, of counts by year: no calendar interval of Elasticsearch is that long.
Json Decades(const Json& buckets) {
  std::map<std::int64_t, std::int64_t> counts;
  for (const auto& bucket : buckets) {
    const auto& text = bucket.at("key_as_string").get_ref<const std::string&>();
    std::int64_t year = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), year).ec != std::errc()) continue;
    counts[year - ((year % 10 + 10) % 10)] += bucket.at("doc_count").get<std::int64_t>();
  }
  return Ranges(counts, 9);
}

Json Ratings(const Json& buckets) {
  std::map<std::int64_t, std::int64_t> counts;
  for (const auto& bucket : buckets) {
    const auto from = static_cast<std::int64_t>(std::floor(bucket.at("key").get<double>()));
    counts[std::min<std::int64_t>(from, 9)] += bucket.at("doc_count").get<std::int64_t>();
  }
  return Ranges(counts, 1);
}

[[noreturn]] void ThrowStrange() {
  throw cdc::Error(cdc::Kind::kCorrupt, "Elasticsearch's answer to a search is none that is known");
}

}  // namespace

std::int64_t Total(const Json& found) try {
  return found.at("hits").at("total").at("value").get<std::int64_t>();
} catch (const Json::exception&) {  // its text quotes what was read
  ThrowStrange();
}

std::int64_t Pages(std::int64_t total) noexcept {
  return std::clamp<std::int64_t>((total + kPageFilms - 1) / kPageFilms, 1, kLastPage);
}

Json MakeAnswer(const Json& found, const Asked& asked) try {
  const auto total = Total(found), pages = Pages(total);
  Json films = Json::array();
  for (const auto& hit : found.at("hits").at("hits")) films.push_back(Film(hit));
  return {{"count", total},
          {"total_pages", pages},
          {"prev", asked.page > 1 ? Json(asked.page - 1) : Json()},
          {"next", asked.page < pages ? Json(asked.page + 1) : Json()},
          {"results", std::move(films)},
          {"facets",
           {{"genres", Words(Values(found, "genres"))},
            {"types", Words(Values(found, "types"))},
            {"years", Decades(Values(found, "years"))},
            {"ratings", Ratings(Values(found, "ratings"))}}}};
} catch (const Json::exception&) {
  ThrowStrange();
}

}  // namespace admin::search
