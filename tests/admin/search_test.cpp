// The search of a real server over an index that a real walcast fills.
#include <gmock/gmock.h>

#include <atomic>
#include <memory>
#include <thread>

#include "tests/support/admin_server.h"
#include "tests/support/fake_http.h"
#include "tests/support/film_stream.h"

namespace cdc::test {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kSearch = "/api/v1/search?";

class Search : public FilmStream {
 protected:
  Search() : FilmStream(300) {
    daemon_.Start();
    daemon_.Wait();
    server_ = std::make_unique<AdminServer>(database_.Dsn(),
                                            std::vector<std::string>{"indices.movies=" + site_.Alias("movies")});
    server_->Start();
    web_ = std::make_unique<Web>(server_->url());
  }

  WebReply Get(const std::string& query) { return web_->Get(kSearch + query); }
  std::vector<std::string> Titles(const std::string& query) {
    std::vector<std::string> titles;
    const auto found = Get(query).Json();
    for (const auto& film : found.at("results")) titles.push_back(film.at("title"));
    return titles;
  }
  std::string Count(const std::string& where) {
    return database_.Value("SELECT count(*) FROM content.film_work AS f WHERE " + where);
  }
  void Insert(const std::string& title, const std::string& description = "") {
    database_.Exec("INSERT INTO content.film_work (title, description, type, rating, creation_date) VALUES ('" + title +
                   "', '" + description + "', 'movie', 9.75, '1987-02-03')");
    daemon_.Wait();
  }

