// What is told of the index, on a real one that a real walcast fills. Requests go to the handlers of the routes, as
// nobody can sign in where there are no users.
#include <gmock/gmock.h>

#include <cctype>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "admin/server/freshness/freshness_api.h"
#include "admin/server/http/problem.h"
#include "admin/server/worker.h"
#include "cdc/control/client.h"
#include "tests/support/film_stream.h"

namespace cdc::test {
namespace {

using admin::http::Refusal;
using OrderedJson = admin::Json;

pg::ConnectOptions To(const std::string& dsn) {
  pg::ConnectOptions options;
  options.dsn = dsn;
  return options;
}

es::EsOptions SearchServer() {
  es::EsOptions options;
  options.urls = {Environment("WALCAST_TEST_ES")};
  return options;
}

class Freshness : public FilmStream {
 protected:
  Freshness() : FilmStream(40) {
    daemon_.Start();
    daemon_.Wait();
  }

  // What a route answers for a film; a refusal as {"status"}.
  OrderedJson Ask(const std::string& name, const std::string& id, admin::http::Query query = {}) {
    const admin::http::Request request;
    for (const auto& route : routes_) {
      if (route.name != name) continue;
      try {
        admin::http::Call call{.request = request, .path = {{"id", id}}, .query = std::move(query), .worker = &worker_};
        return OrderedJson::parse(route.call(call).body);
      } catch (const Refusal& refusal) {
        return {{"status", refusal.status()}};
      }
    }
    throw std::runtime_error("there is no route " + name);
  }
  OrderedJson Fresh(const std::string& id) { return Ask("film_freshness", id); }
  OrderedJson FreshAt(const std::string& id, const std::string& lsn, const std::string& seconds = "60") {
    admin::http::Query query;
    query.Add("lsn", lsn);
    query.Add("limit_seconds", seconds);
    return Ask("film_freshness", id, std::move(query));
  }
  std::string Position() { return database_.Value("SELECT pg_current_wal_insert_lsn()"); }
  std::string Generation() { return site_.Generation("movies"); }

