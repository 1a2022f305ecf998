// A pause: nothing arrives and nothing is lost, whatever happens meanwhile; and how it is told.
#include <gmock/gmock.h>

#include "tests/support/film_stream.h"
#include "tests/support/raw_client.h"

namespace cdc::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class Pause : public FilmStream {
 protected:
  void Begin() {
    daemon_.Start();
    ASSERT_TRUE(WaitLive());
    daemon_.Wait();
  }
  Json PauseNow() {
    const auto reply = daemon_.Ask("POST", "/pause", "{}");
    EXPECT_EQ(reply.status, 200) << reply.body;
    return reply.Ok() ? Json::parse(reply.body) : Json();
  }
  // What the index holds of a film, as of now.
  std::string Title(const std::string& film) {
    HttpClient search(Environment("WALCAST_TEST_ES"));
    const auto reply = search.Send("GET", "/" + site_.Alias("movies") + "/_doc/" + film, "");
    if (!reply.Ok()) return "";
    return Json::parse(reply.body).at("_source").at("title");
  }
  void Rename(const std::string& film, const std::string& title) {
    database_.Exec("UPDATE content.film_work SET title = '" + title + "' WHERE id = '" + film + "'");
  }
  std::string Walsender() {
    const auto rows =
        database_.Table("SELECT active_pid::text FROM pg_replication_slots WHERE slot_name = '" + site_.slot() + "'");
    return rows.empty() || rows[0].empty() ? "" : rows[0][0];
  }
  std::uint64_t Lag() { return daemon_.Status().at("lag_bytes").get<std::uint64_t>(); }
  // The server says that what was committed by now has been received, so that it could have been written.
  bool Received() {
    const auto mark = database_.Table("SELECT pg_current_wal_insert_lsn()::text")[0][0];
    return WaitUntil(
        [&] {
          const auto rows = database_.Table("SELECT '" + daemon_.Status().at("received").get<std::string>() +
                                            "'::pg_lsn >= '" + mark + "'::pg_lsn");
          return rows[0][0] == "t";
        },
        kLong);
  }
};

TEST_F(Pause, WritesNothingKeepsTheConnectionAndLosesNothing) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  const auto walsender = Walsender();
  ASSERT_NE(walsender, "");
  const Json paused = PauseNow();
  EXPECT_EQ(paused.at("paused"), true);
  EXPECT_THAT(paused.at("warning").get<std::string>(), HasSubstr("keeps the server's WAL"));
  Change(1, 40);
  const auto film = Film();
  const std::string before = Title(film);
  Rename(film, "while paused");
  ASSERT_TRUE(Received());
  EXPECT_EQ(Title(film), before);
  EXPECT_EQ(daemon_.Status().at("checkpoint"), paused.at("checkpoint"));
  EXPECT_EQ(Walsender(), walsender) << "the connection was lost";
  EXPECT_GT(Lag(), 0U);
  EXPECT_TRUE(daemon_.Ready());
  const auto ready = daemon_.Ask("GET", "/readyz?verbose");
  EXPECT_EQ(ready.status, 200);
  EXPECT_THAT(ready.body, HasSubstr("streaming, paused"));

  EXPECT_TRUE(daemon_.Ask("POST", "/resume", "{}").Ok());
  ExpectEqual();
  EXPECT_EQ(Title(film), "while paused");
  EXPECT_EQ(Walsender(), walsender);
  EXPECT_EQ(daemon_.Status().at("paused"), false);
}

TEST_F(Pause, SurvivesAKillAndAStop) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  const auto film = Film();
  const auto command = daemon_.Command({"pause", "--json"});
  ASSERT_EQ(command.exit, 0) << command.output;
  const std::string before = Title(film);
  daemon_.Kill();
  Rename(film, "while it was killed");
  daemon_.Start();
  const Json status = daemon_.Status();
  EXPECT_EQ(status.at("paused"), true);
  EXPECT_GT(status.at("paused_since"), 0);
  ASSERT_TRUE(Received());
  EXPECT_EQ(Title(film), before);
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(daemon_.Terminate(), 0) << "it need not wait for what cannot end";
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5));
  EXPECT_THAT(daemon_.Command({"status"}).output, HasSubstr("paused since"));
  daemon_.Start();
  EXPECT_EQ(Title(film), before);
  ASSERT_EQ(daemon_.Command({"resume"}).exit, 0);
  ExpectEqual();
  EXPECT_EQ(Title(film), "while it was killed");
}

