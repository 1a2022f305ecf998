#include "admin/server/search/query.h"

#include <gtest/gtest.h>

namespace admin::search {
namespace {

TEST(SearchQuery, WithoutWordsEveryFilmIsFoundAndNothingIsMarked) {
  for (const auto* words : {"", "  \t "}) {
    const auto body = MakeQuery({.query = words});
    EXPECT_TRUE(body.at("query").contains("match_all"));
    EXPECT_FALSE(body.contains("highlight"));
    EXPECT_FALSE(body.at("sort").at(0).contains("_score"));
  }
}

TEST(SearchQuery, EveryWordMustBeFoundAndMayBeMisspeltWhereThatIsAsked) {
  const auto body = MakeQuery({.query = "  blue   mountans ", .misspelt = true});
  const auto& must = body.at("query").at("bool").at("must");
  ASSERT_EQ(must.size(), 2U);
  EXPECT_EQ(must[0]["multi_match"]["query"], "blue");
  EXPECT_EQ(must[1]["multi_match"]["query"], "mountans");
  EXPECT_EQ(must[1]["multi_match"]["fuzziness"], "AUTO:4,8");
  EXPECT_TRUE(body.at("sort").at(0).contains("_score"));
  EXPECT_EQ(MakeQuery({.query = "blue"}).dump().find("fuzziness"), std::string::npos);
}

TEST(SearchQuery, AQueryOfThousandWordsIsCutShort) {
  std::string query;
  for (int i = 0; i < 1000; ++i) query += "w ";
  EXPECT_EQ(MakeQuery({.query = query}).at("query").at("bool").at("must").size(), kMostWords);
}

TEST(SearchQuery, AWordOfAThousandLettersIsCutShort) {
  http::Query query;
  std::string word;
  for (int i = 0; i < 500; ++i) word += "ы";
  query.Add("query", word);
  EXPECT_EQ(ParseAsked(query).query.size(), 2 * kMostCharacters);
}

TEST(SearchQuery, WordsAreValuesAndNeverSyntax) {
  const auto text = MakeQuery({.query = R"("}]} OR title:*)"}).dump();
  EXPECT_NE(text.find(R"(\"}]})"), std::string::npos);
  EXPECT_EQ(text.find("query_string"), std::string::npos);
}

TEST(SearchQuery, ResultsCarryAllFiltersAndAFacetThoseOfTheOthers) {
  const auto body = MakeQuery({.genres = {"Drama"}, .types = {"movie"}, .rating_from = 7, .year_to = 1999});
  EXPECT_EQ(body.at("post_filter").at("bool").at("filter").size(), 4U);
  for (const auto* facet : {"genres", "types", "ratings", "years"}) {
    EXPECT_EQ(body.at("aggs").at(facet).at("filter").at("bool").at("filter").size(), 3U) << facet;
  }
  EXPECT_EQ(body.at("aggs").at("genres").at("filter").dump().find("Drama"), std::string::npos);
}

TEST(SearchQuery, RangesAreOpenWhereNothingIsSaid) {
  const auto text = MakeQuery({.rating_from = 7.5, .year_from = 987, .year_to = 1999}).at("post_filter").dump();
  EXPECT_NE(text.find(R"("imdb_rating":{"gte":7.5})"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("creation_date":{"gte":"0987-01-01","lte":"1999-12-31"})"), std::string::npos) << text;
}

TEST(SearchQuery, APageIsAWindow) {
  const auto body = MakeQuery({.page = kLastPage});
  EXPECT_EQ(body.at("from").get<std::int64_t>() + body.at("size").get<std::int64_t>(), 10'000);
  EXPECT_EQ(MakeQuery({}).at("from"), 0);
}

TEST(SearchQuery, ACountBringsNoFilms) {
  const auto body = MakeCount({.query = "blue", .genres = {"Drama"}});
  EXPECT_EQ(body.at("size"), 0);
  EXPECT_FALSE(body.contains("aggs"));
  EXPECT_EQ(body.at("post_filter").at("bool").at("filter").size(), 1U);
}

TEST(SearchQuery, ParametersAreTakenAsTheyStand) {
  http::Query query;
  query.Add("query", "sea");
  query.Add("genre", "Drama");
  query.Add("genre", "Comedy");
  query.Add("type", "movie");
  query.Add("rating_from", "7.5");
  query.Add("year_to", "1999");
  const auto asked = ParseAsked(query);
  EXPECT_EQ(asked.query, "sea");
  EXPECT_EQ(asked.genres, (std::vector<std::string>{"Drama", "Comedy"}));
  EXPECT_EQ(asked.types, std::vector<std::string>{"movie"});
  EXPECT_EQ(asked.rating_from, 7.5);
  EXPECT_FALSE(asked.rating_to);
  EXPECT_FALSE(asked.year_from);
  EXPECT_EQ(asked.year_to, 1999);
}

}  // namespace
}  // namespace admin::search