  const std::unique_ptr<Clock> clock_ = SystemClock();
  admin::store::Breaker breaker_{*clock_};
  admin::store::Database edits_{To(database_.Dsn()), breaker_}, reads_{To(database_.Dsn()), breaker_};
  redis::Client redis_{{.address = redis::ParseAddress(Environment("WALCAST_TEST_REDIS"))}};
  es::Client search_{SearchServer()};
  admin::Worker worker_{edits_, reads_, redis_, search_};
  control::Client walcast_{{.listen = daemon_.Address()}};
  admin::freshness::FreshnessApi api_{
      admin::freshness::ReadSources((SourceRoot() / "sql/documents").string(), site_.Alias("movies"),
                                    site_.Alias("genres"), site_.Alias("persons")),
      walcast_};
  const std::vector<admin::http::Route> routes_ = api_.Routes();
  HttpClient elasticsearch_{Environment("WALCAST_TEST_ES")};
};

TEST_F(Freshness, AFilmIsFreshOnceItsChangeIsInTheIndex) {
  const auto film = Film();
  const auto before = Fresh(film);
  EXPECT_EQ(before.at("state"), "fresh") << before.dump(1);
  EXPECT_EQ(before.at("generation"), Generation());
  EXPECT_EQ(before.at("walcast").at("state"), "streaming");
  database_.Exec("UPDATE content.film_work SET title = 'Changed', rating = 7 WHERE id = '" + film + "'");
  const auto position = Position();
  const auto after = FreshAt(film, position);
  EXPECT_EQ(after.at("searchable"), true);
  EXPECT_EQ(after.at("state"), "fresh");
  EXPECT_EQ(after.at("index").at("title"), "Changed");
  EXPECT_GT(after.at("version"), before.at("version"));
  // The position that is told lies behind the commit, and not behind what came later.
  EXPECT_LE(Lsn::Parse(after.at("lsn").get<std::string>())->value, Lsn::Parse(position)->value);
  const auto found = elasticsearch_.Call("GET", "/" + Generation() + "/_search?q=title:changed");
  EXPECT_EQ(found.at("hits").at("total").at("value"), 1);
}

std::string DatabaseNow(TestDatabase& database) {
  return database.Value("SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')");
}

TEST_F(Freshness, ItIsToldWhenAChangeWasCommittedAndWritten) {
  const auto film = Film();
  const auto before = DatabaseNow(database_);
  database_.Exec("UPDATE content.film_work SET title = 'Timed' WHERE id = '" + film + "'");
  const auto committed = DatabaseNow(database_);
  const auto timed = FreshAt(film, Position());
  ASSERT_TRUE(timed.at("written_at").is_string()) << timed.dump(1);
  // One machine, so one clock; texts of one shape, so in their order.
  EXPECT_GE(timed.at("committed_at").get<std::string>(), before);
  EXPECT_LE(timed.at("committed_at").get<std::string>(), committed);
  EXPECT_GE(timed.at("written_from").get<std::string>(), timed.at("committed_at").get<std::string>());
  EXPECT_GE(timed.at("written_at").get<std::string>(), timed.at("written_from").get<std::string>());
  EXPECT_LE(timed.at("written_at").get<std::string>(), DatabaseNow(database_));
  EXPECT_GE(timed.at("after_ms"), 0);
  EXPECT_TRUE(timed.at("time_unknown").is_null());

  // A later change of another film leaves it as it is.
  database_.Exec(
      "UPDATE content.film_work SET title = 'Other' WHERE id = (SELECT max(id::text)::uuid FROM "
      "content.film_work WHERE id <> '" +
      film + "')");
  const auto later = FreshAt(film, Position());
  for (const auto* member : {"written_at", "committed_at", "after_ms"})
    EXPECT_EQ(later.at(member), timed.at(member)) << member;
}

TEST_F(Freshness, WhatWasFilledOrIndexedAgainIsOfNoCommit) {
  const auto film = Film();
  for (const auto& freshness : {Fresh(film), Ask("index_film_again", film)}) {
    EXPECT_TRUE(freshness.at("written_at").is_string()) << freshness.dump(1);
    EXPECT_TRUE(freshness.at("committed_at").is_null());
    EXPECT_TRUE(freshness.at("after_ms").is_null());
  }
}

TEST_F(Freshness, ATimeThatWalcastCannotKnowIsNotToldAndItSaysWhy) {
  const auto film = Film();
  const auto why = [&] {
    const auto freshness = Fresh(film);
    EXPECT_TRUE(freshness.at("written_at").is_null()) << freshness.dump(1);
    const Json& text = freshness.at("time_unknown");
    return text.is_string() ? text.get<std::string>() : "";
  };
  ASSERT_EQ(daemon_.Terminate(), 0);
  EXPECT_THAT(why(), testing::HasSubstr("does not answer"));
  daemon_.Start();
  daemon_.Wait();
  EXPECT_THAT(why(), testing::HasSubstr("longer ago than walcast remembers"));
  database_.Exec("UPDATE content.film_work SET title = 'After the start' WHERE id = '" + film + "'");
  EXPECT_TRUE(FreshAt(film, Position()).at("after_ms").is_number());
  elasticsearch_.Call("POST", "/" + Generation() + "/_update/" + film, {{"doc", {{"title", "Forged"}}}});
  EXPECT_THAT(why(), testing::HasSubstr("no write of this version"));
}

TEST_F(Freshness, OfADeadLetterItSaysWhyItIsNotWritten) {
  const auto film = Film();
  database_.Exec("UPDATE content.film_work SET creation_date = 'infinity' WHERE id = '" + film + "'");
  const auto refused = FreshAt(film, Position());
  EXPECT_EQ(refused.at("state"), "differs");
  EXPECT_EQ(refused.at("searchable"), false);
  EXPECT_THAT(refused.at("why").get<std::string>(), testing::HasSubstr("dead letter: "));
  EXPECT_THAT(refused.at("why").get<std::string>(), testing::HasSubstr("creation_date"));
  const auto other = database_.Value("SELECT id FROM content.film_work WHERE id <> '" + film + "' ORDER BY id LIMIT 1");
  elasticsearch_.Call("POST", "/" + Generation() + "/_update/" + other, {{"doc", {{"title", "Forged"}}}});
  EXPECT_TRUE(Fresh(other).at("why").is_null()) << "the letter is not its own";
}

TEST_F(Freshness, OfASuspendedIndexItSaysWhyNothingIsWritten) {
  const auto film = Film();
  const OrderedJson document = Fresh(film).at("index");
  elasticsearch_.Call(
      "PUT",
      "/" + Generation() + "/_doc/" + film + "?version_type=external&version=" + std::to_string(std::uint64_t{1} << 62),
      Json(document));
  database_.Exec("UPDATE content.film_work SET title = 'Too late' WHERE id = '" + film + "'");
  ASSERT_TRUE(WaitUntil([&] { return daemon_.IndexStatus("movies").at("state") == "suspended"; }, kLong));
  const auto suspended = Fresh(film);
  EXPECT_EQ(suspended.at("state"), "differs");
  EXPECT_THAT(suspended.at("why").get<std::string>(), testing::HasSubstr("The index is suspended: "));
  EXPECT_THAT(suspended.at("why").get<std::string>(), testing::HasSubstr("version that walcast never sent"));
  EXPECT_EQ(Ask("index_film_again", film).at("status"), 503);
}

TEST_F(Freshness, WhatTheIndexHoldsOtherwiseStandsSideBySideAndIsWrittenAgain) {
  const auto film = Film();
  elasticsearch_.Call("POST", "/" + Generation() + "/_update/" + film, {{"doc", {{"title", "Forged"}}}});
  const auto forged = Fresh(film);
  EXPECT_EQ(forged.at("state"), "differs");
  ASSERT_EQ(forged.at("differences").size(), 1U);
  EXPECT_EQ(forged.at("differences").at(0).at("field"), "title");
  EXPECT_EQ(forged.at("differences").at(0).at("index"), "Forged");
  EXPECT_EQ(forged.at("differences").at(0).at("database"), forged.at("database").at("title"));
  EXPECT_EQ(Ask("index_film_again", film).at("state"), "fresh");
}

TEST_F(Freshness, WhatOneSideLacksIsNamedAndMended) {
  const auto film = Film();
  elasticsearch_.Call("DELETE", "/" + Generation() + "/_doc/" + film);
  EXPECT_EQ(Fresh(film).at("state"), "missing");
  EXPECT_EQ(Ask("index_film_again", film).at("state"), "fresh");
  const std::string ghost = "00000000-0000-4000-8000-000000000000";
  OrderedJson document = Fresh(film).at("index");
  elasticsearch_.Call("PUT", "/" + Generation() + "/_doc/" + ghost, Json(document));
  EXPECT_EQ(Fresh(ghost).at("state"), "ghost");
  EXPECT_EQ(Ask("index_film_again", ghost).at("status"), 404);  // gone from both
  EXPECT_EQ(Fresh(ghost).at("status"), 404);
}

TEST_F(Freshness, WhoWaitsForADeletionIsToldOnceItIsGone) {
  const auto film = Film();
  database_.Exec("DELETE FROM content.film_work WHERE id = '" + film + "'");
  const auto gone = FreshAt(film, Position());
  EXPECT_EQ(gone.at("state"), "gone");
  EXPECT_EQ(gone.at("searchable"), true);
  EXPECT_TRUE(gone.at("index").is_null());
  EXPECT_EQ(Fresh(film).at("status"), 404);
}

TEST_F(Freshness, WhatTheStreamHasPassedWithoutTheDocumentIsNotSearchable) {
  const auto film = Film();
  elasticsearch_.Call("POST", "/" + Generation() + "/_update/" + film, {{"doc", {{"title", "Forged"}}}});
  database_.Exec("SELECT pg_logical_emit_message(false, 'x', 'y')");  // the position is well behind the forged version
  const auto position = Position();
  daemon_.Wait();
  const auto forged = FreshAt(film, position);
  EXPECT_EQ(forged.at("state"), "differs");
  EXPECT_EQ(forged.at("searchable"), false) << forged.dump(1);
}

TEST_F(Freshness, AnIdIsTheSameInCapitals) {
  const auto film = Film();
  std::string capitals = film;
  for (char& c : capitals) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  EXPECT_EQ(Fresh(capitals).at("state"), "fresh");
  EXPECT_EQ(Ask("index_film_again", capitals).at("state"), "fresh");
}

TEST_F(Freshness, APauseIsToldInWordsAndNothingIsWrittenMeanwhile) {
  const auto film = Film();
  walcast_.Pause();
  database_.Exec("UPDATE content.film_work SET title = 'Paused' WHERE id = '" + film + "'");
  const auto stale = FreshAt(film, Position(), "0.2");
  EXPECT_EQ(stale.at("state"), "differs");
  EXPECT_EQ(stale.at("searchable"), false);
  EXPECT_THAT(stale.at("why").get<std::string>(), testing::HasSubstr("paused"));
  EXPECT_EQ(stale.at("walcast").at("state"), "paused");
  EXPECT_EQ(Ask("index_film_again", film).at("status"), 503);
  walcast_.Resume();
  const auto fresh = FreshAt(film, Position());
  EXPECT_EQ(fresh.at("searchable"), true);
  EXPECT_EQ(fresh.at("walcast").at("state"), "streaming");
}

// A walcast that is long in answering.
class Slow : public control::Client {
 public:
  using Client::Client;
  ~Slow() override { LetGo(); }
  control::Json Wait(std::optional<Lsn>, Duration, std::stop_token) override {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return go_; });
    throw Error(Kind::kUnavailable, "it has gone");
  }
  void Until(int waiting) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_ == waiting; });
  }
  void LetGo() {
    const std::scoped_lock lock(mutex_);
    go_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool go_ = false;
};

