// Ends and beginnings that are disturbed: a stop while servers hang, a crash while a gap is being mended, an alias that
// somebody else holds.
#include <csignal>

#include "tests/support/film_stream.h"
#include "tests/support/http_gate.h"

namespace cdc::test {
namespace {

using Steady = std::chrono::steady_clock;
constexpr std::chrono::seconds kStopLimit{12};  // 10 s are promised

class Stop : public FilmStream {
 protected:
  Stop() { site_.Configure({{"elasticsearch", {{"urls", {gate_.url()}}}}}); }
  void Begin() {
    daemon_.Start();
    ASSERT_TRUE(WaitLive());
    daemon_.Wait();
  }
  std::string State(const std::string& index) {
    const Json status = daemon_.IndexStatus(index);
    return status.is_null() ? "" : status.at("state").get<std::string>();
  }
  void ExpectStops() {
    const auto began = Steady::now();
    EXPECT_EQ(daemon_.Terminate(), 0);
    EXPECT_LT(Steady::now() - began, kStopLimit);
  }
  HttpGate gate_{Environment("WALCAST_TEST_ES")};
};

TEST_F(Stop, EndsInTimeWhileElasticsearchDoesNotAnswerAndLosesNothing) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  gate_.Hold([](const FakeRequest& request) { return request.path.find("_bulk") != std::string::npos; });
  database_.Exec("UPDATE content.film_work SET title = title || ' while it hung'");
  ASSERT_TRUE(WaitUntil([&] { return gate_.held() > 0; }, kLong));
  ExpectStops();
  gate_.LetGo();
  daemon_.Start();
  ExpectEqual();
}

TEST_F(Stop, EndsInTimeWhilePostgreSqlDoesNotAnswerAndLosesNothing) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  std::vector<pid_t> backends;
  for (const auto& row :
       database_.Table("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
                       "pg_backend_pid() AND application_name LIKE 'walcast%'")) {
    backends.push_back(std::stoi(row[0]));
  }
  ASSERT_FALSE(backends.empty());
  for (const pid_t pid : backends) ASSERT_EQ(kill(pid, SIGSTOP), 0);
  // Lost updates would show below: these wait in the log.
  database_.Exec("UPDATE content.film_work SET title = title || ' while it hung'");
  ExpectStops();
  for (const pid_t pid : backends) ASSERT_EQ(kill(pid, SIGCONT), 0);
  daemon_.Start();
  ExpectEqual();
}

TEST_F(Stop, TheStatusDoesNotWaitForAnElasticsearchThatHangs) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  gate_.Hold([](const FakeRequest& request) { return request.path.find("_count") != std::string::npos; });
  const auto began = Steady::now();
  const Json status = daemon_.Status();
  EXPECT_LT(Steady::now() - began, std::chrono::seconds(20));  // one time limit of 1 s, on a busy machine
  ASSERT_EQ(status.at("indices").size(), 3u);
  for (const auto& index : status.at("indices")) EXPECT_TRUE(index.at("documents").is_null()) << index;
  EXPECT_LE(gate_.held(), 2);
  gate_.LetGo();
}

class Beginning : public Stop {};

// What was found out at the start has to be durable before anything rests on it.
TEST_F(Beginning, ACrashWhileAGapIsMendedDoesNotForgetTheGap) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  ASSERT_EQ(daemon_.Terminate(), 0);
  database_.DropSlot(site_.slot());
  database_.Exec("UPDATE content.film_work SET title = title || ' in the gap'");
  const auto creates = [&](const FakeRequest& request) {
    return request.method == "PUT" && request.path.starts_with("/" + site_.prefix() + "-");
  };
  for (int round = 0; round < 2; ++round) {
    gate_.Hold(creates);
    daemon_.Launch();
    ASSERT_TRUE(WaitUntil([&] { return gate_.held() > 0; }, kLong)) << daemon_.Log();
    daemon_.Kill();
  }
  gate_.LetGo();
  daemon_.Start();
  ExpectEqualOnceLive();
}

TEST_F(Beginning, AnAliasThatSomebodyElseHoldsIsLeftAlone) {
  HttpClient search(Environment("WALCAST_TEST_ES"));
  const std::string theirs = site_.prefix() + "-theirs";
  search.Call("PUT", "/" + theirs, {{"aliases", {{site_.Alias("movies"), Json::object()}}}});
  daemon_.Launch();
  EXPECT_EQ(daemon_.Join(), 78);
  EXPECT_TRUE(daemon_.Logged(theirs)) << daemon_.Log();
  EXPECT_EQ(database_.Value("SELECT count(*) FROM pg_replication_slots WHERE slot_name = '" + site_.slot() + "'"), "0");
  EXPECT_EQ(search.Call("GET", "/_alias/" + site_.Alias("movies")).size(), 1U);
  search.Call("DELETE", "/" + theirs);
}

TEST_F(Beginning, AnAliasThatMovesElsewhereWhileRunningSuspendsTheIndex) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  HttpClient search(Environment("WALCAST_TEST_ES"));
  const std::string theirs = site_.prefix() + "-theirs", alias = site_.Alias("genres");
  search.Call("PUT", "/" + theirs);
  search.Call("POST", "/_aliases",
              {{"actions",
                {{{"remove", {{"index", site_.Generation("genres")}, {"alias", alias}}}},
                 {{"add", {{"index", theirs}, {"alias", alias}}}}}}});
  EXPECT_TRUE(WaitUntil([&] { return State("genres") == "suspended"; }, kLong)) << daemon_.Status().dump(1);
  EXPECT_EQ(State("movies"), "live");
  search.Call("DELETE", "/" + theirs);
}

}  // namespace
}  // namespace cdc::test