  std::unique_ptr<AdminServer> server_;
  std::unique_ptr<Web> web_;
};

TEST_F(Search, WordsAreFoundInBothLanguagesInAnyFormAndMisspelt) {
  Insert("The Quixotic Voyages", "");
  Insert("Необыкновенные путешественники", "");
  EXPECT_THAT(Titles("query=quixotic+voyage"), ElementsAre("The Quixotic Voyages"));
  EXPECT_THAT(Titles("query=quixotik+voyajes"), ElementsAre("The Quixotic Voyages"));
  EXPECT_THAT(Titles("query=the+VOYAGES+of"), Contains("The Quixotic Voyages"));
  EXPECT_THAT(
      Titles("query=%D0%BF%D1%83%D1%82%D0%B5%D1%88%D0%B5%D1%81%D1%82%D0%B2%D0%B5%D0%BD%D0%BD%D0%B8%D0%BA%D0%BE%D0%B2"),
      ElementsAre("Необыкновенные путешественники"));  // путешественников
  EXPECT_THAT(Titles("query=%D0%BF%D1%83%D1%82%D0%B5%D1%88%D0%B5%D1%81%D0%B2%D0%B5%D0%BD%D0%BD%D0%B8%D0%BA"),
              ElementsAre("Необыкновенные путешественники"));  // путешесвенник
  EXPECT_THAT(Titles("query=quixotic+zzzzzz"), IsEmpty());
}

TEST_F(Search, AWordOfTheTitleAndAPersonsNameFindTheFilmTogether) {
  Insert("Unmistakable");
  database_.Exec(
      "WITH p AS (INSERT INTO content.person (full_name) VALUES ('Zebulon Quark') RETURNING id)"
      "INSERT INTO content.person_film_work (film_work_id, person_id, role) "
      "SELECT f.id, p.id, 'actor' FROM content.film_work AS f, p WHERE f.title = 'Unmistakable'");
  daemon_.Wait();
  const auto found = Get("query=zebulon+unmistakable").Json();
  ASSERT_EQ(found.at("count"), 1);
  const auto& film = found.at("results").at(0);
  EXPECT_EQ(film.at("actors"), json({"Zebulon Quark"}));
  EXPECT_EQ(film.at("rating"), 9.75);
  EXPECT_EQ(film.at("highlights").at("actors"), json({"<em>Zebulon</em> Quark"}));
}

TEST_F(Search, WhatIsMarkedIsEscaped) {
  Insert("<script>alert(1)</script> & <em>malice</em>", "a malice \"of\" <img src=x>");
  const auto film = Get("query=malice").Json().at("results").at(0);
  const auto title = film.at("highlights").at("title").at(0).get<std::string>();
  EXPECT_EQ(title.find("<script"), std::string::npos) << title;
  EXPECT_NE(title.find("&lt;em&gt;<em>malice</em>&lt;"), std::string::npos) << title;
  const auto description = film.at("highlights").at("description").at(0).get<std::string>();
  EXPECT_EQ(description.find("<img"), std::string::npos) << description;
  EXPECT_EQ(film.at("title"), "<script>alert(1)</script> & <em>malice</em>");
}

TEST_F(Search, FiltersNarrowAndFacetsCountWhatEachChoiceWouldGive) {
  const auto genre = database_.Value(
      "SELECT g.name FROM content.genre AS g JOIN content.genre_film_work AS l ON l.genre_id = g.id WHERE g.name ~ "
      "'^[A-Z][a-z]+$' "
      "GROUP BY 1 ORDER BY count(*) DESC LIMIT 1");
  const std::string has =
      "EXISTS (SELECT FROM content.genre_film_work AS l JOIN content.genre AS g ON g.id = l.genre_id "
      "WHERE l.film_work_id = f.id AND g.name = '" +
      genre + "')";
  const auto found = Get("genre=" + genre + "&type=movie&rating_from=5&year_from=1980").Json();
  EXPECT_EQ(found.at("count").dump(),
            Count(has + " AND type = 'movie' AND rating >= 5 AND creation_date >= '1980-01-01'"));
  for (const auto& facet : found.at("facets").at("genres")) {
    if (facet.at("value") != genre) continue;
    EXPECT_EQ(facet.at("count"), found.at("count"));
  }
  EXPECT_GT(found.at("facets").at("genres").size(), 3U);  // the others can still be chosen
  std::int64_t of_any_type = 0;
  for (const auto& facet : found.at("facets").at("types")) of_any_type += facet.at("count").get<std::int64_t>();
  EXPECT_EQ(std::to_string(of_any_type), Count(has + " AND rating >= 5 AND creation_date >= '1980-01-01'"));
  EXPECT_EQ(Get("year_from=1980&year_to=1989").Json().at("count").dump(),
            Count("creation_date BETWEEN '1980-01-01' AND '1989-12-31'"));
  const auto all = Get("page=1").Json();
  for (const auto& facet : all.at("facets").at("years")) {
    if (facet.at("from") != 1990) continue;
    EXPECT_EQ(facet.at("count").dump(), Count("creation_date BETWEEN '1990-01-01' AND '1999-12-31'"));
  }
}

TEST_F(Search, PagesHoldEveryFilmOnce) {
  std::set<std::string> seen;
  std::size_t shown = 0;
  for (json next = 1; !next.is_null();) {
    const auto page = Get("page=" + next.dump()).Json();
    for (const auto& film : page.at("results")) seen.insert(film.at("id"));
    shown += page.at("results").size();
    next = page.at("next");
  }
  EXPECT_EQ(seen.size(), 300U);
  EXPECT_EQ(shown, 300U);
  EXPECT_EQ(Get("page=last").Json().at("prev"), 14);
  EXPECT_EQ(Get("page=16").status, 404);
  EXPECT_EQ(Get("page=501").status, 404);
  EXPECT_EQ(Get("page=x").status, 404);
  EXPECT_EQ(Get("query=zzzzzzzz&page=1").Json().at("results"), json::array());
  EXPECT_EQ(Get("query=zzzzzzzz&page=last").status, 200);
}

TEST_F(Search, ParametersThatMeanNothingAreRefused) {
  for (const auto* query : {"rating_from=abc", "rating_from=11", "type=song", "year_from=19x", "year_from=0",
                            "colour=red", "query=a&query=b"}) {
    EXPECT_EQ(Get(query).status, 400) << query;
  }
  EXPECT_EQ(Get("query=%22%5D%7D%20OR%20*%20%5C&genre=%22%7D").status, 200);
}

TEST_F(Search, AnIndexThatCannotBeSearchedIsAwayUntilItCan) {
  HttpClient elasticsearch(Environment("WALCAST_TEST_ES"));
  const std::string red = site_.Alias("red");
  AdminServer other(database_.Dsn(), {"indices.movies=" + red});
  other.Start();
  Web web(other.url());
  const auto expect_away = [&](const std::string& why) {
    const auto reply = web.Get(std::string(kSearch) + "query=sea");
    EXPECT_EQ(reply.status, 503) << why << reply.body;
    EXPECT_FALSE(reply.Header("retry-after").empty()) << why;
  };
  expect_away("no such index");
  const json nowhere = {{"settings", {{"number_of_replicas", 0}, {"index.routing.allocation.require.box", "nowhere"}}}};
  elasticsearch.Call("PUT", "/" + red + "?wait_for_active_shards=0", nowhere);
  expect_away("a red index");
  elasticsearch.Call("DELETE", "/" + red);
  const json alias = {{"actions", {{{"add", {{"index", site_.Generation("movies")}, {"alias", red}}}}}}};
  elasticsearch.Call("POST", "/_aliases", alias);
  EXPECT_EQ(web.Get(std::string(kSearch) + "query=sea").status, 200);
}

class AwaySearch : public testing::Test {
 protected:
  void ExpectAway(const std::string& url) {
    TestDatabase database;
    LoadFilms(database, 0);
    AdminServer server(database.Dsn(), {"elasticsearch.urls=" + url});
    server.Start();
    Web web(server.url());
    const auto began = std::chrono::steady_clock::now();
    const auto reply = web.Get("/api/v1/search?query=sea", {{"Accept-Language", "ru"}});
    EXPECT_EQ(reply.status, 503) << reply.body;
    EXPECT_EQ(reply.Json().at("detail"), "Поиск сейчас недоступен.");
    EXPECT_FALSE(reply.Header("retry-after").empty());
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(20));
    EXPECT_EQ(web.Get("/api/v1/movies").status, 200);
  }
};

