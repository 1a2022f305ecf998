// What settles around the writers: acknowledgements, gate, checkpoint.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "cdc/stream/gate.h"
#include "tests/support/wait.h"
#include "tests/unit/stream/fakes.h"

namespace cdc::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

// ---- AckTracker

TEST(AckTracker, DurableIsTheEndOfTheLongestClosedPrefix) {
  stream::AckTracker acks;
  const auto first = acks.Open(Lsn{10}), second = acks.Open(Lsn{20}), third = acks.Open(Lsn{30});
  acks.Close(third);
  EXPECT_EQ(acks.Durable(), Lsn{});
  acks.Close(first);
  EXPECT_EQ(acks.Durable(), Lsn{10});
  acks.Close(second);
  EXPECT_EQ(acks.Durable(), Lsn{30});
  EXPECT_EQ(acks.open(), 0U);
}

TEST(AckTracker, ATicketThatIsWithdrawnIsNotPassed) {
  stream::AckTracker acks;
  const auto first = acks.Open(Lsn{10}), second = acks.Open(Lsn{20});
  acks.Withdraw(second);
  acks.Close(first);
  EXPECT_EQ(acks.Durable(), Lsn{10});
  EXPECT_TRUE(acks.WaitAll({}));
}

TEST(AckTracker, WaitingForOlderTicketsDoesNotWaitForNewerOnes) {
  stream::AckTracker acks;
  const auto first = acks.Open(Lsn{10}), second = acks.Open(Lsn{20});
  acks.Open(Lsn{30});
  EXPECT_FALSE(acks.AllOlder(second));
  acks.Close(first);
  EXPECT_TRUE(acks.AllOlder(second));
  EXPECT_TRUE(acks.WaitOlder(second, {}));
}

TEST(AckTracker, AStopEndsTheWait) {
  stream::AckTracker acks;
  acks.Open(Lsn{10});
  std::stop_source stop;
  stop.request_stop();
  EXPECT_FALSE(acks.WaitAll(stop.get_token()));
}

TEST(AckTracker, APageClosesWithItsScope) {
  stream::AckTracker pages;
  {
    const stream::OpenPage page(pages);
    EXPECT_EQ(pages.open(), 1U);
  }
  EXPECT_EQ(pages.open(), 0U);
}

// ---- Valve

TEST(Valve, AClosedOneIsQuietOnceWhoWasInsideHasLeft) {
  stream::Valve valve;
  {
    const auto inside = valve.TryEnter();
    ASSERT_TRUE(inside);
    EXPECT_TRUE(valve.Close());
    EXPECT_FALSE(valve.WaitQuiet(1ms));
    EXPECT_FALSE(valve.TryEnter());
  }
  EXPECT_TRUE(valve.WaitQuiet(0s));
  EXPECT_FALSE(valve.Close()) << "it was closed before";
  EXPECT_FALSE(valve.Open()) << "it was closed before";
  EXPECT_TRUE(valve.TryEnter());
}

TEST(Valve, WhoWaitsEntersOnceItIsOpenOrLeavesWhenStopped) {
  stream::Valve valve;
  valve.Close();
  std::stop_source stop;
  std::jthread stopper([&] { stop.request_stop(); });
  EXPECT_FALSE(valve.Enter(stop.get_token()));
  std::jthread opener([&] { valve.Open(); });
  EXPECT_TRUE(valve.Enter({}));
}

// ---- Snapshot and Gate

TEST(Snapshot, IsReadAsPostgreSqlWritesIt) {
  const auto snapshot = stream::Snapshot::Parse("100:120:110,105");
  ASSERT_TRUE(snapshot);
  EXPECT_TRUE(snapshot->Sees(99));
  EXPECT_TRUE(snapshot->Sees(104));
  EXPECT_FALSE(snapshot->Sees(105));
  EXPECT_FALSE(snapshot->Sees(110));
  EXPECT_TRUE(snapshot->Sees(119));
  EXPECT_FALSE(snapshot->Sees(120));
  EXPECT_TRUE(stream::Snapshot::Parse("5:5:"));
  for (const char* text : {"", "1", "1:2", "x:2:", "1:2:a", "1:2:3,,4", "1:2:3;4", "1:2:99999999999999999999"}) {
    EXPECT_FALSE(stream::Snapshot::Parse(text)) << text;
  }
}

TEST(Snapshot, KnowsATransactionAcrossTheWrapOf32Bits) {
  constexpr std::uint64_t kWrap = std::uint64_t{3} << 32;
  const stream::Snapshot behind{.xmin = kWrap - 5, .xmax = kWrap + 5, .running = {kWrap - 2, kWrap + 1}};
  EXPECT_TRUE(behind.Sees(static_cast<Xid>(kWrap - 6)));
  EXPECT_FALSE(behind.Sees(static_cast<Xid>(kWrap - 2)));
  EXPECT_TRUE(behind.Sees(static_cast<Xid>(kWrap - 1)));
  EXPECT_TRUE(behind.Sees(0));
  EXPECT_FALSE(behind.Sees(1));
  EXPECT_FALSE(behind.Sees(5));
  const stream::Snapshot before{.xmin = kWrap - 5, .xmax = kWrap - 1, .running = {}};
  EXPECT_FALSE(before.Sees(3)) << "it begins after the snapshot, beyond the wrap";
}

