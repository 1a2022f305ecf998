// A commit that is in the log but may not be read yet, because a synchronous standby is missing: it is waited for.
#include <future>

#include "tests/support/film_stream.h"
#include "tests/support/postgres_cluster.h"

namespace cdc::test {
namespace {

class MissingStandby : public testing::Test {
 protected:
  MissingStandby() { LoadFilms(database_, 20); }

  void Demand(bool standby) {
    TestConnection server(cluster_.Dsn());
    server.Exec("SET synchronous_commit = local");
    server.Exec(standby ? "ALTER SYSTEM SET synchronous_standby_names = 'missing'"
                        : "ALTER SYSTEM RESET synchronous_standby_names");
    server.Exec("SELECT pg_reload_conf()");
    ASSERT_TRUE(WaitUntil([&] {
      return (TestConnection(cluster_.Dsn()).Value("SHOW synchronous_standby_names") == "missing") == standby;
    }));
  }
  // Whether `position` of the daemon's status has reached the LSN.
  bool Reached(const std::string& position, const std::string& lsn) {
    const Json status = daemon_.Status();
    return !status.is_null() &&
           database_.Value("SELECT '" + status.at(position).get<std::string>() + "'::pg_lsn >= '" + lsn + "'") == "t";
  }
  std::string TitleInIndex(const std::string& film) { return Indexed(site_.Alias("movies")).at(film).at("title"); }

  TestCluster cluster_;
  TestDatabase database_{cluster_.Dsn()};
  Site site_{database_.Dsn(), FilmIndices()};
  Daemon daemon_{site_};
};

TEST_F(MissingStandby, ACommitThatHangsIsWaitedForAndNotPassed) {
  daemon_.Start();
  daemon_.Wait();
  const auto films = database_.Table("SELECT id, title FROM content.film_work ORDER BY id LIMIT 2");
  const std::string first = films[0][0], second = films[1][0];
  const std::string before = database_.Value("SELECT pg_current_wal_flush_lsn()");
  ASSERT_NO_FATAL_FAILURE(Demand(true));
  auto hanging = std::async(std::launch::async, [&] {
    database_.Connect().Exec("UPDATE content.film_work SET title = 'it hung' WHERE id = '" + first + "'");
  });
  // Its commit is in the log as soon as the backend waits for the standby.
  ASSERT_TRUE(WaitUntil(
      [&] { return database_.Value("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") != "0"; },
      kLong));
  const std::string commit = database_.Value("SELECT pg_current_wal_flush_lsn()");
  ASSERT_NE(commit, before);
  // A later commit that may be read at once does not help the one before it.
  database_.Exec("SET synchronous_commit = local");
  database_.Exec("UPDATE content.film_work SET title = 'behind it' WHERE id = '" + second + "'");
  ASSERT_TRUE(WaitUntil([&] { return Reached("received", commit); }, kLong)) << daemon_.Status().dump(1);
  EXPECT_FALSE(WaitUntil([&] { return Reached("checkpoint", commit); }, std::chrono::seconds(3)));
  EXPECT_NE(hanging.wait_for(std::chrono::seconds(0)), std::future_status::ready);
  EXPECT_EQ(TitleInIndex(first), films[0][1]);
  EXPECT_EQ(daemon_.Command({"wait", "--timeout", "1s"}).exit, 75);

  ASSERT_NO_FATAL_FAILURE(Demand(false));
  hanging.get();
  daemon_.Wait();
  EXPECT_EQ(TitleInIndex(first), "it hung");
  EXPECT_EQ(TitleInIndex(second), "behind it");
  EXPECT_EQ(Differences(site_), "");
}

TEST_F(MissingStandby, AKillWhileItHangsLosesNothing) {
  daemon_.Start();
  daemon_.Wait();
  const std::string film = database_.Value("SELECT id FROM content.film_work ORDER BY id LIMIT 1");
  ASSERT_NO_FATAL_FAILURE(Demand(true));
  auto hanging = std::async(std::launch::async, [&] {
    database_.Connect().Exec("UPDATE content.film_work SET title = 'it hung' WHERE id = '" + film + "'");
  });
  ASSERT_TRUE(WaitUntil(
      [&] { return database_.Value("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") != "0"; },
      kLong));
  const std::string commit = database_.Value("SELECT pg_current_wal_flush_lsn()");
  ASSERT_TRUE(WaitUntil([&] { return Reached("received", commit); }, kLong));
  daemon_.Kill();
  daemon_.Start();
  ASSERT_NO_FATAL_FAILURE(Demand(false));
  hanging.get();
  daemon_.Wait();
  EXPECT_EQ(TitleInIndex(film), "it hung");
  EXPECT_EQ(Differences(site_), "");
}

}  // namespace
}  // namespace cdc::test
