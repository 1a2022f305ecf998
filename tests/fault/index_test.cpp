// An index that somebody deletes while it is being written.
#include <algorithm>

#include "tests/support/film_stream.h"

namespace cdc::test {
namespace {

class LostIndex : public FilmStream {
 protected:
  HttpClient search_{Environment("WALCAST_TEST_ES")};

  // Every index of the test's prefix has the mapping we gave it.
  void ExpectNoGuessedMapping() {
    const Json found = search_.Call("GET", "/" + site_.prefix() + "-*/_mapping");
    EXPECT_GE(found.size(), 3u);
    for (const auto& [name, mapping] : found.items()) {
      EXPECT_EQ(mapping.at("mappings").value("dynamic", ""), "strict") << name;
      EXPECT_TRUE(mapping.at("mappings").contains("_meta")) << name;
    }
  }
};

TEST_F(LostIndex, IsRebuiltAndNeverMadeWithAGuessedMapping) {
  daemon_.Start();
  ExpectEqualOnceLive();
  for (int round = 0; round < 3; ++round) {
    const std::string before = site_.Generation("movies");
    ASSERT_TRUE(search_.Send("DELETE", "/" + before).Ok());
    // A delete comes first: with an external version it would make an index where nothing forbids it.
    database_.Exec("DELETE FROM content.film_work WHERE id = '" + Film() + "'");
    database_.Exec("UPDATE content.film_work SET title = title || ' x'");
    ASSERT_TRUE(
        WaitUntil([&] { return !site_.Generation("movies").empty() && site_.Generation("movies") != before; }, kLong));
    ExpectNoGuessedMapping();
    ExpectEqualOnceLive();
  }
}

// Nothing is written that would meet the loss, and the load takes longer than the time between two looks.
TEST_F(LostIndex, WhileNothingIsWrittenIsRebuiltOnce) {
  daemon_.Start();
  ASSERT_TRUE(WaitLive());
  ASSERT_EQ(daemon_.Terminate(), 0);
  site_.Configure({{"backfill", {{"documents_per_second", 3}, {"page", 3}}}});  // 60 films: 20 s
  daemon_.Start();
  const std::string before = site_.Generation("movies");
  ASSERT_TRUE(search_.Send("DELETE", "/" + before).Ok());
  ASSERT_TRUE(
      WaitUntil([&] { return !site_.Generation("movies").empty() && site_.Generation("movies") != before; }, kLong))
      << daemon_.Log();
  ExpectEqualOnceLive();
  EXPECT_EQ(site_.Generations("movies").size(), 1U);
}

TEST_F(LostIndex, UnderLoadIsRebuilt) {
  daemon_.Start();
  ASSERT_TRUE(WaitLive());
  Load load([&](std::stop_token stop) { ChangeUntil(4, stop); });
  for (const std::string index : {"movies", "persons", "genres"}) {
    const std::string before = site_.Generation(index);
    ASSERT_TRUE(search_.Send("DELETE", "/" + before).Ok());
    ASSERT_TRUE(
        WaitUntil([&] { return !site_.Generation(index).empty() && site_.Generation(index) != before; }, kLong));
  }
  ASSERT_NO_THROW(load.End());
  ExpectNoGuessedMapping();
  ExpectEqualOnceLive();
}

TEST_F(LostIndex, WhileTheDaemonIsDownIsRebuilt) {
  daemon_.Start();
  ASSERT_TRUE(WaitLive());
  daemon_.Kill();
  ASSERT_TRUE(search_.Send("DELETE", "/" + site_.Generation("genres")).Ok());
  Change(5);
  daemon_.Start();
  ExpectEqualOnceLive();
  ExpectNoGuessedMapping();
}

}  // namespace
}  // namespace cdc::test
