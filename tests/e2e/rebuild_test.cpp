// A client that searches all the time sees no empty, half-filled or stale index while one is rebuilt.
#include <algorithm>
#include <atomic>
#include <mutex>

#include "tests/support/film_stream.h"

namespace cdc::test {
namespace {

constexpr int kFilms = 400;

class Rebuild : public FilmStream {
 protected:
  Rebuild() : FilmStream(kFilms) {
    site_.Configure({{"backfill", {{"documents_per_second", 400}, {"page", 20}}}});
    stable_ = database_.Table("SELECT id FROM content.film_work ORDER BY id");
  }

  // Searches for films that nobody deletes, one and all of them, until stopped.
  void Search(std::stop_token stop) {
    HttpClient search(Environment("WALCAST_TEST_ES"));
    const std::string path = "/" + site_.Alias("movies") + "/_search";
    Json ids = Json::array();
    for (const auto& row : stable_) ids.push_back(row[0]);
    for (std::size_t at = 0; !stop.stop_requested(); ++at) {
      const bool all = at % 2 == 0;
      const Json wanted = all ? ids : Json::array({ids[at % ids.size()]});
      const Json query = {{"size", 0}, {"track_total_hits", true}, {"query", {{"terms", {{"id", wanted}}}}}};
      const auto reply = search.Send("POST", path, query.dump());
      const Json found = reply.Ok() ? Json::parse(reply.body) : Json();
      const bool good = reply.Ok() && found.at("_shards").at("failed") == 0 &&
                        found.at("hits").at("total").at("value") == wanted.size();
      ++searches_;
      if (!good)
        Complain("search " + std::to_string(at) + ": status " + std::to_string(reply.status) + " " +
                 reply.body.substr(0, 500));
    }
  }
  void Complain(const std::string& text) {
    const std::scoped_lock lock(mutex_);
    if (complaint_.empty()) complaint_ = text;
  }
  // Changes everything but the films' being there.
  void ChangeAll(std::stop_token stop) {
    RunWorkload(
        database_.Dsn(), [](Random& random) { return Harmless(random); }, {.seed = 5, .clients = 2, .transactions = 0},
        stop);
  }
  static std::string Harmless(Random& random) {
    for (;;) {
      const std::string sql = FilmChange(random, 20);
      const bool deletes = std::ranges::any_of(
          std::initializer_list<const char*>{"DELETE FROM content.film_work", "TRUNCATE", "SET id = md5"},
          [&](const char* word) { return sql.find(word) != std::string::npos; });
      if (!deletes) return sql;
    }
  }
  void Begin() {
    daemon_.Start();
    ASSERT_TRUE(WaitLive());
    daemon_.Wait();
  }
  void ExpectUnnoticed() {
    const std::scoped_lock lock(mutex_);
    EXPECT_EQ(complaint_, "");
    EXPECT_GT(searches_, 20);
  }
  bool Switched(const std::string& before) {
    return WaitUntil(
        [&] {
          const std::string now = site_.Generation("movies");
          return !now.empty() && now != before;
        },
        kLong);
  }

