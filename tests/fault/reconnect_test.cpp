// Servers that go away and come back under load: the same process goes on, nothing is lost, nothing is suspended or
// built anew.
#include <algorithm>

#include "tests/support/film_stream.h"
#include "tests/support/http_gate.h"
#include "tests/support/own_redis.h"
#include "tests/support/postgres_cluster.h"

namespace cdc::test {
namespace {

constexpr int kRounds = 5;
constexpr std::uint64_t kMeanwhile = 200'000;  // bytes of the log: some hundred changes

class Reconnect : public FilmStream {
 protected:
  explicit Reconnect(const std::string& server = "") : FilmStream(60, server) {}

  void Begin() {
    daemon_.Start();
    ASSERT_TRUE(WaitLive());
  }
  std::string Walsender() {
    return database_.Value("SELECT active_pid FROM pg_replication_slots WHERE slot_name = '" + site_.slot() + "'");
  }
  bool WaitForAnotherWalsender(const std::string& than) {
    return WaitUntil(
        [&] {
          const std::string now = Walsender();
          return !now.empty() && now != than;
        },
        kLong);
  }
  // Those of walcast in the test's database, and for which the condition holds.
  void Terminate(const std::string& condition) {
    database_.Exec(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND "
        "application_name LIKE 'walcast%' AND " +
        condition);
  }
  int TimesLogged(const std::string& text) {
    const std::string log = daemon_.Log();
    int times = 0;
    for (auto at = log.find(text); at != std::string::npos; at = log.find(text, at + 1)) ++times;
    return times;
  }
};

TEST_F(Reconnect, AWalsenderThatIsTerminatedAgainAndAgainLosesNothing) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  Load load([&](std::stop_token stop) { ChangeUntil(61, stop); });
  for (int round = 0; round < kRounds; ++round) {
    const std::string before = Walsender();
    Terminate("backend_type = 'walsender'");
    ASSERT_TRUE(WaitForAnotherWalsender(before));
    ASSERT_TRUE(WaitForLog(kMeanwhile));
  }
  ASSERT_NO_THROW(load.End());
  ExpectUnharmed();
  EXPECT_GE(TimesLogged("the stream is back"), kRounds);
}

TEST_F(Reconnect, TheOtherConnectionsTerminatedAgainAndAgainLoseNothing) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  Load load([&](std::stop_token stop) { ChangeUntil(62, stop); });
  for (int round = 0; round < kRounds; ++round) {
    Terminate("backend_type <> 'walsender'");
    ASSERT_TRUE(WaitForLog(kMeanwhile));
  }
  ASSERT_NO_THROW(load.End());
  ExpectUnharmed();
}

TEST_F(Reconnect, AllConnectionsTerminatedAtOnceLoseNothing) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  Load load([&](std::stop_token stop) { ChangeUntil(63, stop); });
  for (int round = 0; round < kRounds; ++round) {
    const std::string before = Walsender();
    Terminate("true");
    ASSERT_TRUE(WaitForAnotherWalsender(before));
  }
  ASSERT_NO_THROW(load.End());
  ExpectUnharmed();
}

struct OwnCluster {
  TestCluster cluster;
};

class RestartOfPostgreSql : private OwnCluster, public Reconnect {
 protected:
  RestartOfPostgreSql() : Reconnect(OwnCluster::cluster.Dsn()) {}
  TestCluster& cluster_ = OwnCluster::cluster;
};

TEST_F(RestartOfPostgreSql, InOrderOrKilledUnderLoadLosesNothing) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  Load load([&](std::stop_token stop) { ChangeThrough(64, stop); });
  for (int round = 0; round < 3; ++round) {
    ASSERT_TRUE(WaitForLog(kMeanwhile));
    round % 2 == 0 ? cluster_.Kill() : cluster_.Stop();
    cluster_.Start();
    database_.Reconnect();
    ASSERT_TRUE(WaitForAnotherWalsender("")) << daemon_.Log();
  }
  ASSERT_TRUE(WaitForLog(kMeanwhile));
  ASSERT_NO_THROW(load.End());
  ExpectUnharmed();
}

// A server that shuts down waits for its walsenders, and a walsender until all it sent is confirmed. Who cannot render
// any more, as nobody may connect, can confirm nothing more, and has to let go.
TEST_F(RestartOfPostgreSql, IsNotHeldUpByChangesThatCannotBeRenderedAnyMore) {
  HttpGate gate(Environment("WALCAST_TEST_ES"));
  site_.Configure({{"elasticsearch", {{"urls", {gate.url()}}}}, {"batch", {{"documents", 5}, {"queue", 1}}}});
  ASSERT_NO_FATAL_FAILURE(Begin());
  gate.Delay(HttpGate::IsBulk);
  for (int times = 0; times < 5; ++times) database_.Exec("UPDATE content.film_work SET title = title || '!'");
  ASSERT_TRUE(WaitUntil([&] { return gate.held() > 0; }, kLong));
  auto stopped = std::async(std::launch::async, [&] { cluster_.Stop(); });
  ASSERT_TRUE(WaitUntil([&] { return !database_.Answers(); }, kLong));
  gate.LetGo();
  EXPECT_EQ(stopped.wait_for(std::chrono::seconds(7)), std::future_status::ready) << "the server does not end";
  stopped.get();
  cluster_.Start();
  database_.Reconnect();
  ExpectUnharmed();
}

class RestartOfRedis : public Reconnect {
 protected:
  RestartOfRedis() { site_.Configure({{"checkpoint", {{"url", redis_.url()}}}}); }
  std::string Checkpoint() { return daemon_.Status().value("checkpoint", ""); }
  OwnRedis redis_;
};