TEST_F(Freshness, WhoComesWhileTwoAreWaitingIsAnsweredAtOnce) {
  Slow slow({.listen = daemon_.Address()});
  admin::freshness::FreshnessApi api(
      admin::freshness::ReadSources((SourceRoot() / "sql/documents").string(), site_.Alias("movies"),
                                    site_.Alias("genres"), site_.Alias("persons")),
      slow);
  const auto routes = api.Routes();
  const auto film = Film(), position = Position();
  const admin::http::Request request;
  const auto ask = [&](std::size_t route) {
    admin::http::Call call{.request = request, .path = {{"id", film}}, .worker = &worker_};
    call.query.Add("lsn", position);
    return routes.at(route).call(call);
  };
  std::vector<std::jthread> waiting;
  for (int i = 0; i < 2; ++i) waiting.emplace_back([&] { EXPECT_THROW(ask(0), Refusal); });
  slow.Until(2);
  const auto third = OrderedJson::parse(ask(0).body);
  EXPECT_EQ(third.at("searchable"), false);
  EXPECT_EQ(third.at("waited_ms"), 0);
  EXPECT_THROW(ask(1), Refusal) << "no document is written again meanwhile";
  slow.LetGo();
}

TEST_F(Freshness, GenresAndPeopleAreTheSame) {
  EXPECT_EQ(Ask("genre_freshness", database_.Value("SELECT id FROM content.genre LIMIT 1")).at("state"), "fresh");
  const auto person = database_.Value("SELECT id FROM content.person LIMIT 1");
  EXPECT_EQ(Ask("person_freshness", person).at("state"), "fresh");
  EXPECT_EQ(Ask("index_person_again", person).at("state"), "fresh");
}

