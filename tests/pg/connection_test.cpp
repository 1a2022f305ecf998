#include "cdc/pg/connection.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <future>
#include <thread>

#include "cdc/pg/rollback.h"
#include "tests/support/postgres.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/wait.h"

namespace cdc::pg {
namespace {

using test::TestConnection;
using test::TestDatabase;
using test::WaitUntil;

ConnectOptions Options(const TestDatabase& database) {
  return {.dsn = database.Dsn(), .application_name = database.Name()};
}

// The kind of what `call` throws.
template <typename Call>
std::optional<Kind> KindThrown(Call call, std::string* what = nullptr) {
  try {
    call();
  } catch (const Error& error) {
    if (what != nullptr) *what = std::string(error.what()) + " | " + error.hint();
    return error.kind();
  }
  return std::nullopt;
}

bool Runs(TestDatabase& database, const std::string& statement) {
  return database.Value("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '" + statement +
                        "%' AND pid <> pg_backend_pid()") != "0";
}

TEST(PgConnection, TheSessionIsTheSameWhateverTheRoleIsConfiguredTo) {
  TestDatabase database;
  const std::string role = database.CreateRole();
  for (const char* setting : {"TimeZone = 'Asia/Tokyo'", "DateStyle = 'German'", "search_path = nowhere", "jit = on",
                              "bytea_output = 'escape'", "extra_float_digits = 0", "IntervalStyle = 'iso_8601'",
                              "default_transaction_read_only = on", "default_transaction_isolation = 'serializable'",
                              "idle_session_timeout = '1s'", "statement_timeout = '1s'", "lock_timeout = '1s'"}) {
    database.Exec("ALTER ROLE " + role + " SET " + setting);
  }
  Connection connection({.dsn = database.Dsn(role), .statement_timeout = std::chrono::seconds(7)});
  const auto setting = [&](const std::string& name) {
    return std::string(connection.Execute("SHOW " + name).Text(0, 0));
  };
  EXPECT_EQ(setting("TimeZone"), "UTC");
  EXPECT_EQ(setting("DateStyle"), "ISO, YMD");
  EXPECT_EQ(setting("IntervalStyle"), "postgres");
  EXPECT_EQ(setting("search_path"), "pg_catalog, public");
  EXPECT_EQ(setting("bytea_output"), "hex");
  EXPECT_EQ(setting("extra_float_digits"), "1");
  EXPECT_EQ(setting("jit"), "off");
  EXPECT_EQ(setting("default_transaction_read_only"), "off");
  EXPECT_EQ(setting("default_transaction_isolation"), "read committed");
  EXPECT_EQ(setting("statement_timeout"), "7s");
  EXPECT_EQ(setting("lock_timeout"), "0");
  if (connection.server_version() >= 140'000) {
    EXPECT_EQ(setting("idle_session_timeout"), "0");
  }
}

TEST(PgConnection, ATransactionThatIsForgottenIsEndedByTheServerAndLocksNothingAnyMore) {
  TestDatabase database;
  database.Exec("CREATE TABLE film (id int)");
  Connection connection(Options(database));
  {
    const Rollback rollback(connection);
    EXPECT_NE(connection.Execute("SHOW idle_in_transaction_session_timeout").Text(0, 0), "0");
    connection.Execute("SELECT FROM film; SET LOCAL idle_in_transaction_session_timeout = '10ms'");
    database.Exec("SET lock_timeout = '20s'; TRUNCATE film");
    try {
      connection.Execute("SELECT FROM film");
      ADD_FAILURE() << "it goes on";
    } catch (const SqlError& error) {
      EXPECT_EQ(error.kind(), Kind::kUnavailable) << error.what();
    }
    EXPECT_TRUE(connection.broken());
  }
  Connection other(Options(database));
  {
    const Rollback rollback(other);
  }
  EXPECT_EQ(other.Execute("SHOW idle_in_transaction_session_timeout").Text(0, 0), "0")
      << "it is the transaction's only";
}

TEST(PgConnection, ParametersAndResultsKeepNullsAndOddCharacters) {
  TestDatabase database;
  Connection connection(Options(database));
  const Rows rows = connection.Query("SELECT $1::text, $2::text, $3::text", {std::nullopt, "", "a'b\\\"\n€"});
  ASSERT_EQ(rows.size(), 1);
  EXPECT_TRUE(rows.IsNull(0, 0));
  EXPECT_FALSE(rows.IsNull(0, 1));
  EXPECT_EQ(rows.Text(0, 2), "a'b\\\"\n€");
}

TEST(PgConnection, AParameterWithAZeroByteIsRefusedInsteadOfCut) {
  TestDatabase database;
  Connection connection(Options(database));
  EXPECT_EQ(KindThrown([&] { connection.Query("SELECT $1::text", {std::string("a\0b", 3)}); }), Kind::kUsage);
  EXPECT_EQ(connection.Execute("SELECT 1").Text(0, 0), "1");
}

TEST(PgConnection, AFailedStatementLeavesTheConnectionUsable) {
  TestDatabase database;
  Connection connection(Options(database));
  EXPECT_EQ(KindThrown([&] { connection.Query("SELECT nothing"); }), Kind::kBadDocument);
  EXPECT_EQ(KindThrown([&] { connection.Prepared("SELECT $1::int", std::vector<Parameter>{"x"}); }), Kind::kRow);
  EXPECT_EQ(connection.Prepared("SELECT $1::int", std::vector<Parameter>{"5"}).Text(0, 0), "5");
  EXPECT_EQ(connection.Execute("").size(), 0);
  EXPECT_FALSE(connection.broken());
}

TEST(PgConnection, AValueIsNeverInAnErrorsText) {
  TestDatabase database;
  Connection connection(Options(database));
  std::string what;
  EXPECT_EQ(KindThrown([&] { connection.Query("SELECT $1::int", {"top secret"}); }, &what), Kind::kRow);
  EXPECT_EQ(what.find("secret"), std::string::npos) << what;
}

TEST(PgConnection, ThePositionOfASyntaxErrorIsTold) {
  TestDatabase database;
  Connection connection(Options(database));
  try {
    connection.Query("SELECT 1 FRM x y");
    FAIL();
  } catch (const SqlError& error) {
    EXPECT_EQ(error.sqlstate(), "42601");
    EXPECT_GT(error.position(), 8);
  }
}

TEST(PgConnection, StopEndsAQueryHereAndOnTheServer) {
  TestDatabase database;
  Connection connection(Options(database));
  std::stop_source stop;
  auto kind = std::async(std::launch::async, [&] {
    return KindThrown([&] { connection.Query("SELECT pg_sleep(50)", {}, stop.get_token()); });
  });
  ASSERT_TRUE(WaitUntil([&] { return Runs(database, "SELECT pg_sleep(50)"); }));
  const auto begin = std::chrono::steady_clock::now();
  stop.request_stop();
  EXPECT_EQ(kind.get(), Kind::kUnavailable);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  EXPECT_TRUE(connection.broken());
  EXPECT_TRUE(WaitUntil([&] { return !Runs(database, "SELECT pg_sleep(50)"); }));
  EXPECT_EQ(KindThrown([&] { connection.Execute("SELECT 1"); }), Kind::kUnavailable);
}

TEST(PgConnection, StopEndsALongResultBetweenItsRows) {
  TestDatabase database;
  Connection connection(Options(database));
  std::stop_source stop;
  int rows = 0;
  EXPECT_EQ(KindThrown([&] {
              connection.PreparedRows("SELECT repeat('x', 1000), generate_series(1, 100000000)", {}, stop.get_token(),
                                      [&](const Rows&) {
                                        if (++rows == 1000) stop.request_stop();
                                      });
            }),
            Kind::kUnavailable);
  EXPECT_LT(rows, 1'000'000);
  EXPECT_TRUE(WaitUntil([&] { return !Runs(database, "SELECT repeat"); }));
}

TEST(PgConnection, TheStatementTimeoutEndsAQueryAndKeepsTheConnection) {
  TestDatabase database;
  auto options = Options(database);
  options.statement_timeout = std::chrono::milliseconds(50);
  Connection connection(options);
  EXPECT_EQ(KindThrown([&] { connection.Query("SELECT pg_sleep(50)"); }), Kind::kTimeout);
  EXPECT_FALSE(connection.broken());
}

TEST(PgConnection, ABackendEndedDuringAQueryIsUnavailable) {
  TestDatabase database;
  Connection connection(Options(database));
  auto kind =
      std::async(std::launch::async, [&] { return KindThrown([&] { connection.Query("SELECT pg_sleep(51)"); }); });
  ASSERT_TRUE(WaitUntil([&] { return Runs(database, "SELECT pg_sleep(51)"); }));
  database.Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(51)%'");
  EXPECT_EQ(kind.get(), Kind::kUnavailable);
  EXPECT_TRUE(connection.broken());
}

TEST(PgConnection, AServerKilledDuringAQueryIsUnavailableUntilItIsBack) {
  test::TestCluster cluster;
  Connection connection({.dsn = cluster.Dsn()});
  TestConnection watch(cluster.Dsn());
  auto kind =
      std::async(std::launch::async, [&] { return KindThrown([&] { connection.Query("SELECT pg_sleep(52)"); }); });
  ASSERT_TRUE(WaitUntil([&] {
    return watch.Value("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(52)%'") == "1";
  }));
  cluster.Kill();
  EXPECT_EQ(kind.get(), Kind::kUnavailable);
  EXPECT_TRUE(connection.broken());
  EXPECT_EQ(KindThrown([&] { Connection again({.dsn = cluster.Dsn()}); }), Kind::kUnavailable);
  cluster.Start();
  EXPECT_EQ(Connection({.dsn = cluster.Dsn()}).Execute("SELECT 1").Text(0, 0), "1");
}

TEST(PgConnection, AThrowingRowCallbackBreaksTheConnectionAndEndsTheQuery) {
  TestDatabase database;
  Connection connection(Options(database));
  EXPECT_THROW(connection.PreparedRows("SELECT generate_series(1, 1000000000)", {}, {},
                                       [](const Rows&) { throw std::runtime_error("enough"); }),
               std::runtime_error);
  EXPECT_TRUE(connection.broken());
  EXPECT_EQ(KindThrown([&] { connection.Execute("SELECT 1"); }), Kind::kUnavailable);
  EXPECT_TRUE(WaitUntil([&] { return !Runs(database, "SELECT generate_series"); }));
}

TEST(PgConnection, AnErrorBehindTheFirstRowsIsThrownAfterThem) {
  TestDatabase database;
  Connection connection(Options(database));
  int rows = 0;
  EXPECT_EQ(KindThrown([&] {
              connection.PreparedRows("SELECT 1 / (3 - g) FROM generate_series(1, 5) g", {}, {},
                                      [&](const Rows&) { ++rows; });
            }),
            Kind::kRow);
  EXPECT_EQ(rows, 2);
  EXPECT_FALSE(connection.broken());
}

std::size_t ResidentKiB() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word == "VmRSS:") {
      std::size_t kib = 0;
      status >> kib;
      return kib;
    }
  }
  return 0;
}

