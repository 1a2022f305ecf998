#include "cdc/pg/doctor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cdc/pg/slot.h"
#include "tests/support/postgres.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/wait.h"

namespace cdc::pg {
namespace {

using stream::Finding;
using test::TestCluster;
using test::TestConnection;
using test::TestDatabase;
using testing::HasSubstr;
using Level = Finding::Level;

DatabaseOptions Options(const std::string& dsn) {
  DatabaseOptions options;
  options.connect.dsn = dsn;
  DatabaseIndex index;
  index.document.index = "films";
  index.document.sql =
      "SELECT f.id AS _id, f.title, (SELECT array_agg(t.name ORDER BY t.name) FROM content.tag t WHERE t.film_id = "
      "f.id) AS tags "
      "FROM content.film f";
  options.indices = {index};
  return options;
}

constexpr const char* kTables =
    "CREATE SCHEMA content; CREATE TABLE content.film (id int PRIMARY KEY, title text);"
    "CREATE TABLE content.tag (id int PRIMARY KEY, film_id int, name text)";

class PgDoctor : public testing::Test {
 protected:
  PgDoctor() { database_.Exec(kTables); }
  std::vector<Finding> Look(const std::string& dsn) { return Diagnose(Options(dsn), slot_, "wal2json"); }

  TestDatabase database_;
  const std::string slot_ = test::UniqueName("doctor");
};

const Finding& Of(const std::vector<Finding>& findings, const std::string& check) {
  static const Finding none{"", Level::kFail, "this was not looked at", "", Kind::kInternal};
  for (const auto& finding : findings) {
    if (finding.check == check) return finding;
  }
  return none;
}

TEST_F(PgDoctor, AHealthySourceHasNoFailures) {
  database_.Exec("CREATE INDEX ON content.tag (film_id); ALTER TABLE content.tag REPLICA IDENTITY FULL");
  const auto findings = Look(database_.Dsn());
  for (const auto& finding : findings) {
    EXPECT_NE(finding.level, Level::kFail) << finding.check << ": " << finding.found;
    EXPECT_TRUE(finding.level == Level::kOk || !finding.remedy.empty()) << finding.check;
  }
  const std::vector<std::string> checks{"server version",         "encoding",          "wal_level",
                                        "replication right",      "temporary views",   "slot " + slot_,
                                        "output plugin wal2json", "replication slots", "walsenders",
                                        "wal_sender_timeout",     "indexes for films", "document of films",
                                        "replica identities"};
  for (const auto& check : checks) {
    EXPECT_EQ(Of(findings, check).level, Level::kOk) << check << ": " << Of(findings, check).found;
  }
  EXPECT_EQ(Of(findings, "max_slot_wal_keep_size").level, Level::kWarn);
}

TEST_F(PgDoctor, ItLeavesNothingBehind) {
  Look(database_.Dsn());
  EXPECT_TRUE(test::WaitUntil([&] {
    return database_.Value("SELECT count(*) FROM pg_replication_slots WHERE database = current_database()") == "0";
  }));
}

TEST_F(PgDoctor, ATransactionThatRunsDoesNotHoldItUp) {
  TestConnection other = database_.Connect();
  other.Exec("BEGIN");
  other.Exec("SELECT pg_current_xact_id()");
  EXPECT_EQ(Of(Look(database_.Dsn()), "output plugin wal2json").level, Level::kOk);
}

TEST_F(PgDoctor, AServerThatIsAwayIsAFinding) {
  const auto findings = Look("postgresql://nobody@127.0.0.1:1/nothing");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].level, Level::kFail);
  EXPECT_EQ(findings[0].kind, Kind::kUnavailable);
}

TEST_F(PgDoctor, ARoleThatMayNothingIsToldWhatToGrant) {
  const std::string role = database_.CreateRole();
  database_.Exec("REVOKE TEMPORARY ON DATABASE " + database_.Name() + " FROM PUBLIC");
  const auto findings = Look(database_.Dsn(role));
  EXPECT_EQ(Of(findings, "replication right").kind, Kind::kRights);
  EXPECT_EQ(Of(findings, "replication right").remedy, "ALTER ROLE \"" + role + "\" REPLICATION;");
  EXPECT_EQ(Of(findings, "temporary views").level, Level::kFail);
  EXPECT_EQ(Of(findings, "output plugin wal2json").kind, Kind::kRights);
  EXPECT_EQ(Of(findings, "document of films").kind, Kind::kRights);
}

