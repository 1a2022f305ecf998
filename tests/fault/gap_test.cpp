// The server is another one than the record tells of, or its log has a hole: that is noticed, said plainly, and every
// index is built anew.
#include "tests/support/film_stream.h"
#include "tests/support/http_gate.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/redis_keys.h"

namespace cdc::test {
namespace {

namespace fs = std::filesystem;

constexpr int kGapStopped = 79;

struct ClusterOfLittleLog {
  TestCluster cluster{{"min_wal_size=32MB", "max_wal_size=32MB", "max_slot_wal_keep_size=1MB"}};
};

class Gap : private ClusterOfLittleLog, public FilmStream {
 protected:
  Gap() : FilmStream(60, ClusterOfLittleLog::cluster.Dsn()) {}

  void Begin() {
    daemon_.Start();
    ChangeABit(1);
    ExpectEqualOnceLive();
  }
  void Stop() {
    ASSERT_EQ(daemon_.Terminate(), 0);
    ASSERT_TRUE(WaitUntil([&] { return Slot("active") == "f"; }));
  }
  // Prepared transactions are not allowed here.
  void ChangeABit(std::uint64_t seed) {
    RunWorkload(database_.Dsn(), [](Random& random) { return FilmChange(random, 20); },
                {.seed = seed, .clients = 2, .transactions = 10, .two_phase = false});
  }
  std::string Slot(const std::string& column) {
    return database_.Value("SELECT " + column + " FROM pg_replication_slots WHERE slot_name = '" + site_.slot() + "'");
  }
  // Until the slot's part of the log is removed.
  void LoseTheLog() {
    database_.Exec("CREATE TABLE IF NOT EXISTS unrelated (x text)");
    ASSERT_TRUE(WaitUntil(
        [&] {
          database_.Exec("INSERT INTO unrelated SELECT repeat('x', 1000) FROM generate_series(1, 1000)");
          database_.Exec("SELECT pg_switch_wal()");
          database_.Exec("CHECKPOINT");
          return Slot("wal_status") == "lost";
        },
        kLong));
  }
  // A standby that takes over has no logical slot.
  void LoseTheSlotFile() { ASSERT_GT(fs::remove_all(cluster_.data() / "pg_replslot" / site_.slot()), 0U); }
  void Copy(const fs::path& from, const fs::path& to) {
    fs::remove_all(to);
    const auto copied = RunToEnd({"cp", "-a", from.string(), to.string()});
    ASSERT_EQ(copied.exit, 0) << copied.output;
  }
  void ExpectRebuilt() {
    // Noticed, before what is there now can be taken for what was made after it.
    EXPECT_TRUE(WaitUntil([&] { return daemon_.Logged("a gap"); }, kLong)) << daemon_.Log();
    ExpectEqualOnceLive();
    for (const auto& index : site_.indices()) {
      EXPECT_TRUE(site_.Generation(index.name).ends_with("000002")) << site_.Generation(index.name);
    }
    ChangeABit(9);
    ExpectEqual();
    EXPECT_TRUE(daemon_.Running());
  }

  TestCluster& cluster_ = ClusterOfLittleLog::cluster;
};

TEST_F(Gap, APromotedServerThatHasTheSlotAndEverythingSentIsGoneOnWith) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  cluster_.Promote();
  database_.Reconnect();
  ChangeABit(2);
  ExpectEqualOnceLive();
  EXPECT_FALSE(daemon_.Logged("a gap")) << daemon_.Log();
  for (const auto& index : site_.indices()) EXPECT_TRUE(site_.Generation(index.name).ends_with("000001"));
}

TEST_F(Gap, APromotedServerWithoutTheSlotIsNoticedWhileTheDaemonIsDown) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  ASSERT_NO_FATAL_FAILURE(Stop());
  cluster_.Stop();
  ASSERT_NO_FATAL_FAILURE(LoseTheSlotFile());
  cluster_.Promote();
  database_.Reconnect();
  ChangeABit(3);
  daemon_.Start();
  ExpectRebuilt();
}

TEST_F(Gap, APromotedServerWithoutTheSlotIsNoticedByTheRunningDaemon) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  cluster_.Stop();
  ASSERT_NO_FATAL_FAILURE(LoseTheSlotFile());
  cluster_.Promote();
  database_.Reconnect();
  ChangeABit(4);
  ExpectRebuilt();
}

TEST_F(Gap, ASlotWhoseLogWasRemovedIsNoticedAtTheStart) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  ASSERT_NO_FATAL_FAILURE(Stop());
  ChangeABit(5);
  ASSERT_NO_FATAL_FAILURE(LoseTheLog());
  daemon_.Start();
  ExpectRebuilt();
}

TEST_F(Gap, ASlotWhoseLogWasRemovedStopsTheProgramWithNothingChangedWhereOnGapIsStop) {
  site_.Configure({{"on_gap", "stop"}});
  ASSERT_NO_FATAL_FAILURE(Begin());
  ASSERT_NO_FATAL_FAILURE(Stop());
  ChangeABit(6);
  ASSERT_NO_FATAL_FAILURE(LoseTheLog());
  RedisKeys keys(Environment("WALCAST_TEST_REDIS"), site_.prefix() + ":");
  const auto kept = keys.Dump();
  daemon_.Launch();
  EXPECT_EQ(daemon_.Join(), kGapStopped) << daemon_.Log();
  EXPECT_TRUE(daemon_.Logged("changes may be missing: the replication slot is lost: its WAL was removed"));
  EXPECT_TRUE(daemon_.Logged("on_gap")) << "no remedy is told";
  EXPECT_EQ(keys.Dump(), kept);
  EXPECT_EQ(Slot("wal_status"), "lost");
  for (const auto& index : site_.indices()) EXPECT_EQ(site_.Generations(index.name).size(), 1U) << index.name;
}