TEST_F(AwaySearch, WithoutElasticsearchTheSearchIsAwayAndListsAreNot) { ExpectAway(DeadUrl()); }

TEST_F(AwaySearch, AnElasticsearchThatSaysNothingHoldsNobodyUpForLong) {
  FakeHttp silent([](const FakeRequest&) { return FakeReply{.bytes = "", .stall = true}; });
  ExpectAway(silent.url());
}

TEST_F(AwaySearch, SearchesThatStallLeaveThreadsToTheLists) {
  FakeHttp slow([](const FakeRequest&) { return FakeReply{.bytes = "", .stall = true}; });
  TestDatabase database;
  LoadFilms(database, 0);
  AdminServer server(database.Dsn(), {"elasticsearch.urls=" + slow.url(), "server.workers=2"});
  server.Start();
  std::atomic<bool> given_up = false;
  Web web(server.url());
  EXPECT_EQ(web.Get("/api/v1/movies").status, 200);  // its connections are made
  std::vector<std::jthread> people;
  for (int i = 0; i < 4; ++i) {
    people.emplace_back([&] {
      const auto began = std::chrono::steady_clock::now();
      EXPECT_EQ(Web(server.url()).Get("/api/v1/search?query=sea").status, 503);
      if (std::chrono::steady_clock::now() - began > std::chrono::seconds(2)) given_up = true;
    });
  }
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (slow.Requests().empty() && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  ASSERT_FALSE(slow.Requests().empty());
  // One of two threads waits for Elasticsearch; the other one refuses searches and answers lists.
  EXPECT_EQ(web.Get("/api/v1/movies").status, 200);
  EXPECT_FALSE(given_up) << "the list waited for the search";
  EXPECT_EQ(web.Get("/api/v1/search?query=sea").status, 503);
}

TEST_F(AwaySearch, AnAnswerThatIsNoneIsNoResult) {
  FakeHttp busy([](const FakeRequest&) { return Answer(429, "{}"); });
  ExpectAway(busy.url());
}

}  // namespace
}  // namespace cdc::test