TEST_F(Pause, WhatNeedsTheStreamIsToldSoAtOnce) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  PauseNow();
  Rename(Film(), "not yet");
  const auto wait = daemon_.Command({"wait", "--timeout", "60s"});
  EXPECT_EQ(wait.exit, 75);
  EXPECT_THAT(wait.output, HasSubstr("the stream is paused"));
  EXPECT_THAT(wait.output, HasSubstr("walcast resume"));
  const auto rebuild = daemon_.Command({"rebuild", site_.Alias("movies")});
  EXPECT_EQ(rebuild.exit, 75);
  EXPECT_THAT(rebuild.output, HasSubstr("the stream is paused"));
  PauseNow();  // again: nothing happens
  ASSERT_EQ(daemon_.Command({"resume"}).exit, 0);
  ASSERT_EQ(daemon_.Command({"resume", "--json"}).exit, 0);
  ExpectEqual();
}

TEST_F(Pause, StopsABackfillWhichGoesOnAfterwards) {
  site_.Configure({{"backfill", {{"documents_per_second", 30}, {"page", 5}}}});
  daemon_.Start();
  ASSERT_TRUE(WaitUntil(
      [&] {
        const Json index = daemon_.IndexStatus("movies");
        return !index.is_null() && index.at("filling").is_object() && index.at("filling").at("documents") > 0;
      },
      kLong));
  PauseNow();
  const auto written = daemon_.Status().at("written").at("applied");
  Change(2, 5);
  ASSERT_TRUE(Received());
  EXPECT_EQ(daemon_.Status().at("written").at("applied"), written);
  ASSERT_TRUE(daemon_.Ask("POST", "/resume", "{}").Ok());
  ExpectEqualOnceLive();
}

TEST_F(Pause, EventsShowTheLagGrowAndFall) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  const std::string address = daemon_.Address();
  Socket events(static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
  ASSERT_TRUE(events.Send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  const auto next = [&] {
    events.ReadUntil("\ndata: ");
    return Json::parse(events.ReadUntil("\n\n"));
  };
  const auto until = [&](const auto& seen) {
    for (int i = 0; i < 100; ++i) {
      if (seen(next())) return true;
    }
    return false;
  };
  PauseNow();
  Change(3, 40);
  std::uint64_t highest = 0;
  EXPECT_TRUE(until([&](const Json& status) {
    highest = status.at("lag_bytes");
    return status.at("paused") == true && highest > 1000 && status.at("lag_seconds") > 0.5;
  }));
  ASSERT_TRUE(daemon_.Ask("POST", "/resume", "{}").Ok());
  EXPECT_TRUE(
      until([&](const Json& status) { return status.at("paused") == false && status.at("lag_bytes") < highest; }));
  ExpectEqual();
}

TEST_F(Pause, StatusAndMetricsTellWhatTheStreamDid) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  Change(4, 40);
  daemon_.Wait();
  const Json status = daemon_.Status();
  const Json latency = status.at("latency");
  for (const char* stage : {"source", "queue", "delivery", "end_to_end"}) {
    EXPECT_GT(latency.at(stage).at("count"), 0) << stage;
    EXPECT_LE(latency.at(stage).at("p50"), latency.at(stage).at("p99")) << stage;
  }
  EXPECT_GE(latency.at("end_to_end").at("p50"), latency.at("source").at("p50"));
  bool counted = false;
  for (const auto& table : status.at("tables"))
    counted = counted || (table.at("name") == "content.film_work" && table.at("rows") > 0);
  EXPECT_TRUE(counted) << status.at("tables").dump();
  EXPECT_TRUE(status.at("slot").at("safe_wal_size").is_null() || status.at("slot").at("safe_wal_size").is_number());
  EXPECT_GT(daemon_.IndexStatus("movies").at("per_second"), 0.0);
  const auto metrics = daemon_.Ask("GET", "/metrics");
  ASSERT_EQ(metrics.status, 200);
  EXPECT_THAT(metrics.body, HasSubstr("walcast_rows_total{table=\"content.film_work\"} "));
  EXPECT_THAT(metrics.body,
              HasSubstr("walcast_documents_total{index=\"" + site_.Alias("movies") + "\",result=\"applied\"} "));
  EXPECT_THAT(metrics.body, Not(HasSubstr("walcast_end_to_end_latency_seconds_count 0\n")));
  const auto checks = daemon_.Ask("GET", "/readyz?verbose");
  EXPECT_THAT(checks.body, Not(HasSubstr("\"ok\":false")));
}

}  // namespace
}  // namespace cdc::test