// Each remedy that is a command is run as it stands; then nothing is left to complain about.
TEST_F(PgDoctor, TheRemediesHelp) {
  const std::string role = database_.CreateRole();
  database_.Exec("GRANT USAGE ON SCHEMA content TO " + role);
  const auto before = Look(database_.Dsn(role));
  EXPECT_EQ(Of(before, "document of films").remedy,
            "GRANT SELECT ON content.film TO " + role + "; GRANT SELECT ON content.tag TO " + role + ";");
  for (const auto& finding : before) {
    if (finding.level == Level::kFail && finding.check != "output plugin wal2json") database_.Exec(finding.remedy);
  }
  const Finding identity = Of(Look(database_.Dsn(role)), "replica identity of content.tag");
  EXPECT_EQ(identity.kind, Kind::kRights);
  database_.Exec(identity.remedy);
  const auto after = Look(database_.Dsn(role));
  for (const auto& finding : after) EXPECT_NE(finding.level, Level::kFail) << finding.check << ": " << finding.found;
}

TEST_F(PgDoctor, AMissingIndexIsNamed) {
  const auto findings = Look(database_.Dsn());
  const Finding& found = Of(findings, "indexes for films");
  EXPECT_EQ(found.level, Level::kWarn);
  EXPECT_THAT(found.found, HasSubstr("content.tag"));
  EXPECT_THAT(found.remedy, HasSubstr("CREATE INDEX CONCURRENTLY"));
  database_.Exec(found.remedy);
  EXPECT_EQ(Of(Look(database_.Dsn()), "indexes for films").level, Level::kOk);
}

TEST_F(PgDoctor, AnIdentityThatSetupMendsIsAWarning) {
  const Finding found = Of(Look(database_.Dsn()), "replica identity of content.tag");
  EXPECT_EQ(found.level, Level::kWarn);
  EXPECT_EQ(found.remedy, "walcast setup");
}

TEST_F(PgDoctor, ASlotThatIsThereIsJudged) {
  database_.Exec("SELECT pg_create_logical_replication_slot('" + slot_ + "', 'test_decoding')");
  EXPECT_EQ(Of(Look(database_.Dsn()), "slot " + slot_).kind, Kind::kGap);
  TestDatabase elsewhere;
  EXPECT_THAT(Of(Look(elsewhere.Dsn()), "slot " + slot_).found, HasSubstr(database_.Name()));
}

TEST_F(PgDoctor, ABadDocumentIsAFindingAndTheRestIsLookedAt) {
  auto options = Options(database_.Dsn());
  options.indices.insert(options.indices.begin(), options.indices[0]);
  options.indices[0].document.index = "broken";
  options.indices[0].document.sql = "SELECT nothing FROM content.film";
  const auto findings = Diagnose(options, slot_, "wal2json");
  EXPECT_EQ(Of(findings, "document of broken").kind, Kind::kBadDocument);
  EXPECT_EQ(Of(findings, "document of films").level, Level::kOk);
}

TEST(PgDoctorServer, EverySettingThatIsWrongIsFoundAtOnce) {
  TestCluster cluster({"wal_level=replica", "max_replication_slots=0", "max_wal_senders=0", "wal_sender_timeout=0",
                       "max_slot_wal_keep_size=1GB"});
  TestConnection(cluster.Dsn()).Exec(kTables);
  const auto findings = Diagnose(Options(cluster.Dsn()), "walcast", "wal2json");
  EXPECT_EQ(Of(findings, "wal_level").level, Level::kFail);
  EXPECT_THAT(Of(findings, "wal_level").remedy, HasSubstr("ALTER SYSTEM SET wal_level = logical;"));
  EXPECT_EQ(Of(findings, "output plugin wal2json").level, Level::kWarn);
  EXPECT_EQ(Of(findings, "replication slots").level, Level::kFail);
  EXPECT_EQ(Of(findings, "walsenders").level, Level::kFail);
  EXPECT_EQ(Of(findings, "wal_sender_timeout").level, Level::kWarn);
  EXPECT_EQ(Of(findings, "max_slot_wal_keep_size").level, Level::kOk);
  EXPECT_EQ(Of(findings, "document of films").level, Level::kOk);
}

TEST(PgDoctorServer, APluginThatIsNotPermittedHasTheCommandThatPermitsIt) {
  TestCluster cluster;
  if (TestConnection(cluster.Dsn()).Value("SELECT current_setting('output_plugin_libraries', true)").empty()) {
    GTEST_SKIP() << "an older minor";
  }
  cluster.Stop();
  cluster.Start({"output_plugin_libraries=pgoutput, test_decoding"});
  TestConnection(cluster.Dsn()).Exec(kTables);
  const Finding found = Of(Diagnose(Options(cluster.Dsn()), "walcast", "wal2json"), "output plugin wal2json");
  EXPECT_EQ(found.kind, Kind::kRights);
  EXPECT_EQ(found.remedy,
            "ALTER SYSTEM SET output_plugin_libraries = pgoutput, test_decoding, wal2json; SELECT pg_reload_conf();");
}

}  // namespace
}  // namespace cdc::pg