TEST(PgConnection, AHugeResultIsReadRowByRowInLittleMemory) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "AddressSanitizer keeps what was freed";
#endif
  TestDatabase database;
  Connection connection(Options(database));
  const std::size_t before = ResidentKiB();
  std::size_t bytes = 0, most = before;
  connection.PreparedRows("SELECT repeat('x', 100000), generate_series(1, $1::int)", std::vector<Parameter>{"3000"}, {},
                          [&](const Rows& row) {
                            bytes += row.Text(0, 0).size();
                            most = std::max(most, ResidentKiB());
                          });
  EXPECT_EQ(bytes, 300'000'000u);
  EXPECT_LT(most - before, 20'000u) << "KiB more";
}

TEST(PgConnection, WrongAddressesHaveAKindAndNoSecrets) {
  TestDatabase database;
  const auto fails = [](const std::string& dsn) {
    std::string what;
    const auto kind =
        KindThrown([&] { Connection connection({.dsn = dsn, .connect_timeout = std::chrono::seconds(5)}); }, &what);
    EXPECT_EQ(what.find("hunter2"), std::string::npos) << what;
    return kind;
  };
  EXPECT_EQ(fails("postgresql//me:hunter2@127.0.0.1/x"), Kind::kConfig);
  EXPECT_EQ(fails("host=127.0.0.1 pasword=hunter2"), Kind::kConfig);
  EXPECT_EQ(fails("postgresql://me:hunter2@127.0.0.1:port/x"), Kind::kConfig);
  EXPECT_EQ(fails("postgresql://me:hunter2@127.0.0.1:1/x"), Kind::kUnavailable);
  EXPECT_EQ(fails(database.Dsn("no_such_role")), Kind::kRights);
  const std::string dsn = database.Dsn();
  EXPECT_EQ(fails(std::string(dsn).replace(dsn.find(database.Name()), database.Name().size(), "no_such_database")),
            Kind::kConfig);
}

