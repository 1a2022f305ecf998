#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <set>
#include <thread>

#include "tests/admin/editing.h"
#include "tests/support/redis_keys.h"

namespace admin {
namespace {

using test::Editing;

class Statistics : public testing::Test {
 protected:
  ~Statistics() override { keys.Clear(); }
  Json Read(test::Seat& seat) { return api.Get("/api/admin/statistics", {.seat = &seat}).json; }

  Editing api{200};
  cdc::test::RedisKeys keys{cdc::test::Environment("WALCAST_TEST_REDIS"), api.prefix()};
};

TEST_F(Statistics, AreWhatTheTablesHold) {
  const Json numbers = Read(api.seat());
  EXPECT_EQ(numbers["films"], 200);
  EXPECT_EQ(numbers["persons"].dump(), api.database().Value("SELECT count(*) FROM content.person"));
  EXPECT_EQ(
      numbers["by_genre"][0]["count"].dump(),
      api.database().Value("SELECT count(*) FROM content.genre_film_work GROUP BY genre_id ORDER BY 1 DESC LIMIT 1"));
  int films = 0;
  for (const auto& bucket : numbers["ratings"]) films += bucket["count"].get<int>();
  EXPECT_EQ(films, 200);
}

TEST_F(Statistics, ServersThatAskAtOnceShareOneCount) {
  std::vector<std::future<Json>> answers;
  std::vector<std::unique_ptr<test::Seat>> servers;
  for (int i = 0; i < 6; ++i) {
    servers.push_back(api.MakeSeat());
    answers.push_back(std::async(std::launch::async, [&, seat = servers.back().get()] { return Read(*seat); }));
  }
  std::set<std::string> counted_at;
  for (auto& answer : answers) counted_at.insert(answer.get()["at"].get<std::string>());
  EXPECT_EQ(counted_at.size(), 1u);
}

TEST_F(Statistics, WhileOneServerCountsTheOthersShowTheOldNumbers) {
  const Json old = Read(api.seat());
  api.database().Exec("DELETE FROM content.film_work WHERE id IN (SELECT id FROM content.film_work LIMIT 1)");
  EXPECT_EQ(Read(api.seat())["films"], 200) << "within the minute";
  const auto key = api.prefix() + ":statistics:turn";
  api.seat().worker().redis.Command({"DEL", key});  // the minute is over
  auto lock = api.database().Connect();
  lock.Exec("BEGIN");
  lock.Exec("LOCK TABLE content.film_work IN ACCESS EXCLUSIVE MODE");
  const auto first = api.MakeSeat();
  auto counting = std::async(std::launch::async, [&] { return Read(*first); });
  while (api.seat().worker().redis.Command({"EXISTS", key}).Integer() == 0) std::this_thread::yield();
  EXPECT_EQ(Read(api.seat())["at"], old["at"]);
  lock.Exec("COMMIT");
  EXPECT_EQ(counting.get()["films"], 199);
  EXPECT_EQ(Read(api.seat())["films"], 199);
}

}  // namespace
}  // namespace admin
