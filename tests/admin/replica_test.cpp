// Lists that a standby answers, and a client that must not miss what it has saved.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <optional>
#include <stdexcept>

#include "tests/support/admin_server.h"
#include "tests/support/films.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/wait.h"

namespace cdc::test {
namespace {

// Makes `cluster` a standby of `primary`.
void Follow(TestCluster& cluster, const TestCluster& primary) {
  cluster.Stop();
  struct stat owner{};
  if (stat(cluster.data().c_str(), &owner) != 0) throw std::runtime_error("the cluster has no data");
  std::filesystem::remove_all(cluster.data());
  const auto copied =
      RunToEnd({Environment("WALCAST_TEST_PG_BIN") + "/pg_basebackup", "--checkpoint=fast", "--write-recovery-conf",
                "--pgdata", cluster.data().string(), "--dbname", primary.Dsn()});
  if (copied.exit != 0) throw std::runtime_error("the primary cannot be copied: " + copied.output);
  const auto give = [&](const std::filesystem::path& path) {
    if (lchown(path.c_str(), owner.st_uid, owner.st_gid) != 0)
      throw std::runtime_error("the copy cannot be given away");
  };
  give(cluster.data());
  for (const auto& entry : std::filesystem::recursive_directory_iterator(cluster.data())) give(entry.path());
  cluster.Start();
}

std::string Of(const TestCluster& cluster, const std::string& database) {
  const std::string dsn = cluster.Dsn();
  return dsn.substr(0, dsn.rfind('/') + 1) + database;
}

class Replica : public testing::Test {
 protected:
  Replica() {
    LoadFilms(database_, 3);
    Follow(standby_, primary_);
    server_.emplace(database_.Dsn(), std::vector<std::string>{"postgres.read_dsn=" + Of(standby_, database_.Name())});
    server_->Start();
    web_.emplace(server_->url());
  }

  std::string Title(WebHeaders headers = {}) {
    return web_->Get("/api/v1/movies", std::move(headers)).Json().at("results").at(0).at("title");
  }
  // Every film gets the title; the position behind that.
  std::string Rename(const std::string& title) {
    database_.Exec("UPDATE content.film_work SET title = '" + title + "'");
    return database_.Value("SELECT pg_current_wal_insert_lsn()");
  }

  TestCluster primary_, standby_;
  TestDatabase database_{primary_.Dsn()};
  std::optional<AdminServer> server_;
  std::optional<Web> web_;
};

TEST_F(Replica, WhoHasSavedReadsThePrimaryUntilTheReplicaHasIt) {
  TestConnection standby(Of(standby_, database_.Name()));
  standby.Exec("SELECT pg_wal_replay_pause()");
  ASSERT_TRUE(WaitUntil([&] { return standby.Value("SELECT pg_get_wal_replay_pause_state()") == "paused"; }));
  const auto before = Title();
  const auto position = Rename("Saved");
  EXPECT_EQ(Title(), before);  // so a replica did answer
  EXPECT_EQ(Title({{"X-Walcast-Lsn", position}}), "Saved");
  EXPECT_EQ(Title({{"X-Walcast-Lsn", "nonsense"}}), "Saved");
  EXPECT_EQ(Title({{"X-Walcast-Lsn", "0/1"}}), before);
  standby.Exec("SELECT pg_wal_replay_resume()");
  EXPECT_TRUE(WaitUntil([&] { return Title() == "Saved"; }));
  EXPECT_EQ(Title({{"X-Walcast-Lsn", position}}), "Saved");
}

TEST_F(Replica, ABrowserReadsWhatItHasSavedWithoutSayingSo) {
  const std::string password = "violet tram beyond seven";
  const auto added = server_->Command({"user", "add", "ann", "--role", "editor", "--password-stdin"}, password + "\n");
  ASSERT_EQ(added.exit, 0) << added.output;
  const auto session = web_->Post("/api/session", {{"name", "ann"}, {"password", password}});
  ASSERT_EQ(session.status, 200) << session.body;
  web_->csrf = session.Json().at("csrf").get<std::string>();
  TestConnection standby(Of(standby_, database_.Name()));
  standby.Exec("SELECT pg_wal_replay_pause()");
  ASSERT_TRUE(WaitUntil([&] { return standby.Value("SELECT pg_get_wal_replay_pause_state()") == "paused"; }));
  const auto shows = [](Web& web) { return web.Get("/api/v1/genres").body.find("Heist") != std::string::npos; };
  const auto made = web_->Post("/api/admin/genres", {{"name", "Heist"}});
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_NE(made.Header("set-cookie").find("HttpOnly; SameSite=Strict"), std::string::npos);
  EXPECT_TRUE(shows(*web_));
  Web other(server_->url());
  EXPECT_FALSE(shows(other)) << "so the standby answers, which does not have it";
  EXPECT_EQ(web_->Cookie("last-save"), made.Header("x-walcast-lsn"));
  standby.Exec("SELECT pg_wal_replay_resume()");
  EXPECT_TRUE(WaitUntil([&] { return shows(other); }));
  EXPECT_TRUE(shows(*web_));
}

TEST_F(Replica, WithoutTheReplicaThePrimaryAnswers) {
  EXPECT_FALSE(Title().empty());
  standby_.Kill();
  Rename("Without it");
  EXPECT_EQ(Title(), "Without it");
  standby_.Start();
  EXPECT_TRUE(WaitUntil([&] { return Title() == "Without it"; }));
}

}  // namespace
}  // namespace cdc::test