TEST(PgConnection, AReplicationConnectionNeedsTheRight) {
  TestDatabase database;
  std::string what;
  EXPECT_EQ(
      KindThrown([&] { Connection connection({.dsn = database.Dsn(database.CreateRole()), .replication = true}); },
                 &what),
      Kind::kRights);
  EXPECT_NE(what.find("REPLICATION"), std::string::npos) << what;
  Connection connection({.dsn = database.Dsn(database.CreateRole("REPLICATION")), .replication = true});
  EXPECT_EQ(connection.Execute("IDENTIFY_SYSTEM").Text(0, 3), database.Name());
}

TEST(PgConnection, IdentifyIsWhatTheReplicationProtocolSaysForAnyRole) {
  TestDatabase database;
  Connection plain({.dsn = database.Dsn(database.CreateRole())});
  const Server server = Identify(plain);
  Connection replication({.dsn = database.Dsn(), .replication = true});
  const Rows rows = replication.Execute("IDENTIFY_SYSTEM");
  EXPECT_EQ(server.system_id, rows.Text(0, 0));
  EXPECT_EQ(std::to_string(server.timeline), rows.Text(0, 1));
  EXPECT_EQ(server.version, plain.server_version());
}

// Listens, and lets nobody in: its backlog is full.
class SilentHost {
 public:
  SilentHost() : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* raw = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(listener_, raw, size), 0);
    EXPECT_EQ(listen(listener_, 0), 0);
    EXPECT_EQ(getsockname(listener_, raw, &size), 0);
    port_ = ntohs(address.sin_port);
    for (int& client : clients_) {
      client = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
      [[maybe_unused]] const int pending = connect(client, raw, size);
    }
  }
  ~SilentHost() {
    close(listener_);
    for (const int client : clients_) close(client);
  }
  SilentHost(const SilentHost&) = delete;
  SilentHost& operator=(const SilentHost&) = delete;
  int Port() const { return port_; }

 private:
  int listener_;
  int port_ = 0;
  int clients_[4] = {};
};

