#include "cdc/stream/batcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/stream/fakes.h"

namespace cdc::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::SizeIs;

Cell Text(const std::string& text) { return {Cell::State::kText, text}; }
const Cell kNull{Cell::State::kNull, {}};
const Cell kAbsent{};

class BatcherTest : public testing::Test {
 protected:
  BatcherTest() { Use(FilmPlan()); }

  void Use(Plan plan) {
    target_ = FilmTarget();
    target_->plan = std::make_shared<const Plan>(std::move(plan));
    batcher_.SetTargets(std::make_shared<const stream::TargetSet>(std::vector{target_}));
  }

  // Tables as FilmPlan has them: film (id, title), link (film_id, person_id), person (id, name).
  void Begins(std::uint64_t commit, Xid xid = 1) { batcher_.Add(Begin{Lsn{commit}, xid}); }
  void Ends(std::uint64_t end) { batcher_.Add(Commit{Lsn{end}}); }
  void Changes(Op op, std::size_t table, Row before, Row after) {
    batcher_.Add(Change{op, table, std::move(before), std::move(after)});
  }
  void Film(const std::string& id) { Changes(Op::kInsert, 0, {}, {Text(id), Text("t")}); }
  std::set<std::string> Values(const stream::Batch& batch, std::size_t route) {
    std::set<std::string> values;
    for (const auto& row : batch.rows.at(0).at(route)) values.insert(row.front());
    return values;
  }

  StepClock clock_;
  RecordedEvents events_;
  stream::BatchLimits limits_{.documents = 10, .bytes = 1000, .linger = 5ms};
  stream::Batcher batcher_{limits_, clock_, events_};
  stream::TargetPtr target_;
};

TEST_F(BatcherTest, ItsCommitTimesAreTheEarliestAndThatOfTheNewestCommitAlsoOfOneUnderWay) {
  const auto begins = [&](std::uint64_t commit, std::optional<std::int64_t> time) {
    batcher_.Add(Begin{Lsn{commit}, 1, time});
  };
  for (const auto& [commit, time] : {std::pair{100, 70}, {140, 50}}) {  // stamped before it is written, so out of order
    begins(static_cast<std::uint64_t>(commit), time);
    Film(std::to_string(commit));
    Ends(static_cast<std::uint64_t>(commit) + 40);
  }
  begins(180, 60);
  Film("c");
  auto batch = batcher_.Take();
  EXPECT_EQ(batch.committed.oldest, 50);
  EXPECT_EQ(batch.committed.newest, 60);
  Film("d");  // the rest of it
  Ends(220);
  batch = batcher_.Take();
  EXPECT_EQ(batch.committed.oldest, 60);
  EXPECT_EQ(batch.committed.newest, 60);
  begins(220, 80);
  Ends(260);
  begins(260, std::nullopt);
  Ends(300);
  EXPECT_FALSE(batcher_.Take().committed.oldest);
}

TEST_F(BatcherTest, TheVersionIsTheNewestCommitRecordPlusOne) {
  Begins(100);
  Film("a");
  Ends(140);
  Begins(140);  // it begins where the last one ended
  Film("b");
  Ends(180);
  const auto batch = batcher_.Take();
  EXPECT_EQ(batch.version, 141U);
  EXPECT_EQ(batch.covers, Lsn{180});
  EXPECT_GT(batch.version, 140U) << "a checkpoint at the former end must not tie with it";
}

TEST_F(BatcherTest, ABatchCoversOnlyWhatItHasWholly) {
  batcher_.SetCovered(Lsn{50});
  Begins(100);
  Film("a");
  const auto first = batcher_.Take();
  EXPECT_EQ(first.covers, Lsn{50});
  EXPECT_EQ(first.version, 101U);
  EXPECT_THAT(first.xids, ElementsAre(1)) << "its rows wait for the transaction they are of";
  Film("b");
  Ends(140);
  const auto second = batcher_.Take();
  EXPECT_EQ(second.covers, Lsn{140});
  EXPECT_EQ(second.version, 101U);
}

TEST_F(BatcherTest, AnEmptyTransactionIsWaitedForAndCovered) {
  Begins(100, 7);
  Ends(140);
  EXPECT_FALSE(batcher_.Empty());
  const auto batch = batcher_.Take();
  EXPECT_EQ(batch.count, 0U);
  EXPECT_EQ(batch.covers, Lsn{140});
  EXPECT_THAT(batch.xids, ElementsAre(7));
}

TEST_F(BatcherTest, AnIdlePositionMovesWhatIsCovered) {
  batcher_.Add(Idle{Lsn{500}});
  EXPECT_EQ(batcher_.Take().covers, Lsn{500});
  batcher_.Add(Idle{Lsn{400}});
  EXPECT_TRUE(batcher_.Empty());
  EXPECT_EQ(batcher_.covered(), Lsn{500});
}

TEST_F(BatcherTest, AnIdlePositionWithinATransactionCoversNothing) {
  Begins(100);
  batcher_.Add(Idle{Lsn{500}});
  EXPECT_EQ(batcher_.covered(), Lsn{});
}

TEST_F(BatcherTest, AnInterruptedTransactionIsNotCovered) {
  Begins(100, 9);
  Film("a");
  batcher_.Interrupt();
  const auto batch = batcher_.Take();
  EXPECT_EQ(batch.covers, Lsn{});
  EXPECT_THAT(batch.xids, ElementsAre(9));
  EXPECT_EQ(batch.version, 101U);
  EXPECT_THROW(Ends(140), Error) << "it comes again from its begin";
}