TEST_F(Gap, ALogThatIsRemovedDuringAPauseIsMadeUpForAfterIt) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  ASSERT_TRUE(daemon_.Ask("POST", "/pause", "{}").Ok());
  const Json slot = daemon_.Status().at("slot");
  EXPECT_GT(slot.at("safe_wal_size"), 0) << slot.dump();
  ChangeABit(8);
  database_.Exec("CREATE TABLE unrelated (x text)");
  ASSERT_TRUE(WaitUntil(
      [&] {
        database_.Exec("INSERT INTO unrelated SELECT repeat('x', 1000) FROM generate_series(1, 1000)");
        database_.Exec("SELECT pg_switch_wal()");
        database_.Exec("CHECKPOINT");
        return Slot("wal_status") == "lost" || daemon_.Logged("a gap");
      },
      kLong));
  ASSERT_TRUE(WaitUntil([&] { return daemon_.State() == "streaming"; }, kLong)) << daemon_.Log();
  EXPECT_EQ(daemon_.Status().at("paused"), true);
  EXPECT_TRUE(WaitUntil([&] { return daemon_.Ask("POST", "/resume", "{}").Ok(); }, kLong));
  ExpectRebuilt();
}

// Behind an Elasticsearch that does not answer the slot stays where it is, and the server's patience ends.
class GapOfSlowElasticsearch : public Gap {
 protected:
  GapOfSlowElasticsearch() { site_.Configure({{"elasticsearch", {{"urls", {gate_.url()}}}}}); }
  void LoseTheLogOfARunningDaemon() {
    gate_.Delay(HttpGate::IsBulk);
    database_.Exec("UPDATE content.film_work SET title = title || ' while it hung'");
    ASSERT_TRUE(WaitUntil([&] { return gate_.held() > 0; }, kLong));
    ASSERT_NO_FATAL_FAILURE(LoseTheLog());
    ChangeABit(7);
    gate_.LetGo();
  }
  HttpGate gate_{Environment("WALCAST_TEST_ES")};
};

TEST_F(GapOfSlowElasticsearch, ASlotWhoseLogIsRemovedIsNoticedByTheRunningDaemon) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  ASSERT_NO_FATAL_FAILURE(LoseTheLogOfARunningDaemon());
  ExpectRebuilt();
}

TEST_F(GapOfSlowElasticsearch, ASlotWhoseLogIsRemovedStopsTheRunningDaemonWhereOnGapIsStop) {
  site_.Configure({{"on_gap", "stop"}});
  ASSERT_NO_FATAL_FAILURE(Begin());
  ASSERT_NO_FATAL_FAILURE(LoseTheLogOfARunningDaemon());
  EXPECT_EQ(daemon_.Join(), kGapStopped) << daemon_.Log();
  EXPECT_TRUE(daemon_.Logged("changes may be missing"));
}

// A backup of the whole server is put back, on the same timeline.
class PutBack : public Gap {
 protected:
  void BackUp() {
    cluster_.Stop();
    ASSERT_NO_FATAL_FAILURE(Copy(cluster_.data(), backup_));
    cluster_.Start();
    database_.Reconnect();
    ChangeABit(10);
    ASSERT_NO_FATAL_FAILURE(ExpectEqualOnceLive());
  }
  void Restore() {
    cluster_.Kill();
    ASSERT_NO_FATAL_FAILURE(Copy(backup_, cluster_.data()));
    cluster_.Start();
    database_.Reconnect();
  }
  const fs::path backup_ = site_.scratch().path() / "backup";
};

TEST_F(PutBack, AnEarlierStateIsNoticedAtTheStart) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  ASSERT_NO_FATAL_FAILURE(BackUp());
  ASSERT_NO_FATAL_FAILURE(Stop());
  ASSERT_NO_FATAL_FAILURE(Restore());
  daemon_.Start();
  ExpectRebuilt();
}

TEST_F(PutBack, AnEarlierStateIsNoticedByTheRunningDaemon) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  ASSERT_NO_FATAL_FAILURE(BackUp());
  ASSERT_NO_FATAL_FAILURE(Restore());
  database_.Exec("UPDATE content.film_work SET title = 'after it was put back' WHERE id = '" + Film() + "'");
  ExpectRebuilt();
}

// As a restore to a point in time or a standby left behind does it: a timeline of its own, which branched off before
// what was sent. Its log may be longer by now than the one that is lost.
TEST_F(PutBack, AnEarlierStateThatWasPromotedIsNoticedHoweverLongItsLogIs) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  ASSERT_NO_FATAL_FAILURE(BackUp());
  ASSERT_NO_FATAL_FAILURE(Stop());
  ASSERT_NO_FATAL_FAILURE(Restore());
  cluster_.Promote();
  database_.Reconnect();
  ChangeABit(11);
  ASSERT_TRUE(WaitUntil(
      [&] {
        database_.Exec("UPDATE content.film_work SET title = left(title, 20) || ' later'");
        return database_.Value("SELECT pg_current_wal_lsn() > '0/4000000'") == "t";
      },
      kLong));
  daemon_.Start();
  ExpectRebuilt();
}

}  // namespace
}  // namespace cdc::test
