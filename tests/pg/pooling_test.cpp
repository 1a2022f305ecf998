// A connection through the real pgbouncer in transaction mode: each transaction may get another session.
#include <gtest/gtest.h>

#include <optional>
#include <thread>
#include <vector>

#include "cdc/pg/connection.h"
#include "tests/support/pgbouncer.h"
#include "tests/support/postgres.h"
#include "tests/support/wait.h"

namespace cdc::pg {
namespace {

using test::WaitUntil;

class PgPooling : public testing::Test {
 protected:
  PgPooling() {
    for (const char* setting : {"TimeZone = 'Asia/Tokyo'", "DateStyle = 'German'", "search_path = nowhere",
                                "bytea_output = 'escape'", "statement_timeout = '1s'"}) {
      database_.Exec("ALTER ROLE " + role_ + " SET " + setting);
    }
  }

  ConnectOptions Options(Pooling pooling = Pooling::kTransaction) const {
    return {
        .dsn = pooler_.Through(database_.Dsn(role_)), .pooling = pooling, .statement_timeout = std::chrono::seconds(7)};
  }
  static std::string Setting(Connection& connection, const std::string& name) {
    return std::string(connection.Query("SELECT current_setting($1)", {name}).Text(0, 0));
  }
  static std::string Session(Connection& connection) {
    return std::string(connection.Query("SELECT pg_backend_pid()").Text(0, 0));
  }

  test::TestDatabase database_;
  std::string role_ = database_.CreateRole();
  test::Pgbouncer pooler_{database_.Dsn(), 2};
};

TEST_F(PgPooling, EveryTransactionHasOurSettingsInWhateverSessionAndLeavesNoneBehind) {
  Connection first(Options()), second(Options());
  first.Begin("BEGIN");  // keeps its session, so the others get another one
  EXPECT_NE(Session(first), Session(second));
  for (Connection* connection : {&first, &second}) {
    EXPECT_EQ(Setting(*connection, "TimeZone"), "UTC");
    EXPECT_EQ(Setting(*connection, "DateStyle"), "ISO, YMD");
    EXPECT_EQ(Setting(*connection, "search_path"), "pg_catalog, public");
    EXPECT_EQ(Setting(*connection, "bytea_output"), "hex");
    EXPECT_EQ(Setting(*connection, "statement_timeout"), "7s");
    EXPECT_EQ(connection->Prepared("SELECT '2026-01-01 00:00:00.5+00'::timestamptz::text", {}).Text(0, 0),
              "2026-01-01 00:00:00.5+00");
  }
  first.Execute("COMMIT");
  for (const char* name : {"TimeZone", "search_path", "bytea_output", "statement_timeout"}) {
    test::TestConnection other(pooler_.Through(database_.Dsn(role_)));
    test::TestConnection direct(database_.Dsn(role_));
    EXPECT_EQ(other.Value(std::string("SHOW ") + name), direct.Value(std::string("SHOW ") + name));
  }
}

TEST_F(PgPooling, MoreConnectionsThanSessionsRunTheirStatementsAtOnce) {
  std::vector<std::jthread> threads;
  std::atomic<int> wrong{0}, ran{0};
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&, i] {
      Connection connection(Options());
      const std::string own = std::to_string(i);
      for (int round = 0; round < 50; ++round) {
        connection.Begin("BEGIN");
        const std::string session = Session(connection);
        if (connection.Prepared("SELECT $1::text || pg_backend_pid()", std::vector<Parameter>{own}).Text(0, 0) !=
            own + session)
          ++wrong;
        connection.Execute("COMMIT");
        if (connection.Prepared("SELECT " + own, {}).Text(0, 0) != own) ++wrong;
        ++ran;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(ran, 300);
  EXPECT_EQ(wrong, 0);
}

TEST_F(PgPooling, AFailedStatementIsToldAndTheNextOneRuns) {
  Connection connection(Options());
  try {
    connection.Query("SELECT 1 / $1::int", {"0"});
    FAIL();
  } catch (const SqlError& error) {
    EXPECT_EQ(error.sqlstate(), "22012");
  }
  EXPECT_EQ(connection.Query("SELECT 2").Text(0, 0), "2");
  connection.Begin("BEGIN");
  EXPECT_THROW(connection.Query("SELECT nothing"), SqlError);
  try {
    connection.Query("SELECT 3");
    FAIL();
  } catch (const SqlError& error) {
    EXPECT_EQ(error.sqlstate(), "25P02") << "in the transaction that failed";
  }
  connection.Execute("ROLLBACK");
  EXPECT_EQ(connection.Query("SELECT 4").Text(0, 0), "4");
}

TEST_F(PgPooling, RowsArriveOneByOneAndAnErrorBehindThemIsThrown) {
  Connection connection(Options());
  int rows = 0;
  connection.PreparedRows("SELECT generate_series(1, 1000)", {}, {}, [&](const Rows& row) { rows += row.size(); });
  EXPECT_EQ(rows, 1000);
  EXPECT_THROW(connection.PreparedRows("SELECT 1 / (3 - n) FROM generate_series(1, 3) AS n", {}, {},
                                       [&](const Rows& row) { rows += row.size(); }),
               SqlError);
  EXPECT_EQ(rows, 1002);
  EXPECT_EQ(connection.Query("SELECT 5").Text(0, 0), "5");
}

TEST_F(PgPooling, OurTimeLimitHoldsAndStopEndsAQueryOnTheServer) {
  auto options = Options();
  options.statement_timeout = std::chrono::milliseconds(200);
  Connection brief(options);
  try {
    brief.Query("SELECT pg_sleep(60)");
    FAIL();
  } catch (const SqlError& error) {
    EXPECT_EQ(error.kind(), Kind::kTimeout) << error.what();
  }
  EXPECT_EQ(brief.Query("SELECT 6").Text(0, 0), "6");
  Connection patient({.dsn = Options().dsn, .pooling = Pooling::kTransaction});
  const auto sleeps = [&] {
    return database_.Value(
               "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep%' "
               "AND pid <> pg_backend_pid() AND datname = current_database()") != "0";
  };
  std::stop_source stop;
  std::jthread stopper([&] {
    WaitUntil(sleeps);
    stop.request_stop();
  });
  EXPECT_THROW(patient.Query("SELECT pg_sleep(50)", {}, stop.get_token()), Error);
  EXPECT_TRUE(WaitUntil([&] { return !sleeps(); }));
}

TEST_F(PgPooling, WhereNothingMayStandBetweenAPoolerIsRefused) {
  try {
    Connection connection(Options(Pooling::kNone));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Kind::kConfig);
    EXPECT_EQ(std::string(error.what()),
              "postgres.dsn leads to a connection pooler, which replication cannot go through");
  }
}

TEST_F(PgPooling, WhoWasNotToldOfSuchAPoolerLearnsWhatToSet) {
  std::optional<std::string> hint;
  std::vector<Connection> connections;
  for (int i = 0; i < 3 && !hint; ++i) {  // the third at the latest meets what another one has prepared
    try {
      connections.emplace_back(Options(Pooling::kSession)).Prepared("SELECT " + std::to_string(i), {});
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), Kind::kConfig);
      hint = error.hint();
    }
  }
  ASSERT_TRUE(hint);
  EXPECT_NE(hint->find("postgres.pooler=transaction"), std::string::npos) << *hint;
}

}  // namespace
}  // namespace cdc::pg
