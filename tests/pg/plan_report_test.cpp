// Whether indexes support routes and documents, asked of a real planner.
#include "cdc/pg/plan_report.h"

#include <gtest/gtest.h>

#include "cdc/pg/planner.h"
#include "tests/support/postgres.h"

namespace cdc::pg {
namespace {

class PlanReport : public testing::Test {
 protected:
  PlanReport() {
    database_.Exec(
        "CREATE SCHEMA shop;"
        "CREATE TABLE shop.item (id int PRIMARY KEY, name text);"
        "CREATE TABLE shop.\"Tag\" (id int PRIMARY KEY, label text);"
        "CREATE TABLE shop.link (id serial PRIMARY KEY, item_id int NOT NULL, tag_id int NOT NULL);"
        "INSERT INTO shop.item SELECT n, 'x' FROM generate_series(1, 3) AS n;");
  }
  cdc::pg::PlanReport Report(const std::string& sql, const std::string& root = "", const std::string& key = "") {
    Connection connection({.dsn = database_.Dsn()});
    auto plan = MakePlan(connection, {.index = "items", .sql = sql, .root = root, .key = key, .routes = {}});
    auto report = ReportOn(connection, plan);
    EXPECT_EQ(report.routes.size(), plan.routes.size());
    // The connection is as it was: no transaction, no setting, no prepared statement.
    EXPECT_EQ(connection.Query("SELECT current_setting('enable_seqscan')").Text(0, 0), "on");
    EXPECT_EQ(connection.Query("SELECT count(*) FROM pg_prepared_statements WHERE name = 'walcast_explain'").Text(0, 0),
              "0");
    return report;
  }

  test::TestDatabase database_;
};

constexpr const char* kDocument =
    "SELECT i.id AS _id, i.name, (SELECT json_agg(t.label ORDER BY t.label) FROM shop.link AS l JOIN shop.\"Tag\" AS t "
    "ON t.id = l.tag_id WHERE l.item_id = i.id) AS tags FROM shop.item AS i";

TEST_F(PlanReport, ARouteWithoutAnIndexTellsWhichOneHelps) {
  auto report = Report(kDocument);
  std::vector<std::string> remedies;
  for (const auto& scans : report.routes) {
    for (const auto& scan : scans) remedies.push_back(scan.remedy);
  }
  ASSERT_EQ(remedies.size(), 1U);
  EXPECT_EQ(remedies[0], "CREATE INDEX CONCURRENTLY ON \"shop\".\"link\" (\"tag_id\");");
  ASSERT_EQ(report.document.size(), 1U);
  EXPECT_EQ(report.document[0].column, "item_id");
  EXPECT_TRUE(report.key_pushed_down);
}

TEST_F(PlanReport, TheIndexesItNamesAreEnough) {
  database_.Exec("CREATE INDEX ON shop.link (tag_id)");
  database_.Exec("CREATE INDEX ON shop.link (item_id)");
  auto report = Report(kDocument);
  for (const auto& scans : report.routes) EXPECT_TRUE(scans.empty());
  EXPECT_TRUE(report.document.empty());
}

TEST_F(PlanReport, AKeyThatDoesNotReachTheRootIsTold) {
  auto report = Report("SELECT i.id::text AS _id, i.name FROM shop.item AS i", "shop.item", "id");
  EXPECT_FALSE(report.key_pushed_down);
  ASSERT_EQ(report.document.size(), 1U);
  EXPECT_EQ(report.document[0].remedy, "") << "an index on the column does not help behind a cast";
}

TEST_F(PlanReport, AStatementThatCannotBePlannedLeavesNothingBehind) {
  Connection connection({.dsn = database_.Dsn()});
  auto plan = MakePlan(connection, {.index = "items", .sql = kDocument, .root = "", .key = "", .routes = {}});
  auto broken = plan;
  for (auto& route : broken.routes) route.sql = "SELECT (1 / 0)::text FROM unnest($1) AS changed";
  EXPECT_THROW(ReportOn(connection, broken), Error);
  EXPECT_EQ(connection.Query("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'walcast%'").Text(0, 0), "0");
  EXPECT_EQ(connection.Query("SHOW enable_seqscan").Text(0, 0), "on");
  EXPECT_EQ(ReportOn(connection, plan).routes.size(), plan.routes.size()) << "the connection can go on";
}

}  // namespace
}  // namespace cdc::pg