TEST_F(Freshness, AWaitThatIsTooLongSaysSoAndAPositionThatIsNoneIsRefused) {
  const auto waited = FreshAt(Film(), "FFFF/0", "0.2");
  EXPECT_EQ(waited.at("searchable"), false);
  EXPECT_GE(waited.at("waited_ms"), 200);
  EXPECT_EQ(FreshAt(Film(), "yesterday").at("status"), 400);
}

TEST_F(Freshness, WithoutWalcastTheDocumentsAreStillComparedAndAWaitIsRefused) {
  const auto film = Film();
  ASSERT_EQ(daemon_.Terminate(), 0);
  database_.Exec("UPDATE content.film_work SET title = 'Later' WHERE id = '" + film + "'");
  const auto stale = Fresh(film);
  EXPECT_EQ(stale.at("state"), "differs");
  EXPECT_TRUE(stale.at("walcast").is_null());
  EXPECT_EQ(FreshAt(film, Position()).at("status"), 503);
  EXPECT_EQ(Ask("index_film_again", film).at("status"), 503);
}

TEST_F(Freshness, WithoutItsIndexThereIsNothingToCompare) {
  ASSERT_EQ(daemon_.Terminate(), 0);
  elasticsearch_.Call("DELETE", "/" + Generation());
  EXPECT_EQ(Fresh(Film()).at("status"), 503);
}

}  // namespace
}  // namespace cdc::test