  std::vector<std::vector<std::string>> stable_;
  std::atomic<int> searches_ = 0;
  std::mutex mutex_;
  std::string complaint_;
};

TEST_F(Rebuild, UnderLoadIsNotNoticedBySearchers) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  Load searcher([&](std::stop_token stop) { Search(stop); });
  Load load([&](std::stop_token stop) { ChangeAll(stop); });
  for (int round = 0; round < 3; ++round) {
    const std::string before = site_.Generation("movies");
    const auto command = daemon_.Command({"rebuild", site_.Alias("movies"), "--json"});
    ASSERT_EQ(command.exit, 0) << command.output;
    ASSERT_TRUE(Switched(before));
  }
  ASSERT_NO_THROW(load.End());
  ASSERT_NO_THROW(searcher.End());
  ExpectUnnoticed();
  ExpectEqualOnceLive();
}

TEST_F(Rebuild, OfAnIndexThatIsNotThereIsRefusedAndTheStreamGoesOn) {
  daemon_.Start();
  ASSERT_TRUE(WaitLive());
  EXPECT_EQ(daemon_.Ask("POST", "/indices/nothing/rebuild", "{}").status, 404);
  EXPECT_EQ(daemon_.Command({"rebuild", "nothing"}).exit, 64);
  const auto looks =
      daemon_.Ask("POST", "/indices/" + site_.Alias("genres") + "/rebuild", "{}");  // the next look takes all
  EXPECT_EQ(looks.status, 200) << looks.body;
  ASSERT_TRUE(WaitLive());
  Change(1);
  ExpectEqual();
  EXPECT_TRUE(daemon_.Running());
}

TEST_F(Rebuild, ServesNoStaleDocumentWhileItRuns) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  const std::string before = site_.Generation("movies");
  ASSERT_TRUE(daemon_.Ask("POST", "/indices/" + site_.Alias("movies") + "/rebuild", "{}").Ok());
  int looks = 0;
  HttpClient search(Environment("WALCAST_TEST_ES"));
  ASSERT_TRUE(WaitUntil(
      [&] {
        const std::string film = stable_[static_cast<std::size_t>(looks * 37) % stable_.size()][0];
        const std::string title = "look " + std::to_string(++looks);
        database_.Exec("UPDATE content.film_work SET title = '" + title + "' WHERE id = '" + film + "'");
        daemon_.Wait();
        const Json found =
            search.Call("POST", "/" + site_.Alias("movies") + "/_search", {{"query", {{"term", {{"id", film}}}}}});
        EXPECT_EQ(found.at("hits").at("total").at("value"), 1);
        EXPECT_EQ(found.at("hits").at("hits").at(0).at("_source").at("title"), title);
        return site_.Generation("movies") != before || HasFailure();
      },
      kLong));
  EXPECT_GT(looks, 2);
  ExpectEqualOnceLive();
}

TEST_F(Rebuild, OfAChangedDocumentAtARestartIsNotNoticedBySearchers) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  Load searcher([&](std::stop_token stop) { Search(stop); });
  Load load([&](std::stop_token stop) { ChangeAll(stop); });
  ASSERT_EQ(daemon_.Terminate(), 0);
  std::string sql = site_.indices()[0].document;
  const std::string column = "f.title,";
  ASSERT_NE(sql.find(column), std::string::npos);
  site_.SetDocument("movies", sql.replace(sql.find(column), column.size(), "upper(f.title) AS title,"));
  const std::string before = site_.Generation("movies");
  daemon_.Start();
  ASSERT_TRUE(Switched(before));
  ASSERT_NO_THROW(load.End());
  ASSERT_NO_THROW(searcher.End());
  ExpectUnnoticed();
  ExpectEqualOnceLive();
}

TEST_F(Rebuild, OfAChangedDefinitionAtARestartIsNotNoticedBySearchersAndSurvivesKills) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  Load searcher([&](std::stop_token stop) { Search(stop); });
  Load load([&](std::stop_token stop) { ChangeAll(stop); });
  daemon_.Kill();
  Json definition = site_.indices()[0].definition;
  definition["mappings"]["properties"]["type"]["doc_values"] = false;
  site_.SetDefinition("movies", definition);
  const std::string before = site_.Generation("movies");
  for (int kills = 0; kills < 3; ++kills) {
    daemon_.Start();
    const auto wanted = static_cast<std::uint64_t>(80 * (kills + 1));
    ASSERT_TRUE(WaitUntil(
        [&] {
          const Json index = daemon_.IndexStatus("movies");
          return !index.is_null() && (index.at("filling").is_null() || index.at("filling").at("documents") >= wanted);
        },
        kLong));
    daemon_.Kill();
  }
  daemon_.Start();
  ASSERT_TRUE(Switched(before));
  ASSERT_NO_THROW(load.End());
  ASSERT_NO_THROW(searcher.End());
  ExpectUnnoticed();
  ExpectEqualOnceLive();
  const Json mapping =
      HttpClient(Environment("WALCAST_TEST_ES")).Call("GET", "/" + site_.Alias("movies") + "/_mapping");
  EXPECT_EQ(mapping.begin().value().at("mappings").at("properties").at("type").value("doc_values", true), false);
}

}  // namespace
}  // namespace cdc::test
