#include "cdc/pg/slot.h"

#include <gtest/gtest.h>

#include <future>

#include "cdc/pg/timeline.h"
#include "tests/support/postgres.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/wait.h"

namespace cdc::pg {
namespace {

using test::TestCluster;
using test::TestConnection;
using test::TestDatabase;
using test::UniqueName;
using test::WaitUntil;

class PgSlot : public testing::Test {
 protected:
  ConnectOptions Options() const { return {.dsn = database_.Dsn()}; }
  Lsn Create(std::stop_token stop = {}) { return CreateSlot(Options(), name_, "wal2json", *clock_, stop); }
  std::string Slots() {
    return database_.Value("SELECT count(*) FROM pg_replication_slots WHERE database = current_database()");
  }
  // Rows of `t` that the slot brings.
  std::string Brought(const std::string& table) {
    return database_.Value("SELECT count(*) FROM pg_logical_slot_get_changes('" + name_ +
                           "', NULL, NULL, 'format-version', '2')" + " WHERE data LIKE '%\"" + table + "\"%'");
  }

  TestDatabase database_;
  const std::string name_ = UniqueName("slot");
  const std::unique_ptr<Clock> clock_ = SystemClock();
};

struct Thrown {
  Kind kind;
  std::string what, hint;
};
template <typename Call>
Thrown Catch(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return {error.kind(), error.what(), error.hint()};
  }
  return {Kind::kInternal, "nothing was thrown", ""};
}

TEST_F(PgSlot, ANewSlotBringsWhatIsCommittedAfterItsStart) {
  database_.Exec("CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)");
  const Lsn start = Create();
  Connection connection(Options());
  const auto state = ReadSlot(connection, name_);
  ASSERT_TRUE(state.has_value());
  EXPECT_EQ(state->name, name_);
  EXPECT_EQ(state->plugin, "wal2json");
  EXPECT_EQ(state->database, database_.Name());
  EXPECT_FALSE(state->active);
  EXPECT_EQ(state->pid, 0);
  EXPECT_EQ(state->confirmed, start);
  EXPECT_LE(state->restart, start);
  EXPECT_EQ(state->wal_status, "reserved");
  EXPECT_EQ(state->safe, std::nullopt) << "the server sets no limit";
  EXPECT_FALSE(IsLost(*state));
  database_.Exec("INSERT INTO t SELECT generate_series(2, 101)");
  EXPECT_EQ(Brought("t"), "100");
}

TEST_F(PgSlot, TheTemporarySlotIsGoneOnceTheLastingOneIsThere) {
  Create();
  EXPECT_TRUE(WaitUntil([&] { return Slots() == "1"; }));
}

TEST_F(PgSlot, ASlotThatIsNotThereIsNone) {
  Connection connection(Options());
  EXPECT_EQ(ReadSlot(connection, name_), std::nullopt);
  EXPECT_NO_THROW(DropSlot(connection, name_));
}

TEST_F(PgSlot, AllLogicalSlotsAreListed) {
  Create();
  const std::string physical = UniqueName("physical");
  database_.Exec("SELECT pg_create_physical_replication_slot('" + physical + "')");
  Connection connection(Options());
  std::size_t ours = 0;
  for (const auto& slot : ReadSlots(connection)) {
    ours += slot.name == name_ ? 1u : 0u;
    EXPECT_NE(slot.name, physical);
  }
  EXPECT_EQ(ours, 1u);
  EXPECT_EQ(Catch([&] { ReadSlot(connection, physical); }).kind, Kind::kConfig);
  database_.Exec("SELECT pg_drop_replication_slot('" + physical + "')");
}

TEST_F(PgSlot, WhatIsRetainedGrowsWithTheLog) {
  Create();
  Connection connection(Options());
  const auto before = ReadSlot(connection, name_)->retained;
  database_.Exec("CREATE TABLE t (x text); INSERT INTO t SELECT repeat('x', 1000) FROM generate_series(1, 1000)");
  EXPECT_GT(ReadSlot(connection, name_)->retained, before + 1'000'000);
}

// A transaction that is running when the slot is made is brought by it, or was over before: none falls between.
TEST_F(PgSlot, ATransactionThatRunsMeanwhileIsWaitedFor) {
  database_.Exec("CREATE TABLE t (id int PRIMARY KEY)");
  TestConnection other = database_.Connect();
  other.Exec("BEGIN");
  other.Exec("INSERT INTO t VALUES (1)");
  auto start = std::async(std::launch::async, [&] { return Create(); });
  ASSERT_TRUE(WaitUntil([&] { return Slots() != "0"; }));
  EXPECT_EQ(start.wait_for(std::chrono::milliseconds(300)), std::future_status::timeout);
  Connection connection(Options());
  EXPECT_EQ(ReadSlot(connection, name_), std::nullopt) << "its name may not appear before all is done";
  other.Exec("COMMIT");
  EXPECT_GT(start.get(), Lsn{});
  EXPECT_EQ(database_.Value("SELECT count(*) FROM t"), "1");
}

TEST_F(PgSlot, StopWhileItWaitsLeavesNoSlotBehind) {
  TestConnection other = database_.Connect();
  other.Exec("BEGIN");
  other.Exec("SELECT pg_current_xact_id()");
  std::stop_source stop;
  auto thrown = std::async(std::launch::async, [&] { return Catch([&] { Create(stop.get_token()); }); });
  ASSERT_TRUE(WaitUntil([&] { return Slots() != "0"; }));
  const auto begin = std::chrono::steady_clock::now();
  stop.request_stop();
  EXPECT_EQ(thrown.get().kind, Kind::kUnavailable);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  EXPECT_TRUE(WaitUntil([&] { return Slots() == "0"; }));
}

TEST_F(PgSlot, ANameThatIsTakenMeansAnotherProcessWasFaster) {
  Create();
  EXPECT_EQ(Catch([&] { Create(); }).kind, Kind::kSlotBusy);
}

TEST_F(PgSlot, ANameThatPostgresqlDoesNotTakeIsAConfigurationError) {
  for (const std::string name : {"", "Walcast", "wal-cast", "слот", "a b"}) {
    EXPECT_EQ(Catch([&] { CreateSlot(Options(), name, "wal2json", *clock_, {}); }).kind, Kind::kConfig) << name;
  }
  EXPECT_EQ(Catch([&] { CreateSlot(Options(), std::string(64, 'a'), "wal2json", *clock_, {}); }).kind, Kind::kConfig);
}

TEST_F(PgSlot, AnActiveSlotIsNotDropped) {
  Connection connection(Options());
  TestConnection holder(database_.Dsn() + "&replication=database");
  holder.Exec("CREATE_REPLICATION_SLOT " + name_ + "_t TEMPORARY LOGICAL test_decoding");
  const auto state = ReadSlot(connection, name_ + "_t");
  ASSERT_TRUE(state.has_value());
  EXPECT_TRUE(state->active);
  EXPECT_EQ(state->pid, holder.Pid());
  const auto thrown = Catch([&] { DropSlot(connection, name_ + "_t"); });
  EXPECT_EQ(thrown.kind, Kind::kSlotBusy) << thrown.what;
}

TEST_F(PgSlot, ASlotOfAnotherDatabaseIsNotDropped) {
  Create();
  TestDatabase elsewhere;
  Connection connection({.dsn = elsewhere.Dsn()});
  EXPECT_EQ(ReadSlot(connection, name_)->database, database_.Name());
  EXPECT_EQ(Catch([&] { DropSlot(connection, name_); }).kind, Kind::kConfig);
  EXPECT_NE(ReadSlot(connection, name_), std::nullopt);
}

TEST_F(PgSlot, APluginThatIsNotInstalledIsNamedWithItsPackage) {
  const auto thrown = Catch([&] { CreateSlot(Options(), name_, "no_such_plugin", *clock_, {}); });
  // Newer minors look at the list of permitted plugins before they look for the file.
  EXPECT_TRUE(thrown.kind == Kind::kConfig || thrown.kind == Kind::kRights);
  EXPECT_NE(thrown.what.find("no_such_plugin"), std::string::npos) << thrown.what;
}

TEST_F(PgSlot, ARoleWithoutReplicationIsToldHowToGetIt) {
  const std::string role = database_.CreateRole();
  const auto thrown = Catch([&] { CreateSlot({.dsn = database_.Dsn(role)}, name_, "wal2json", *clock_, {}); });
  EXPECT_EQ(thrown.kind, Kind::kRights);
  EXPECT_NE(thrown.hint.find("ALTER ROLE \"" + role + "\" REPLICATION"), std::string::npos) << thrown.hint;
  EXPECT_EQ(Slots(), "0");
}

TEST_F(PgSlot, ARoleWithReplicationAloneMayMakeAndDropIt) {
  const ConnectOptions options{.dsn = database_.Dsn(database_.CreateRole("REPLICATION"))};
  CreateSlot(options, name_, "wal2json", *clock_, {});
  Connection connection(options);
  EXPECT_NE(ReadSlot(connection, name_), std::nullopt);
  DropSlot(connection, name_);
  EXPECT_EQ(ReadSlot(connection, name_), std::nullopt);
}

TEST(PgSlotServer, AServerThatDoesNotLogRowsIsToldWhatToSet) {
  TestCluster cluster({"wal_level=replica"});
  const auto clock = SystemClock();
  const auto thrown = Catch([&] { CreateSlot({.dsn = cluster.Dsn()}, "walcast", "wal2json", *clock, {}); });
  EXPECT_EQ(thrown.kind, Kind::kConfig);
  EXPECT_NE(thrown.hint.find("ALTER SYSTEM SET wal_level = logical"), std::string::npos) << thrown.hint;
}

TEST(PgSlotServer, AServerWithoutFreeSlotsIsToldWhatToSet) {
  TestCluster cluster({"max_replication_slots=1"});
  const auto clock = SystemClock();
  const auto thrown = Catch([&] { CreateSlot({.dsn = cluster.Dsn()}, "walcast", "wal2json", *clock, {}); });
  EXPECT_EQ(thrown.kind, Kind::kConfig);
  EXPECT_NE(thrown.hint.find("max_replication_slots"), std::string::npos) << thrown.hint;
}

TEST(PgSlotServer, ADatabaseInAnotherEncodingIsRefused) {
  TestDatabase database(test::Environment("WALCAST_TEST_DSN"), "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'");
  const auto clock = SystemClock();
  const auto thrown = Catch([&] { CreateSlot({.dsn = database.Dsn()}, "walcast", "wal2json", *clock, {}); });
  EXPECT_EQ(thrown.kind, Kind::kConfig);
  EXPECT_NE(thrown.what.find("LATIN1"), std::string::npos) << thrown.what;
}

// The remedy is what it says: run as it stands, it works.
TEST(PgSlotServer, APluginThatIsNotPermittedIsPermittedByTheRemedy) {
  TestCluster cluster;
  TestConnection server(cluster.Dsn());
  if (server.Value("SELECT current_setting('output_plugin_libraries', true)").empty()) GTEST_SKIP() << "an older minor";
  cluster.Stop();
  cluster.Start({"output_plugin_libraries=pgoutput, test_decoding"});
  const ConnectOptions options{.dsn = cluster.Dsn()};
  const auto clock = SystemClock();
  const auto thrown = Catch([&] { CreateSlot(options, "walcast", "wal2json", *clock, {}); });
  EXPECT_EQ(thrown.kind, Kind::kRights);
  EXPECT_NE(thrown.hint.find("output_plugin_libraries = pgoutput, test_decoding, wal2json;"), std::string::npos)
      << thrown.hint;
  Connection connection(options);
  EXPECT_TRUE(ReadSlots(connection).empty());
  const std::string remedy = PermitPlugin(ReadSlotConditions(connection), "wal2json");
  TestConnection again(cluster.Dsn());
  const auto end = remedy.find(';');
  again.Exec(remedy.substr(0, end));
  again.Exec(remedy.substr(end + 1));
  ASSERT_TRUE(WaitUntil([&] {
    return TestConnection(cluster.Dsn()).Value("SHOW output_plugin_libraries").find("wal2json") != std::string::npos;
  }));
  EXPECT_NO_THROW(CreateSlot(options, "walcast", "wal2json", *clock, {}));
}

// With a synchronous standby that is missing, a commit is in the log, and in the stream of a slot made before, but
// nobody sees it. A slot made now would start behind it.
TEST(PgSlotServer, ACommitThatNobodySeesYetIsWaitedFor) {
  TestCluster cluster;
  const ConnectOptions options{.dsn = cluster.Dsn()};
  const auto clock = SystemClock();
  TestConnection server(cluster.Dsn());
  server.Exec("CREATE TABLE t (id int PRIMARY KEY)");
  server.Exec("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
  server.Exec("SELECT pg_reload_conf()");
  ASSERT_TRUE(
      WaitUntil([&] { return TestConnection(cluster.Dsn()).Value("SHOW synchronous_standby_names") == "nobody"; }));
  auto writer = std::async(std::launch::async, [&] { TestConnection(cluster.Dsn()).Exec("INSERT INTO t VALUES (1)"); });
  ASSERT_TRUE(WaitUntil(
      [&] { return server.Value("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") == "1"; }));
  auto start = std::async(std::launch::async, [&] { return CreateSlot(options, "walcast", "wal2json", *clock, {}); });
  EXPECT_EQ(start.wait_for(std::chrono::seconds(1)), std::future_status::timeout);
  EXPECT_EQ(server.Value("SELECT count(*) FROM t"), "0");
  server.Exec("ALTER SYSTEM RESET synchronous_standby_names");
  server.Exec("SELECT pg_reload_conf()");
  writer.get();
  EXPECT_GT(start.get(), Lsn{});
  EXPECT_EQ(server.Value("SELECT count(*) FROM t"), "1");
}

TEST(PgSlotServer, ASlotWhoseLogIsGoneIsLost) {
  TestCluster cluster({"max_slot_wal_keep_size=1MB", "min_wal_size=32MB", "max_wal_size=32MB"});
  const auto clock = SystemClock();
  CreateSlot({.dsn = cluster.Dsn()}, "walcast", "wal2json", *clock, {});
  TestConnection server(cluster.Dsn());
  server.Exec("CREATE TABLE t (x text)");
  Connection connection({.dsn = cluster.Dsn()});
  ASSERT_TRUE(WaitUntil([&] {
    server.Exec("INSERT INTO t SELECT repeat('x', 1000) FROM generate_series(1, 1000)");
    server.Exec("SELECT pg_switch_wal()");
    server.Exec("CHECKPOINT");
    return IsLost(*ReadSlot(connection, "walcast"));
  }));
  DropSlot(connection, "walcast");
}

TEST(PgTimelineServer, APromotedServerTellsWhereItLeftItsTimeline) {
  TestCluster cluster;
  const ConnectOptions options{.dsn = cluster.Dsn()};
  EXPECT_EQ(LeftTimeline(options, 1, 1), std::nullopt);
  EXPECT_EQ(Catch([&] { LeftTimeline(options, 1, 2); }).kind, Kind::kGap);
  const auto before = Lsn::Parse(TestConnection(cluster.Dsn()).Value("SELECT pg_current_wal_flush_lsn()"));
  cluster.Promote();
  Connection connection(options);
  const Server server = Identify(connection);
  EXPECT_EQ(server.timeline, 2u);
  const auto left = LeftTimeline(options, server.timeline, 1);
  ASSERT_TRUE(left.has_value());
  EXPECT_GE(*left, *before);
  EXPECT_LE(*left, *Lsn::Parse(connection.Execute("SELECT pg_current_wal_lsn()").Text(0, 0)));
  EXPECT_EQ(Catch([&] { LeftTimeline(options, 2, 3); }).kind, Kind::kGap);
}

}  // namespace
}  // namespace cdc::pg
