// kill -9 at any moment loses nothing, and what was done already is not done over.
#include "tests/support/film_stream.h"

namespace cdc::test {
namespace {

constexpr int kKills = 50;
constexpr int kCompareEvery = 10;

class Kill : public FilmStream {};

TEST_F(Kill, FiftyKillsAtRandomMomentsUnderLoadLoseNothing) {
  Random random(50);
  for (int kills = 0; kills < kKills;) {
    Load load([&, seed = static_cast<std::uint64_t>(7000 + kills)](std::stop_token stop) { ChangeUntil(seed, stop); });
    for (int round = 0; round < kCompareEvery; ++round, ++kills) {
      daemon_.Launch();
      // Most are killed while they stream, some while they start.
      if (!Chance(random, 25)) daemon_.WaitReady();
      ASSERT_TRUE(WaitForLog(Roll(random, 1 << 19)));
      ASSERT_TRUE(daemon_.Running()) << daemon_.Log();
      daemon_.Kill();
    }
    ASSERT_NO_THROW(load.End());
    daemon_.Start();
    ExpectEqual();
    ASSERT_FALSE(HasFailure()) << "after " << kills << " kills";
    daemon_.Kill();
  }
}

class Backfill : public FilmStream {
 protected:
  Backfill() : FilmStream(2000) { site_.Configure({{"backfill", {{"documents_per_second", 400}, {"page", 50}}}}); }
  std::uint64_t Filled(const std::string& index) {
    const Json status = daemon_.IndexStatus(index);
    return status.is_null() || status.at("filling").is_null()
               ? 0
               : status.at("filling").at("documents").get<std::uint64_t>();
  }
  bool IsLive(const std::string& index) {
    const Json status = daemon_.IndexStatus(index);
    return !status.is_null() && status.at("state") == "live";
  }
  HttpClient search_{Environment("WALCAST_TEST_ES")};
};

TEST_F(Backfill, KilledHalfWayItResumesAndDoesNotStartOver) {
  daemon_.Start();
  ASSERT_TRUE(WaitUntil([&] { return Filled("movies") >= 1000; }, kLong));
  daemon_.Kill();
  // Taken out by hand: only a walk from the beginning would bring it back.
  const std::string first = Film();
  const std::string generation = site_.Alias("movies") + "-000001";
  ASSERT_TRUE(search_.Send("DELETE", "/" + generation + "/_doc/" + first + "?refresh=true").Ok());
  site_.Configure({{"backfill", {{"documents_per_second", 0}}}});
  daemon_.Start();
  daemon_.Wait();
  EXPECT_TRUE(daemon_.Logged("backfill resumes"));
  EXPECT_EQ(site_.Generation("movies"), generation);
  EXPECT_EQ(Indexed(site_.Alias("movies")).size(), 1999u);
  EXPECT_FALSE(Indexed(site_.Alias("movies")).contains(first));
  database_.Exec("UPDATE content.film_work SET title = title || '!' WHERE id = '" + first + "'");
  ExpectEqual();
}

TEST_F(Backfill, KilledAgainAndAgainUnderLoadItLosesNothing) {
  site_.Configure({{"backfill", {{"documents_per_second", 2000}}}});
  Random random(3);
  Load load([&](std::stop_token stop) { ChangeUntil(31, stop); });
  for (std::uint64_t filled = 300; filled < 1800; filled += 300 + Roll(random, 200)) {
    daemon_.Launch();
    ASSERT_TRUE(WaitUntil([&] { return Filled("movies") >= filled || IsLive("movies"); }, kLong));
    daemon_.Kill();
  }
  daemon_.Start();
  ASSERT_TRUE(WaitLive());
  ASSERT_NO_THROW(load.End());
  ExpectEqual();
}

}  // namespace
}  // namespace cdc::test
