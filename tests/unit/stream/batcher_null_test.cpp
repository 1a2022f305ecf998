// NULL on both sides of an UPDATE: nothing changed, unless the column's NULL may stand for a NaN or an infinity.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cdc/stream/batcher.h"

namespace cdc::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class NoEvents final : public stream::TargetEvents {
 public:
  void Suspend(stream::Target&, const Error&) override { ADD_FAILURE(); }
  void Blind(stream::Target&, const TableName&) override { ADD_FAILURE(); }
};

class BatcherNullTest : public testing::Test {
 protected:
  // item (id, price, name): the price is a numeric.
  BatcherNullTest() {
    Plan plan;
    const TableName item{"public", "item"};
    plan.entries = {{item, "i", {"id", "price", "name"}, false, {0}, {"price"}}};
    plan.routes = {{item, {{"id", "int"}}, "", false}};
    auto target = std::make_shared<stream::Target>();
    target->plan = std::make_shared<const Plan>(std::move(plan));
    batcher_.SetTargets(std::make_shared<const stream::TargetSet>(std::vector<stream::TargetPtr>{std::move(target)}));
  }

  // The ids that an UPDATE of price and name leads to.
  std::vector<std::string> Updated(const Cell& price_before, const Cell& price_after, const Cell& name_before,
                                   const Cell& name_after) {
    batcher_.Add(Begin{Lsn{1}, 1});
    const Cell id = Text("7");
    batcher_.Add(Change{Op::kUpdate, 0, {id, price_before, name_before}, {id, price_after, name_after}});
    batcher_.Add(Commit{Lsn{2}});
    std::vector<std::string> ids;
    const stream::Batch batch = batcher_.Take();
    for (const auto& row : batch.rows.at(0).at(0)) ids.push_back(row.front());
    return ids;
  }
  static Cell Text(const std::string& text) { return {Cell::State::kText, text}; }

  const Cell null_{Cell::State::kNull, {}};
  const std::unique_ptr<Clock> clock_ = SystemClock();
  NoEvents events_;
  stream::Batcher batcher_{{}, *clock_, events_};
};

TEST_F(BatcherNullTest, ANumberThatIsNullBeforeAndAfterMayHaveChanged) {
  EXPECT_THAT(Updated(null_, null_, Text("a"), Text("a")), ElementsAre("7"));
}

TEST_F(BatcherNullTest, AnotherColumnThatIsNullBeforeAndAfterHasNotChanged) {
  EXPECT_THAT(Updated(Text("1"), Text("1"), null_, null_), IsEmpty());
}

TEST_F(BatcherNullTest, ANumberWithAValueIsCompared) {
  EXPECT_THAT(Updated(Text("1"), Text("1"), Text("a"), Text("a")), IsEmpty());
  EXPECT_THAT(Updated(Text("1"), null_, Text("a"), Text("a")), ElementsAre("7"));
  EXPECT_THAT(Updated(null_, Text("1"), Text("a"), Text("a")), ElementsAre("7"));
}

}  // namespace
}  // namespace cdc::test
