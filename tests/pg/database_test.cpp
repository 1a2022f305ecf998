#include "cdc/pg/database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/fault_proxy.h"
#include "tests/support/postgres.h"
#include "tests/support/postgres_cluster.h"

namespace cdc::pg {
namespace {

using stream::FormerIdentity;
using test::TestCluster;
using test::TestDatabase;
using testing::ElementsAre;
using testing::IsEmpty;

class PgDatabase : public testing::Test {
 protected:
  PgDatabase() {
    source_.Exec(
        "CREATE TABLE film (id int PRIMARY KEY, title text);"
        "CREATE TABLE tag (id int PRIMARY KEY, film_id int, name text)");
  }
  DatabaseOptions Options() {
    DatabaseOptions options;
    options.connect.dsn = source_.Dsn();
    DatabaseIndex index;
    index.document.index = "films";
    index.document.sql =
        "SELECT f.id AS _id, f.title, (SELECT array_agg(t.name ORDER BY t.name) FROM public.tag t WHERE t.film_id = "
        "f.id) AS tags "
        "FROM public.film f";
    options.indices = {index};
    options.remember = [this](const std::vector<FormerIdentity>& former) {
      remembered_ = former;
      identity_when_remembered_ = Identity();
    };
    return options;
  }
  std::string Identity() { return source_.Value("SELECT relreplident FROM pg_class WHERE relname = 'tag'"); }

  TestDatabase source_;
  const std::unique_ptr<Clock> clock_ = SystemClock();
  std::vector<FormerIdentity> remembered_;
  std::string identity_when_remembered_;
};

TEST_F(PgDatabase, TellsWhichServerAndDatabaseItIs) {
  Database database(Options(), *clock_);
  const auto identity = database.Identify();
  EXPECT_EQ(identity.system_id, source_.Value("SELECT system_identifier FROM pg_control_system()"));
  EXPECT_EQ(identity.database, source_.Name());
  EXPECT_GE(identity.timeline, 1u);
  EXPECT_EQ(database.LeftTimeline(identity.timeline), std::nullopt);
}

// Who has little time is not made to wait for a second connection to a server that left the first one without answer.
TEST_F(PgDatabase, AServerThatHangsIsGivenUpInTheTimeThatWasGivenAndAskedAnewTheNextTime) {
  test::FaultProxy proxy(test::Environment("WALCAST_TEST_DSN"));
  auto options = Options();
  options.connect.dsn = proxy.Through(source_.Dsn());
  options.connect.statement_timeout = std::chrono::milliseconds(500);
  options.connect.connect_timeout = std::chrono::minutes(10);
  Database database(options, *clock_);
  ASSERT_NE(database.InsertPosition(), Lsn{});
  proxy.Begin(test::NetworkFault::kStalled);
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_THROW(database.InsertPosition(), Error);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(30)) << "it connects anew";
  proxy.End();
  EXPECT_NE(database.InsertPosition(), Lsn{});
}

TEST_F(PgDatabase, PositionsGoForward) {
  Database database(Options(), *clock_);
  const Lsn insert = database.InsertPosition(), flush = database.FlushPosition();
  source_.Exec("INSERT INTO film VALUES (1, 'x')");
  EXPECT_GT(database.InsertPosition(), insert);
  EXPECT_GT(database.FlushPosition(), flush);
}

TEST_F(PgDatabase, ALostConnectionIsOpenedAnewWithinTheCall) {
  Database database(Options(), *clock_);
  database.Identify();
  source_.Exec(
      "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
      "pg_backend_pid()");
  EXPECT_EQ(database.Identify().database, source_.Name());
}

TEST_F(PgDatabase, AServerThatIsAwayIsUnavailableAndComesBack) {
  TestCluster cluster;
  DatabaseOptions options;
  options.connect.dsn = cluster.Dsn();
  Database database(options, *clock_);
  const auto identity = database.Identify();
  cluster.Kill();
  try {
    database.Identify();
    ADD_FAILURE() << "the server is away";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Kind::kUnavailable);
  }
  cluster.Start();
  EXPECT_EQ(database.Identify(), identity);
}

