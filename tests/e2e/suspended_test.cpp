// An index whose document cannot be rendered any more is suspended, with the reason; the others go on.
#include "tests/support/film_stream.h"

namespace cdc::test {
namespace {

const Json kStored = {{"settings", {{"index", {{"number_of_replicas", 0}}}}}, {"mappings", {{"dynamic", false}}}};

class Suspended : public testing::Test {
 protected:
  Suspended() {
    database_.Exec(
        "CREATE TABLE item (id int PRIMARY KEY, name text);"
        "CREATE TABLE tag (item_id int REFERENCES item, label text);"
        "INSERT INTO item SELECT i, 'item ' || i FROM generate_series(1, 20) AS i;"
        "INSERT INTO tag SELECT i, 'tag ' || i FROM generate_series(1, 20) AS i");
  }
  std::string State(const std::string& index) {
    const Json status = daemon_.IndexStatus(index);
    return status.is_null() ? "" : status.at("state").get<std::string>();
  }
  bool Reaches(const std::string& index, const std::string& state) {
    return WaitUntil([&] { return State(index) == state; }, kLong);
  }

  TestDatabase database_;
  Site site_{database_.Dsn(),
             {{"tagged", "SELECT i.id AS _id, t.label FROM item AS i JOIN tag AS t ON t.item_id = i.id", kStored,
               "public.item", "id"},
              {"items", "SELECT i.id AS _id, i.name FROM item AS i", kStored, "public.item", "id"}}};
  Daemon daemon_{site_};
};

TEST_F(Suspended, TwoRowsOfOneIdSuspendTheIndexUntilItIsRebuilt) {
  daemon_.Start();
  daemon_.Wait();
  ASSERT_EQ(Differences(site_), "");
  database_.Exec("INSERT INTO tag VALUES (7, 'a second one')");
  ASSERT_TRUE(Reaches("tagged", "suspended")) << daemon_.Status().dump(1);
  EXPECT_NE(daemon_.IndexStatus("tagged").at("reason").get<std::string>().find("_id twice"), std::string::npos);
  // A new generation would meet the same rows: none is made, at the next look nor at the one after it.
  EXPECT_FALSE(WaitUntil([&] { return site_.Generations("tagged").size() > 1; }, std::chrono::seconds(22)));
  database_.Exec("UPDATE item SET name = 'goes on'");
  ASSERT_TRUE(WaitUntil([&] { return Indexed(site_.Alias("items")).at("7").at("name") == "goes on"; }, kLong));

  // Asked for too early it fails in the same way, and leaves nothing behind.
  EXPECT_NE(daemon_.Command({"rebuild", site_.Alias("tagged"), "--wait"}).exit, 0);
  ASSERT_TRUE(Reaches("tagged", "suspended"));
  EXPECT_TRUE(WaitUntil([&] { return site_.Generations("tagged").size() == 1; }, kLong));

  database_.Exec("DELETE FROM tag WHERE label = 'a second one'");
  const auto rebuilt = daemon_.Command({"rebuild", site_.Alias("tagged")});
  EXPECT_EQ(rebuilt.exit, 0) << rebuilt.output;
  ASSERT_TRUE(Reaches("tagged", "live")) << daemon_.Status().dump(1);
  daemon_.Wait();
  EXPECT_EQ(Differences(site_), "");
}

}  // namespace
}  // namespace cdc::test
