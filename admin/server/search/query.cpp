#include "admin/server/search/query.h"

#include <fmt/format.h>

#include <map>
#include <sstream>

namespace admin::search {
namespace {

constexpr const char* kTime = "2s";  // Elasticsearch gives up by itself
constexpr int kMostGenres = 100;

// A word in the title says more than the same word in a description.
Json Fields() {
  return Json::array({"title^5", "actors_names^3", "directors_names^3", "writers_names^2", "description"});
}

std::vector<std::string> Words(const std::string& query) {
  std::istringstream text(query);
  std::vector<std::string> words;
  for (std::string word; words.size() < kMostWords && text >> word;) words.push_back(std::move(word));
  return words;
}

// One letter of a word of four may be wrong, two of a word of eight; the first must be right, or too much is found.
// A word that the analyzer drops, as "the", asks for nothing.
Json WordQuery(const std::string& word, bool misspelt) {
  Json match = {{"query", word}, {"fields", Fields()}, {"operator", "and"}, {"zero_terms_query", "all"}};
  if (misspelt) match.update({{"fuzziness", "AUTO:4,8"}, {"prefix_length", 1}, {"max_expansions", 50}});
  return {{"multi_match", std::move(match)}};
}

Json TextQuery(const std::string& query, bool misspelt) {
  const auto words = Words(query);
  if (words.empty()) return {{"match_all", Json::object()}};
  Json must = Json::array();
  for (const auto& word : words) must.push_back(WordQuery(word, misspelt));
  // What is spelt like that stands before what only resembles it.
  Json should = Json::array(
      {{{"match_phrase", {{"title", {{"query", query}, {"boost", 20}}}}}},
       {{"multi_match",
         {{"query", query}, {"fields", Fields()}, {"type", "cross_fields"}, {"operator", "and"}, {"boost", 5}}}}});
  return {{"bool", {{"must", must}, {"should", should}}}};
}

template <typename Value>
Json Between(const std::optional<Value>& from, const std::optional<Value>& to) {
  Json range = Json::object();
  if (from) range["gte"] = *from;
  if (to) range["lte"] = *to;
  return range;
}

std::optional<std::string> Day(const std::optional<std::int64_t>& year, const char* rest) {
  return year ? std::optional(fmt::format("{:04}{}", *year, rest)) : std::nullopt;
}

// By facet.
std::map<std::string, Json> Filters(const Asked& asked) {
  std::map<std::string, Json> filters;
  if (!asked.genres.empty()) filters["genres"] = {{"terms", {{"genres", asked.genres}}}};
  if (!asked.types.empty()) filters["types"] = {{"terms", {{"type", asked.types}}}};
  if (asked.rating_from || asked.rating_to) {
    filters["ratings"] = {{"range", {{"imdb_rating", Between(asked.rating_from, asked.rating_to)}}}};
  }
  if (asked.year_from || asked.year_to) {
    filters["years"] = {
        {"range", {{"creation_date", Between(Day(asked.year_from, "-01-01"), Day(asked.year_to, "-12-31"))}}}};
  }
  return filters;
}

Json AllBut(const std::map<std::string, Json>& filters, const std::string& facet) {
  Json chosen = Json::array();
  for (const auto& [name, filter] : filters) {
    if (name != facet) chosen.push_back(filter);
  }
  return {{"bool", {{"filter", chosen}}}};
}

Json Facets(const std::map<std::string, Json>& filters) {
  const std::map<std::string, Json> counted = {
      {"genres", {{"terms", {{"field", "genres"}, {"size", kMostGenres}}}}},
      {"types", {{"terms", {{"field", "type"}, {"size", 10}}}}},
      {"years",
       {{"date_histogram",
         {{"field", "creation_date"}, {"calendar_interval", "year"}, {"format", "yyyy"}, {"min_doc_count", 1}}}}},
      {"ratings", {{"histogram", {{"field", "imdb_rating"}, {"interval", 1}, {"min_doc_count", 1}}}}},
  };
  Json facets = Json::object();
  for (const auto& [name, values] : counted) {
    facets[name] = {{"filter", AllBut(filters, name)}, {"aggs", {{"values", values}}}};
  }
  return facets;
}

// The text is escaped by Elasticsearch, so that its <em> is the only markup there is.
Json Highlights() {
  const Json whole = {{"number_of_fragments", 0}};
  return {{"encoder", "html"},
          {"pre_tags", Json::array({"<em>"})},
          {"post_tags", Json::array({"</em>"})},
          {"fields",
           {{"title", whole},
            {"actors_names", whole},
            {"directors_names", whole},
            {"writers_names", whole},
            {"description", {{"number_of_fragments", 2}, {"fragment_size", 160}}}}}};
}

Json Order(bool by_words) {
  Json order = Json::array();
  if (by_words) order.push_back({{"_score", {{"order", "desc"}}}});
  order.push_back({{"imdb_rating", {{"order", "desc"}, {"missing", "_last"}}}});
  order.push_back({{"id", {{"order", "asc"}}}});
  return order;
}

}  // namespace

namespace {

// The first characters of UTF-8 text.
std::string Beginning(std::string text, std::size_t characters) {
  std::size_t begun = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xc0) != 0x80;
    if (begins && ++begun > characters) return text.substr(0, at);
  }
  return text;
}

}  // namespace

Asked ParseAsked(const http::Query& query) {
  return {.query = Beginning(query.Get("query").value_or(""), kMostCharacters),
          .genres = query.All("genre"),
          .types = query.All("type"),
          .rating_from = query.Number("rating_from"),
          .rating_to = query.Number("rating_to"),
          .year_from = query.Integer("year_from"),
          .year_to = query.Integer("year_to")};
}

Json MakeQuery(const Asked& asked) {
  const auto filters = Filters(asked);
  const bool by_words = !Words(asked.query).empty();
  Json body = {{"query", TextQuery(asked.query, asked.misspelt)},
               {"post_filter", AllBut(filters, "")},
               {"aggs", Facets(filters)},
               {"sort", Order(by_words)},
               {"from", (asked.page - 1) * kPageFilms},
               {"size", kPageFilms},
               {"track_total_hits", true},
               {"timeout", kTime}};
  if (by_words) body["highlight"] = Highlights();
  return body;
}

Json MakeCount(const Asked& asked) {
  return {{"query", TextQuery(asked.query, asked.misspelt)},
          {"post_filter", AllBut(Filters(asked), "")},
          {"size", 0},
          {"track_total_hits", true},
          {"timeout", kTime}};
}

}  // namespace admin::search
