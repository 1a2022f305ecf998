#include "admin/server/search/answer.h"

#include <gtest/gtest.h>

#include "cdc/base/error.h"

namespace admin::search {
namespace {

Json Found(std::int64_t total) {
  return Json::parse(R"({"hits": {"total": {"value": )" + std::to_string(total) + R"(, "relation": "eq"}, "hits": [
      {"_id": "1", "_score": 2.5, "highlight": {"title": ["The <em>Sea</em>"], "actors_names": ["<em>Sea</em> B"]},
       "_source": {"id": "1", "title": "The Sea", "description": null, "imdb_rating": 7.5, "creation_date": "1999-05-01",
                   "type": "movie", "genres": ["Drama"], "actors": [{"id": "2", "name": "Sea B"}],
                   "actors_names": ["Sea B"], "directors_names": [], "writers_names": []}}]},
    "aggregations": {
      "genres": {"doc_count": 3, "values": {"buckets": [{"key": "Drama", "doc_count": 3}]}},
      "types": {"doc_count": 3, "values": {"buckets": [{"key": "movie", "doc_count": 3}]}},
      "years": {"doc_count": 3, "values": {"buckets": [
         {"key": 1, "key_as_string": "1989", "doc_count": 1}, {"key": 2, "key_as_string": "1990", "doc_count": 1},
         {"key": 3, "key_as_string": "1999", "doc_count": 2}]}},
      "ratings": {"doc_count": 3, "values": {"buckets": [
         {"key": 7.0, "doc_count": 1}, {"key": 9.0, "doc_count": 2}, {"key": 10.0, "doc_count": 1}]}}}})");
}

TEST(SearchAnswer, AFilmLooksAsInTheListsWithWhatWasFoundInIt) {
  const auto answer = MakeAnswer(Found(1), {.query = "sea"});
  EXPECT_EQ(
      answer.at("results").at(0).dump(),
      R"({"id":"1","title":"The Sea","description":null,"creation_date":"1999-05-01","rating":7.5,"type":"movie",)"
      R"("genres":["Drama"],"actors":["Sea B"],"directors":[],"writers":[],)"
      R"("highlights":{"title":["The <em>Sea</em>"],"actors":["<em>Sea</em> B"]}})");
}

TEST(SearchAnswer, YearsAreCountedByDecadeAndTenIsNoRatingOfItsOwn) {
  const auto facets = MakeAnswer(Found(1), {}).at("facets");
  EXPECT_EQ(facets.at("years").dump(), R"([{"from":1980,"to":1989,"count":1},{"from":1990,"to":1999,"count":3}])");
  EXPECT_EQ(facets.at("ratings").dump(), R"([{"from":7,"to":8,"count":1},{"from":9,"to":10,"count":3}])");
  EXPECT_EQ(facets.at("genres").dump(), R"([{"value":"Drama","count":3}])");
}

TEST(SearchAnswer, PagesHaveNeighbours) {
  const auto middle = MakeAnswer(Found(3 * kPageFilms), {.page = 2});
  EXPECT_EQ(middle.at("count"), 3 * kPageFilms);
  EXPECT_EQ(middle.at("total_pages"), 3);
  EXPECT_EQ(middle.at("prev"), 1);
  EXPECT_EQ(middle.at("next"), 3);
  const auto only = MakeAnswer(Found(0), {});
  EXPECT_EQ(only.at("total_pages"), 1);
  EXPECT_TRUE(only.at("prev").is_null());
  EXPECT_TRUE(only.at("next").is_null());
}

TEST(SearchAnswer, PagesEndWhereElasticsearchEnds) {
  EXPECT_EQ(Pages(0), 1);
  EXPECT_EQ(Pages(kPageFilms), 1);
  EXPECT_EQ(Pages(kPageFilms + 1), 2);
  EXPECT_EQ(Pages(1'000'000), kLastPage);
}

TEST(SearchAnswer, WhatIsNoAnswerOfASearchIsAnErrorThatQuotesNothing) {
  for (const auto* text :
       {"null", "[]", "{}", R"({"hits": {"total": "secret"}})", R"({"hits": {"total": {"value": 1}}})"}) {
    try {
      MakeAnswer(Json::parse(text), {});
      FAIL() << text;
    } catch (const cdc::Error& error) {
      EXPECT_EQ(error.kind(), cdc::Kind::kCorrupt);
      EXPECT_EQ(std::string(error.what()).find("secret"), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace admin::search