TEST_F(RestartOfRedis, InOrderOrKilledUnderLoadLosesNothing) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  Load load([&](std::stop_token stop) { ChangeUntil(65, stop); });
  for (int round = 0; round < 4; ++round) {
    ASSERT_TRUE(WaitForLog(kMeanwhile));
    round % 2 == 0 ? redis_.Kill() : redis_.Stop();
    // What is not kept may not be confirmed.
    ASSERT_TRUE(WaitForLog(kMeanwhile));
    const std::string before = Checkpoint();
    redis_.Start();
    ASSERT_TRUE(WaitUntil([&] { return Checkpoint() != before; }, kLong)) << daemon_.Log();
  }
  ASSERT_NO_THROW(load.End());
  ExpectUnharmed();
}

struct Outage {
  std::string name;
  std::function<void(HttpGate&)> begin;
  int met = 4;  // requests, before it ends
};

void PrintTo(const Outage& outage, std::ostream* out) { *out << outage.name; }

class BehindGate : public Reconnect {
 protected:
  BehindGate() { site_.Configure({{"elasticsearch", {{"urls", {gate_.url()}}}}}); }
  void ExpectNoLetters() {
    for (const auto& index : site_.indices()) EXPECT_EQ(daemon_.IndexStatus(index.name).at("dead_letters"), 0);
  }
  HttpGate gate_{Environment("WALCAST_TEST_ES")};
};

class OutageOfElasticsearch : public BehindGate, public testing::WithParamInterface<Outage> {};

TEST_P(OutageOfElasticsearch, UnderLoadLosesNothing) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  Load load([&](std::stop_token stop) { ChangeUntil(66, stop); });
  for (int round = 0; round < 2; ++round) {
    GetParam().begin(gate_);
    ASSERT_TRUE(WaitUntil([&] { return gate_.held() >= GetParam().met; }, kLong)) << daemon_.Log();
    ASSERT_TRUE(WaitForLog(kMeanwhile));
    gate_.LetGo();
    ASSERT_TRUE(WaitForLog(kMeanwhile));
  }
  ASSERT_NO_THROW(load.End());
  ExpectUnharmed();
  ExpectNoLetters();
}

bool All(const FakeRequest&) { return true; }
const char kUnavailable[] =
    R"({"error":{"type":"cluster_block_exception","reason":"blocked by: [SERVICE_UNAVAILABLE/1/state not recovered]"},"status":503})";
const char kRejected[] =
    R"({"error":{"type":"es_rejected_execution_exception","reason":"rejected execution of coordinating operation"},"status":429})";

INSTANTIATE_TEST_SUITE_P(
    Ways, OutageOfElasticsearch,
    testing::Values(
        Outage{"Refused", [](HttpGate& gate) { gate.Refuse(All); }},
        Outage{"RefusedInTheMiddleOfAReply",
               [](HttpGate& gate) { gate.Reply(HttpGate::IsBulk, HalfAnswer(200, R"({"took":1,"errors":false})")); }},
        Outage{"Status503", [](HttpGate& gate) { gate.Reply(All, Answer(503, kUnavailable)); }},
        Outage{"Status502OfAProxy", [](HttpGate& gate) { gate.Reply(All, Answer(502, "<html>Bad gateway</html>")); }},
        Outage{"Status429", [](HttpGate& gate) { gate.Reply(HttpGate::IsBulk, Answer(429, kRejected)); }},
        Outage{"LateReplies", [](HttpGate& gate) { gate.Delay(HttpGate::IsBulk); }, 1}),
    [](const auto& tried) { return tried.param.name; });

class ProxyOfElasticsearch : public BehindGate {};

TEST_F(ProxyOfElasticsearch, ThatTakesNoLargeRequestsGetsSmallerOnes) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  // Each document of the sample is shorter.
  const auto is_large = [](const FakeRequest& request) {
    return HttpGate::IsBulk(request) && request.body.size() > std::size_t{16} << 10;
  };
  gate_.Reply(is_large, Answer(413, "too large"));
  database_.Exec("UPDATE content.person SET full_name = full_name || '!'");
  ASSERT_TRUE(WaitUntil([&] { return gate_.held() > 0; }, kLong));
  ExpectUnharmed();
  ExpectNoLetters();
}

// Rows pile up behind a bulk request that takes its time; the server is answered all the same.
class SlowElasticsearch : public BehindGate {
 protected:
  SlowElasticsearch() {
    site_.Configure({{"postgres", {{"dsn", site_.dsn() + "&options=-c%20wal_sender_timeout%3D2s"}}},
                     {"batch", {{"documents", 2}, {"queue", 1}, {"writers", 1}}}});
  }
};

TEST_F(SlowElasticsearch, DoesNotMakeTheServerGiveTheStreamUp) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  const std::string before = Walsender();
  gate_.Delay(HttpGate::IsBulk);
  // More than is buffered on the way.
  for (int times = 0; times < 4; ++times) {
    database_.Exec("UPDATE content.film_work SET description = repeat('wait " + std::to_string(times) + " ', 20000)");
  }
  ASSERT_TRUE(WaitUntil([&] { return gate_.held() > 0; }, kLong));
  EXPECT_FALSE(WaitUntil([&] { return Walsender() != before; }, std::chrono::seconds(10))) << "five times the limit";
  EXPECT_EQ(database_.Value("SELECT pg_current_wal_flush_lsn() > '" + daemon_.Status().value("received", "") + "'"),
            "t")
      << "everything found room: nothing was held back";
  gate_.LetGo();
  ExpectUnharmed();
  EXPECT_EQ(Walsender(), before);
  EXPECT_EQ(TimesLogged("the stream is lost"), 0);
}

}  // namespace
}  // namespace cdc::test