class SteppedVisibility : public stream::Visibility {
 public:
  stream::Visible Read(std::stop_token) override {
    const std::size_t at = std::min(reads++, answers.size() - 1);
    if (!answers[at]) throw Away();
    return {*answers[at], Lsn{1000 + at}};
  }
  std::vector<std::optional<stream::Snapshot>> answers;
  std::size_t reads = 0;
};

class GateTest : public testing::Test {
 protected:
  std::optional<Lsn> Pass(std::vector<Xid> xids) {
    stream::Batch batch;
    batch.xids = std::move(xids);
    return gate_.Pass(batch, stop_.get_token());
  }
  StepClock clock_;
  SteppedVisibility visibility_;
  std::stop_source stop_;
  const std::unique_ptr<Log> log_ = NoLog();
  stream::Troubles troubles_{*log_, clock_};
  stream::Gate gate_{visibility_, {clock_, {}, troubles_}};
};

TEST_F(GateTest, WaitsUntilEveryTransactionOfTheBatchCanBeRead) {
  visibility_.answers = {stream::Snapshot{5, 20, {5, 7}}, stream::Snapshot{5, 20, {5}}, stream::Snapshot{20, 20, {}}};
  EXPECT_EQ(Pass({5, 7, 9}), Lsn{1002});
  EXPECT_EQ(visibility_.reads, 3U);
}

TEST_F(GateTest, AnOlderLookSufficesForWhatItSaw) {
  visibility_.answers = {stream::Snapshot{20, 20, {}}};
  EXPECT_TRUE(Pass({5}));
  EXPECT_TRUE(Pass({6, 19}));
  EXPECT_EQ(visibility_.reads, 1U);
  stop_.request_stop();
  EXPECT_FALSE(Pass({20}));
  EXPECT_EQ(visibility_.reads, 2U);
}

TEST_F(GateTest, WaitsForAServerThatIsAway) {
  visibility_.answers = {std::nullopt, std::nullopt, stream::Snapshot{20, 20, {}}};
  EXPECT_TRUE(Pass({5}));
}

// ---- Checkpoint

TEST(Checkpoint, IsKeptBeforeItIsConfirmed) {
  WriterBench bench;
  bench.store.on_call = [&](const std::string&) { EXPECT_THAT(bench.confirmed, IsEmpty()); };
  EXPECT_TRUE(bench.checkpoint.Advance(Lsn{200}, {}));
  EXPECT_THAT(bench.confirmed, ElementsAre(Lsn{200}));
  EXPECT_EQ(bench.store.record.checkpoint, Lsn{200});
}

TEST(Checkpoint, NeverGoesBack) {
  WriterBench bench;
  EXPECT_TRUE(bench.checkpoint.Advance(Lsn{200}, {}));
  EXPECT_TRUE(bench.checkpoint.Advance(Lsn{150}, {}));
  EXPECT_THAT(bench.confirmed, ElementsAre(Lsn{200}));
  EXPECT_EQ(bench.checkpoint.durable(), Lsn{200});
}

TEST(Checkpoint, InsistsWhileTheStoreIsAway) {
  WriterBench bench;
  bench.store.failures = 3;
  EXPECT_TRUE(bench.checkpoint.Advance(Lsn{200}, {}));
  EXPECT_THAT(bench.store.calls, SizeIs(4));
}

TEST(Checkpoint, IsNotConfirmedWhereItCouldNotBeKept) {
  WriterBench bench;
  std::stop_source stop;
  stop.request_stop();
  bench.store.failures = 1;
  EXPECT_FALSE(bench.checkpoint.Advance(Lsn{200}, stop.get_token()));
  bench.store.failures = 1;
  bench.store.fail = Kind::kFenced;
  EXPECT_THROW(bench.checkpoint.Advance(Lsn{200}, {}), Error);
  EXPECT_THAT(bench.confirmed, IsEmpty());
  EXPECT_EQ(bench.checkpoint.durable(), Lsn{100});
}

TEST(Checkpoint, ReservesAheadToSaveLessOften) {
  WriterBench bench;
  EXPECT_TRUE(bench.checkpoint.Reserve(900, Lsn{5000}, {}));
  EXPECT_THAT(bench.store.calls, IsEmpty());
  EXPECT_TRUE(bench.checkpoint.Reserve(1001, Lsn{5000}, {}));
  EXPECT_TRUE(bench.checkpoint.Reserve(4999, Lsn{6000}, {}));
  EXPECT_THAT(bench.store.calls, ElementsAre("sent 0/1388"));
}

// ---- Troubles

class CountedLog : public Log {
 public:
  void Write(Level level, std::string_view message, LogFields) override {
    lines.push_back(std::string(level == Level::kWarn ? "warn " : "info ") + std::string(message));
  }
  std::vector<std::string> lines;
};

TEST(Troubles, AreToldAtOnceThenNowAndThenAndWhenTheyAreOver) {
  CountedLog log;
  StepClock clock;
  stream::Troubles troubles(log, clock);
  troubles.Over("writing");
  for (int i = 0; i < 100; ++i) {
    troubles.Met("writing", Away());
    clock.Pass(1s);
  }
  EXPECT_THAT(log.lines, SizeIs(4)) << "one each half a minute";
  EXPECT_EQ(troubles.Now(), "writing: away");
  troubles.Over("writing");
  EXPECT_EQ(log.lines.back(), "info writing succeeds again");
  EXPECT_EQ(troubles.Now(), "");
}

}  // namespace
}  // namespace cdc::test
