// Two daemons on one slot, and a slot that is gone.
#include "tests/support/film_stream.h"
#include "tests/support/redis_keys.h"

namespace cdc::test {
namespace {

constexpr int kGapStopped = 79;

class Standby : public FilmStream {
 protected:
  static bool Is(Daemon& daemon, const std::string& state) {
    return WaitUntil([&] { return daemon.State() == state; }, kLong);
  }
  Daemon second_{site_};
};

TEST_F(Standby, TakesOverAfterKillAndAfterSigterm) {
  daemon_.Start();
  daemon_.Wait();
  second_.Launch();
  ASSERT_TRUE(Is(second_, "standby"));
  EXPECT_TRUE(second_.Ready());
  Load load([&](std::stop_token stop) { ChangeUntil(1, stop); });
  daemon_.Kill();
  ASSERT_TRUE(Is(second_, "streaming"));

  daemon_.Launch();
  ASSERT_TRUE(Is(daemon_, "standby"));
  EXPECT_EQ(second_.Terminate(), 0);
  ASSERT_TRUE(Is(daemon_, "streaming"));
  ASSERT_NO_THROW(load.End());
  ExpectEqual();
}

TEST_F(Standby, StopsOnSigterm) {
  daemon_.Start();
  second_.Launch();
  ASSERT_TRUE(Is(second_, "standby"));
  EXPECT_EQ(second_.Terminate(), 0);
  Change(3);
  ExpectEqual();
}

TEST_F(Standby, ManyTakeOversUnderLoadLoseNothing) {
  daemon_.Start();
  Load load([&](std::stop_token stop) { ChangeUntil(2, stop); });
  Daemon* active = &daemon_;
  Daemon* waiting = &second_;
  for (int round = 0; round < 8; ++round) {
    waiting->Launch();
    if (round % 3 != 2) {
      ASSERT_TRUE(Is(*waiting, "standby"));
    }
    round % 2 == 0 ? active->Kill() : static_cast<void>(active->Terminate());
    ASSERT_TRUE(Is(*waiting, "streaming"));
    std::swap(active, waiting);
  }
  ASSERT_NO_THROW(load.End());
  ExpectEqual();
}

class LostSlot : public FilmStream {
 protected:
  void LoseTheSlot() {
    daemon_.Start();
    Change(1);
    ExpectEqualOnceLive();
    ASSERT_EQ(daemon_.Terminate(), 0);
    database_.DropSlot(site_.slot());
    Change(2);
  }
  std::string Slots() {
    return database_.Value("SELECT count(*) FROM pg_replication_slots WHERE slot_name = '" + site_.slot() + "'");
  }
};

TEST_F(LostSlot, IsAGapThatIsSaidPlainlyAndRebuilt) {
  LoseTheSlot();
  daemon_.Start();
  Change(3);
  ExpectEqualOnceLive();
  EXPECT_TRUE(daemon_.Logged("a gap"));
  for (const auto& index : site_.indices()) EXPECT_TRUE(site_.Generation(index.name).ends_with("000002")) << index.name;
}

TEST_F(LostSlot, StopsTheProgramWithNothingChangedWhereOnGapIsStop) {
  site_.Configure({{"on_gap", "stop"}});
  LoseTheSlot();
  RedisKeys keys(Environment("WALCAST_TEST_REDIS"), site_.prefix() + ":");
  const auto kept = keys.Dump();
  const auto documents = Indexed(site_.Alias("movies"));
  daemon_.Launch();
  EXPECT_EQ(daemon_.Join(), kGapStopped) << daemon_.Log();
  EXPECT_EQ(Slots(), "0");
  EXPECT_EQ(keys.Dump(), kept);
  EXPECT_EQ(Indexed(site_.Alias("movies")), documents);
  for (const auto& index : site_.indices()) EXPECT_EQ(site_.Generations(index.name).size(), 1u) << index.name;

  site_.Configure({{"on_gap", "rebuild"}});
  daemon_.Start();
  ExpectEqualOnceLive();
}

TEST_F(LostSlot, ResetByCommandIsMadeAnewAndEveryIndexRebuilt) {
  daemon_.Start();
  Change(1);
  daemon_.Wait();
  const auto reset = daemon_.Command({"slot", "reset", "--yes"});
  EXPECT_EQ(reset.exit, 0) << reset.output;
  Change(2);
  ExpectEqualOnceLive();
  for (const auto& index : site_.indices()) EXPECT_TRUE(site_.Generation(index.name).ends_with("000002")) << index.name;
}

}  // namespace
}  // namespace cdc::test