TEST_F(BatcherTest, AnUpdateRoutesFromItsOldAndItsNewRow) {
  Begins(100);
  Changes(Op::kUpdate, 1, {Text("old"), Text("p")}, {Text("new"), Text("p")});
  Ends(140);
  EXPECT_THAT(Values(batcher_.Take(), 1), ElementsAre("new", "old"));
}

TEST_F(BatcherTest, ADeleteRoutesFromItsOldRow) {
  Begins(100);
  Changes(Op::kDelete, 1, {Text("old"), kAbsent}, {});
  Ends(140);
  EXPECT_THAT(Values(batcher_.Take(), 1), ElementsAre("old"));
}

TEST_F(BatcherTest, NullRoutesToNothing) {
  Begins(100);
  Changes(Op::kUpdate, 1, {kNull, Text("p")}, {Text("new"), Text("p")});
  Changes(Op::kDelete, 1, {kNull, Text("p")}, {});
  Ends(140);
  EXPECT_THAT(Values(batcher_.Take(), 1), ElementsAre("new"));
}

TEST_F(BatcherTest, AnUpdateOfNothingThatIsReadIsSkipped) {
  Begins(100);
  Changes(Op::kUpdate, 0, {Text("a"), Text("t")}, {Text("a"), Text("t")});
  Changes(Op::kUpdate, 0, {Text("b"), Text("t")}, {Text("b"), kAbsent});  // unchanged TOAST
  Changes(Op::kUpdate, 0, {Text("c"), kNull}, {Text("c"), kNull});
  Ends(140);
  EXPECT_EQ(batcher_.Take().count, 0U);
}

TEST_F(BatcherTest, NullIsAnotherValueThanAnyText) {
  Begins(100);
  Changes(Op::kUpdate, 0, {Text("a"), kNull}, {Text("a"), Text("")});
  Changes(Op::kUpdate, 0, {Text("b"), Text("")}, {Text("b"), kNull});
  Ends(140);
  EXPECT_THAT(Values(batcher_.Take(), 0), ElementsAre("a", "b"));
}

TEST_F(BatcherTest, AnUnknownOldValueCountsAsChanged) {
  Begins(100);
  Changes(Op::kUpdate, 0, {Text("a"), kAbsent}, {Text("a"), Text("t")});
  Ends(140);
  EXPECT_THAT(Values(batcher_.Take(), 0), ElementsAre("a"));
}

TEST_F(BatcherTest, AWholeRowThatIsReadSwitchesRelevanceOff) {
  Plan plan = FilmPlan();
  plan.entries[0].whole_row = true;
  Use(plan);
  Begins(100);
  Changes(Op::kUpdate, 0, {Text("a"), Text("t")}, {Text("a"), Text("t")});
  Ends(140);
  EXPECT_THAT(Values(batcher_.Take(), 0), ElementsAre("a"));
}

TEST_F(BatcherTest, AChangeWithoutTheColumnsOfItsRouteIsReported) {
  Begins(100);
  Changes(Op::kDelete, 1, {kAbsent, Text("p")}, {});
  Ends(140);
  EXPECT_THAT(events_.blind, ElementsAre("films-000001: public.link"));
}

TEST_F(BatcherTest, AValueStandsInABatchOnce) {
  Begins(100);
  for (int i = 0; i < 50; ++i) Film("a");
  Ends(140);
  const auto batch = batcher_.Take();
  EXPECT_EQ(batch.count, 1U);
  EXPECT_EQ(batch.changes, 50U);
}

TEST_F(BatcherTest, ABatchIsCutByCountByBytesAndByAge) {
  Begins(100);
  Film("a");
  EXPECT_FALSE(batcher_.Ready(clock_.Now()));
  EXPECT_TRUE(batcher_.Ready(clock_.Now() + 5ms));
  EXPECT_EQ(batcher_.Due(1h), clock_.Now() + 5ms);
  for (int i = 0; i < 9; ++i) Film(std::to_string(i));
  EXPECT_TRUE(batcher_.Ready(clock_.Now()));
  batcher_.Take();
  EXPECT_TRUE(batcher_.Empty());
  EXPECT_EQ(batcher_.Due(1h), clock_.Now() + 1h);
  Film(std::string(1000, 'x'));
  EXPECT_TRUE(batcher_.Ready(clock_.Now()));
}

TEST_F(BatcherTest, ATruncateIsCarried) {
  Begins(100);
  batcher_.Add(Truncate{{"public", "film"}});
  Ends(140);
  EXPECT_THAT(batcher_.Take().truncated, SizeIs(1));
}

TEST_F(BatcherTest, MessagesOutOfOrderAreCorrupt) {
  const auto kind = [&](const Message& message) {
    try {
      batcher_.Add(message);
    } catch (const Error& error) {
      return error.kind();
    }
    return Kind::kInternal;
  };
  EXPECT_EQ(kind(Commit{Lsn{1}}), Kind::kCorrupt);
  EXPECT_EQ(kind(Change{Op::kInsert, 0, {}, {Text("a"), Text("t")}}), Kind::kCorrupt);
  EXPECT_EQ(kind(Truncate{{"public", "film"}}), Kind::kCorrupt);
}

TEST(TargetSet, TwoTargetsShareTheColumnsOfATable) {
  Plan other = FilmPlan();
  other.entries[0].columns = {"id", "year"};
  auto second = FilmTarget();
  second->plan = std::make_shared<const Plan>(other);
  const stream::TargetSet set({FilmTarget(), second});
  ASSERT_THAT(set.interest()->tables(), SizeIs(3));
  EXPECT_THAT(set.interest()->tables()[0].columns, ElementsAre("id", "title", "year"));
  ASSERT_THAT(set.Starts(0), SizeIs(2));
  EXPECT_THAT(set.Starts(0)[1].reads, ElementsAre(0, 2));
}

}  // namespace
}  // namespace cdc::test
