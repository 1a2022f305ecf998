// Tables that are altered while they are followed: noticed, and the index is made anew or suspended until that can be.
#include "tests/support/film_stream.h"

namespace cdc::test {
namespace {

class Ddl : public FilmStream {
 protected:
  void Begin() {
    daemon_.Start();
    ASSERT_TRUE(WaitLive());
    daemon_.Wait();
  }
  std::string State(const std::string& index) {
    const Json status = daemon_.IndexStatus(index);
    return status.is_null() ? "" : status.at("state").get<std::string>();
  }
  bool Rebuilt(const std::string& index, const std::string& before) {
    return WaitUntil(
        [&] {
          const std::string now = site_.Generation(index);
          return !now.empty() && now != before;
        },
        kLong);
  }
};

TEST_F(Ddl, AColumnOfAnotherTypeLeadsToARebuild) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  const std::string before = site_.Generation("movies");
  // 7.5 becomes 8: no row is written to the log for it.
  database_.Exec("ALTER TABLE content.film_work ALTER COLUMN rating TYPE numeric(3,0)");
  ASSERT_TRUE(Rebuilt("movies", before));
  ExpectEqualOnceLive();
}

TEST_F(Ddl, ARenamedColumnSuspendsItsIndexUntilTheQueryIsValidAgainAndTheOthersGoOn) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  const std::string before = site_.Generation("genres");
  database_.Exec("ALTER TABLE content.genre RENAME COLUMN description TO note");
  database_.Exec("UPDATE content.genre SET note = 'while it was suspended'");
  ASSERT_TRUE(WaitUntil([&] { return State("genres") == "suspended"; }, kLong)) << daemon_.Status().dump(1);
  EXPECT_NE(daemon_.IndexStatus("genres").at("reason").get<std::string>().find("description"), std::string::npos);
  database_.Exec("UPDATE content.film_work SET title = 'goes on' WHERE id = '" + Film() + "'");
  ASSERT_TRUE(WaitUntil([&] { return Indexed(site_.Alias("movies")).at(Film()).at("title") == "goes on"; }, kLong));
  EXPECT_NE(State("movies"), "suspended");

  database_.Exec("ALTER TABLE content.genre RENAME COLUMN note TO description");
  ASSERT_TRUE(Rebuilt("genres", before));
  ExpectEqualOnceLive();
}

TEST_F(Ddl, ASuspensionOutlivesTheProcess) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  const std::string before = site_.Generation("genres");
  database_.Exec("ALTER TABLE content.genre RENAME COLUMN description TO note");
  ASSERT_TRUE(WaitUntil([&] { return State("genres") == "suspended"; }, kLong));
  daemon_.Kill();
  database_.Exec("UPDATE content.genre SET note = 'while nobody looked'");
  daemon_.Start();
  EXPECT_EQ(State("genres"), "suspended");
  EXPECT_NE(State("movies"), "suspended");
  database_.Exec("ALTER TABLE content.genre RENAME COLUMN note TO description");
  ASSERT_TRUE(Rebuilt("genres", before));
  ExpectEqualOnceLive();
}

TEST_F(Ddl, AReplicaIdentityThatWasWeakenedIsMendedAndTheIndexMadeAnew) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  const std::string before = site_.Generation("movies");
  database_.Exec("ALTER TABLE content.person_film_work REPLICA IDENTITY DEFAULT");
  // Its old film is not in the log.
  database_.Exec("DELETE FROM content.person_film_work WHERE role = 'director'");
  ASSERT_TRUE(Rebuilt("movies", before));
  EXPECT_NE(database_.Value("SELECT relreplident FROM pg_class WHERE oid = 'content.person_film_work'::regclass"), "d");
  ExpectEqualOnceLive();
}

// Its changes are not in the log any more: what it would be filled with is old at once.
TEST_F(Ddl, ATableThatIsUnloggedSuspendsItsIndexWhichNobodyMayFillUntilItIsLoggedAgain) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  const std::string before = site_.Generation("movies");
  database_.Exec("ALTER TABLE content.genre_film_work SET UNLOGGED");
  ASSERT_TRUE(WaitUntil([&] { return State("movies") == "suspended"; }, kLong)) << daemon_.Status().dump(1);
  EXPECT_NE(daemon_.Command({"rebuild", site_.Alias("movies")}).exit, 0);
  EXPECT_EQ(State("movies"), "suspended");
  database_.Exec("ALTER TABLE content.genre_film_work SET LOGGED");
  ASSERT_TRUE(Rebuilt("movies", before));
  ExpectEqualOnceLive();
}

const Json kStored = {{"settings", {{"index", {{"number_of_replicas", 0}}}}}, {"mappings", {{"dynamic", false}}}};

class Partitions : public testing::Test {
 protected:
  Partitions() {
    database_.Exec(
        "CREATE TABLE item (id int PRIMARY KEY, name text) PARTITION BY RANGE (id);"
        "CREATE TABLE item_1 PARTITION OF item FOR VALUES FROM (0) TO (100);"
        "INSERT INTO item SELECT i, 'item ' || i FROM generate_series(1, 20) AS i");
  }
  void ExpectOnceLive(std::size_t items) {
    const auto live = [&] {
      const Json index = daemon_.IndexStatus("items");
      return !index.is_null() && index.at("state") == "live" && Indexed(site_.Alias("items")).size() == items;
    };
    ASSERT_TRUE(WaitUntil(live, kLong)) << daemon_.Status().dump(1);
    daemon_.Wait();
    EXPECT_EQ(Differences(site_), "");
  }
  TestDatabase database_;
  Site site_{database_.Dsn(), {{"items", "SELECT i.id AS _id, i.name FROM item AS i", kStored, "public.item", "id"}}};
  Daemon daemon_{site_};
};

TEST_F(Partitions, AddedAttachedAndDetachedWhileRunningAreFollowed) {
  daemon_.Start();
  ExpectOnceLive(20);
  database_.Exec("CREATE TABLE item_2 PARTITION OF item FOR VALUES FROM (100) TO (200)");
  database_.Exec("INSERT INTO item VALUES (150, 'in the new one')");
  ExpectOnceLive(21);
  // Its rows were written before it was part of anything, and leave without being deleted.
  database_.Exec("CREATE TABLE item_3 (id int PRIMARY KEY, name text); INSERT INTO item_3 VALUES (250, 'was there')");
  database_.Exec("ALTER TABLE item ATTACH PARTITION item_3 FOR VALUES FROM (200) TO (300)");
  ExpectOnceLive(22);
  database_.Exec("UPDATE item SET name = 'changed' WHERE id = 250");
  database_.Exec("ALTER TABLE item DETACH PARTITION item_1");
  ExpectOnceLive(2);
}

}  // namespace
}  // namespace cdc::test