TEST(PgConnection, AHostThatDoesNotAnswerLeavesTimeForTheNext) {
  const SilentHost silent;
  TestDatabase database;
  const auto port = database.Value("SHOW port");
  const std::string dsn =
      "postgresql://postgres@127.0.0.1:" + std::to_string(silent.Port()) + ",127.0.0.1:" + port + "/" + database.Name();
  EXPECT_EQ(Connection({.dsn = dsn}).Execute("SELECT current_database()").Text(0, 0), database.Name());
}

TEST(PgConnection, ConnectingEndsInTimeAndWhenStopped) {
  const SilentHost silent;
  const std::string dsn = "postgresql://postgres@127.0.0.1:" + std::to_string(silent.Port()) + "/x";
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(KindThrown([&] { Connection connection({.dsn = dsn, .connect_timeout = std::chrono::milliseconds(100)}); }),
            Kind::kUnavailable);
  std::stop_source stop;
  std::jthread stopper([&] { stop.request_stop(); });
  EXPECT_EQ(KindThrown([&] { Connection connection({.dsn = dsn}, stop.get_token()); }), Kind::kUnavailable);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(8));
}

TEST(PgConnection, ManyPreparedStatementsKeepApart) {
  TestDatabase database;
  Connection connection(Options(database));
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 50; ++i) {
      const std::string number = std::to_string(i);
      EXPECT_EQ(connection.Prepared("SELECT " + number, {}).Text(0, 0), number);
    }
  }
  EXPECT_EQ(connection.Execute("SELECT count(*) FROM pg_prepared_statements").Text(0, 0), "50");
}

}  // namespace
}  // namespace cdc::pg