TEST_F(PgDatabase, SlotsAreMadeListedAndDropped) {
  Database database(Options(), *clock_);
  const std::string name = test::UniqueName("database");
  EXPECT_EQ(database.Slot(name), std::nullopt);
  const Lsn start = database.CreateSlot(name, "wal2json", {});
  ASSERT_NE(database.Slot(name), std::nullopt);
  EXPECT_EQ(database.Slot(name)->confirmed, start);
  const auto slots = database.Slots();
  EXPECT_EQ(std::count_if(slots.begin(), slots.end(), [&](const auto& slot) { return slot.name == name; }), 1);
  database.DropSlot(name);
  database.DropSlot(name);
  EXPECT_EQ(database.Slot(name), std::nullopt);
}

TEST_F(PgDatabase, AnIndexThatIsNotConfiguredHasNoPlan) {
  Database database(Options(), *clock_);
  try {
    database.MakePlan("nothing");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Kind::kUsage);
  }
}

TEST_F(PgDatabase, AnOlderDocumentOfAnIndexHasAPlanOfItsOwn) {
  Database database(Options(), *clock_);
  const Plan plan = database.MakePlan("films"),
             older = database.MakePlan("films", "SELECT id AS _id FROM public.film", "", "");
  EXPECT_EQ(plan.index, "films");
  EXPECT_EQ(older.index, "films");
  EXPECT_EQ(plan.entries.size(), 2u);
  EXPECT_EQ(older.entries.size(), 1u);
  EXPECT_NE(plan.hash, older.hash);
}

TEST_F(PgDatabase, WhatATableHadIsRememberedBeforeItChanges) {
  Database database(Options(), *clock_);
  const std::vector<Plan> plans{database.MakePlan("films")};
  EXPECT_EQ(database.MissingIdentities(plans).size(), 1u);
  EXPECT_THAT(database.MendIdentities(plans), ElementsAre("ALTER TABLE \"public\".\"tag\" REPLICA IDENTITY FULL;"));
  EXPECT_THAT(remembered_, ElementsAre(FormerIdentity{{"public", "tag"}, "default", ""}));
  EXPECT_EQ(identity_when_remembered_, "d");
  EXPECT_EQ(Identity(), "f");
  remembered_.clear();
  EXPECT_THAT(database.MissingIdentities(plans), IsEmpty());
  EXPECT_THAT(database.MendIdentities(plans), IsEmpty());
  EXPECT_THAT(remembered_, IsEmpty()) << "nothing changed, nothing to remember";
}

TEST_F(PgDatabase, NothingChangesWhereItCannotBeRemembered) {
  auto options = Options();
  options.remember = [](const auto&) { throw Error(Kind::kUnavailable, "the store is away"); };
  Database database(options, *clock_);
  EXPECT_THROW(database.MendIdentities({database.MakePlan("films")}), Error);
  EXPECT_EQ(Identity(), "d");
}

TEST_F(PgDatabase, TeardownGivesTheIdentityBack) {
  Database database(Options(), *clock_);
  database.MendIdentities({database.MakePlan("films")});
  EXPECT_EQ(database.RestoreIdentities(remembered_).size(), 1u);
  EXPECT_EQ(Identity(), "d");
}

TEST_F(PgDatabase, APlansStateChangesWithItsIdentities) {
  Database database(Options(), *clock_);
  const Plan plan = database.MakePlan("films");
  const auto before = database.ReadPlanState(plan);
  database.MendIdentities({plan});
  const auto after = database.ReadPlanState(plan);
  EXPECT_EQ(after.structure, before.structure);
  EXPECT_NE(after.identities, before.identities);
}

}  // namespace
}  // namespace cdc::pg
