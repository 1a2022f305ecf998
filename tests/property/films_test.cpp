// The promise of design §1 on the film catalogue: whatever several clients do, when the stream is idle every document
// equals its SQL.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <future>
#include <iostream>

#include "tests/support/compare.h"
#include "tests/support/daemon.h"
#include "tests/support/films.h"
#include "tests/support/workload.h"

namespace cdc::test {
namespace {

constexpr int kSeeds = 25;  // of one database, one daemon
constexpr int kFilms = 60;

std::uint64_t FirstSeed() {
  const char* given = std::getenv("WALCAST_TEST_SEED");
  return given != nullptr ? std::stoull(given) : 1;
}

// Settings that lead batches, pages and writers through their corners.
Json Settings(int group) {
  static const std::vector<Json> kSettings = {
      Json::object(),
      {{"batch", {{"documents", 20}, {"linger", "0ms"}, {"writers", 4}, {"queue", 2}}}, {"backfill", {{"page", 13}}}},
      {{"batch", {{"bytes", "20KiB"}, {"linger", "50ms"}, {"writers", 1}}}},
      {{"batch", {{"documents", 2}, {"linger", "0ms"}, {"writers", 3}}}, {"elasticsearch", {{"compress", true}}}},
  };
  return kSettings[static_cast<std::size_t>(group) % kSettings.size()];
}

// What befalls the daemon while the clients are at work.
enum class Fate { kLives, kKilled, kTerminated, kRebuilds };

Fate FateOf(std::uint64_t seed) {
  switch (seed % 10) {
    case 3: return Fate::kKilled;
    case 5: return Fate::kRebuilds;
    case 6: return Fate::kTerminated;
    case 8: return Fate::kKilled;
    default: return Fate::kLives;
  }
}

class PropertyFilms : public testing::TestWithParam<int> {
 protected:
  PropertyFilms() {
    LoadFilms(database_, kFilms);
    site_.Configure(Settings(GetParam()));
    if (GetParam() % 2 == 1) site_.UseFileStore();
  }

  void Meet(Fate fate) {
    switch (fate) {
      case Fate::kLives: return;
      case Fate::kKilled: daemon_.Kill(); break;
      case Fate::kTerminated: EXPECT_EQ(daemon_.Terminate(), 0); break;
      case Fate::kRebuilds: daemon_.Ask("POST", "/indices/" + site_.Alias("movies") + "/rebuild", "{}"); return;
    }
    daemon_.Start();
  }

  // `many`: a transaction of 5,000 rows beside the others.
  void Try(std::uint64_t seed, bool many) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    const bool small_batches = GetParam() % 2 == 1;  // there a large transaction takes minutes
    const int large = Chance(random, 15) ? (small_batches ? 150 : 5000) : 60;
    const WorkloadOptions options{
        .seed = seed, .clients = 3 + static_cast<int>(seed % 2), .transactions = small_batches ? 10 : 15};
    auto clients = std::async(std::launch::async, [&] {
      return RunWorkload(database_.Dsn(), [&](Random& own) { return FilmChange(own, large); }, options);
    });
    if (many) largest_ = std::max(largest_, CommitOne(database_.Dsn(), ManyFilms(seed)));
    Meet(FateOf(seed));
    const WorkloadCounts counts = clients.get();
    daemon_.Wait();
    ASSERT_EQ(Differences(site_), "") << counts.committed << " transactions committed";
    committed_ += counts.committed;
    largest_ = std::max(largest_, counts.largest);
  }

  TestDatabase database_;
  Site site_{database_.Dsn(), FilmIndices()};
  Daemon daemon_{site_};
  std::uint64_t committed_ = 0, largest_ = 0;
};

TEST_P(PropertyFilms, WhenTheStreamIsIdleEveryDocumentEqualsItsSql) {
  const std::uint64_t first = FirstSeed() + static_cast<std::uint64_t>(GetParam() * kSeeds);
  daemon_.Start();
  for (std::uint64_t seed = first; seed < first + kSeeds; ++seed) {
    ASSERT_NO_FATAL_FAILURE(Try(seed, seed + 1 == first + kSeeds));
  }
  std::cout << "seeds " << first << " to " << first + kSeeds - 1 << ": " << committed_
            << " transactions committed, the largest of " << largest_ << " rows\n";
  EXPECT_GE(largest_, 5000U);
  EXPECT_EQ(daemon_.Terminate(), 0);
}

INSTANTIATE_TEST_SUITE_P(Seeds, PropertyFilms, testing::Range(0, 8));

}  // namespace
}  // namespace cdc::test
