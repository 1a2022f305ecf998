// What walks over a whole index: TRUNCATE and backfill.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cdc/stream/backfill.h"
#include "cdc/stream/truncate.h"
#include "tests/support/wait.h"
#include "tests/unit/stream/fakes.h"

namespace cdc::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

// ---- TRUNCATE

class TruncateTest : public testing::Test {
 protected:
  bool Run(const std::string& table, std::stop_token stop = {}) {
    stream::Batch batch;
    batch.ticket = acks_.Open(Lsn{10});
    batch.truncated = {{"public", table}};
    stream::TruncateWalk walk(acks_, pages_, bench_.indices, bench_.letters, bench_.pulses);
    return walk.Run(batch, *bench_.target, bench_.router, 2, stop, [&](stream::Ids&& ids) {
      for (auto& id : ids) walked_.push_back(id);
      return true;
    });
  }
  WriterBench bench_;
  stream::AckTracker acks_, pages_;
  std::vector<std::string> walked_;
};

TEST_F(TruncateTest, OfTheRootWalksTheIdsInTheIndexAndThoseOfLetters) {
  bench_.indices.ids = {"a", "b", "c"};
  bench_.router.keys = {"x"};
  ASSERT_TRUE(bench_.letters.Keep(*bench_.target, "refused", 5, "mapping", {}));
  EXPECT_TRUE(Run("film"));
  EXPECT_THAT(walked_, UnorderedElementsAre("a", "b", "c", "refused"));
  EXPECT_THAT(bench_.indices.refreshed, ElementsAre("films-000001"));
}

TEST_F(TruncateTest, OfAnotherTableWalksTheKeysOfTheRoot) {
  bench_.router.keys = {"x", "y", "z"};
  EXPECT_TRUE(Run("link"));
  EXPECT_THAT(walked_, ElementsAre("x", "y", "z"));
  EXPECT_EQ(bench_.indices.walks, 0);
}

TEST_F(TruncateTest, OfATableThatNoDocumentReadsDoesNothing) {
  bench_.router.keys = {"x"};
  EXPECT_TRUE(Run("stranger"));
  EXPECT_THAT(walked_, IsEmpty());
}

// With the stop already requested a walk that waits does not begin.
TEST_F(TruncateTest, WaitsForBatchesBeforeIt) {
  bench_.indices.ids = {"a"};
  acks_.Open(Lsn{5});
  std::stop_source stop;
  stop.request_stop();
  EXPECT_FALSE(Run("film", stop.get_token()));
  EXPECT_THAT(walked_, IsEmpty());
}

TEST_F(TruncateTest, WaitsForPagesThatBeganBeforeIt) {
  bench_.indices.ids = {"a"};
  const stream::OpenPage page(pages_);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_FALSE(Run("film", stop.get_token()));
  EXPECT_THAT(walked_, IsEmpty());
}

// ---- Backfill

class BackfillTest : public testing::Test {
 protected:
  BackfillTest() {
    for (const char* key : {"a", "b", "c", "d", "e"}) {
      walker_->keys.insert(key);
      renderer_->rows[key] = "{}";
    }
  }
  bool Run(stream::Filling from = {}, std::stop_token stop = {}) {
    stream::WriterKit kit;
    kit.router = std::make_unique<MemoryRouter>();
    kit.renderer.reset(renderer_);
    kit.sink.reset(sink_);
    stream::Backfill::Parts parts{.shared = bench_.shared(),
                                  .pages = pages_,
                                  .version = [this] { return bench_.checkpoint.durable().value; },
                                  .kits = {},
                                  .walker = std::unique_ptr<stream::Router>(walker_),
                                  .save = [this](const stream::Filling& at) { saved_.push_back(at); }};
    parts.kits.push_back(std::move(kit));
    backfill_ = std::make_unique<stream::Backfill>(std::move(parts), stream::WriterLimits{}, limits_, bench_.target,
                                                   std::move(from));
    return backfill_->Run(stop);
  }
  WriterBench bench_;
  stream::BackfillLimits limits_{.page = 2, .documents_per_second = 0};
  stream::AckTracker pages_;
  MemoryRouter* walker_ = new MemoryRouter;        // owned by the backfill
  MemoryRenderer* renderer_ = new MemoryRenderer;  // …
  MemorySink* sink_ = new MemorySink;              // …
  std::vector<stream::Filling> saved_;
  std::unique_ptr<stream::Backfill> backfill_;
};

TEST_F(BackfillTest, WritesEveryKeyWithTheCheckpointAsVersion) {
  EXPECT_TRUE(Run());
  std::vector<std::string> ids;
  for (const auto& sent : sink_->sent) {
    EXPECT_EQ(sent.version, 100U);
    for (const auto& document : sent.documents) ids.push_back(document.id);
  }
  EXPECT_THAT(ids, ElementsAre("a", "b", "c", "d", "e"));
  ASSERT_FALSE(saved_.empty());
  EXPECT_TRUE(saved_.back().walked);
  EXPECT_EQ(saved_.back().cursor, "e");
  EXPECT_EQ(backfill_->progress().documents, 5U);
}

TEST_F(BackfillTest, ResumesBehindItsCursor) {
  stream::Filling from;
  from.cursor = "c";
  from.documents = 3;
  EXPECT_TRUE(Run(from));
  EXPECT_THAT(renderer_->rendered, ElementsAre(ElementsAre("d", "e")));
  EXPECT_EQ(backfill_->progress().documents, 5U);
}

TEST_F(BackfillTest, TriesAgainWhileTheServerIsAway) {
  walker_->away = 3;
  EXPECT_TRUE(Run());
  EXPECT_EQ(saved_.back().cursor, "e");
}

// The reader of keys is ahead of the writer: the cursor names what is written, or a crash would lose what is between.
TEST_F(BackfillTest, TheCursorNeverPassesAPageThatIsNotWritten) {
  std::set<std::string> written;
  sink_->answer = [&](const Document& document, Version) -> Result {
    EXPECT_TRUE(WaitUntil([&] { return walker_->reads >= 4; }));  // it is at the end
    bench_.clock.Pass(2s);                                        // time to save after each page
    written.insert(document.id);
    return {Outcome::kApplied, "", {}};
  };
  EXPECT_TRUE(Run());
  ASSERT_THAT(saved_, SizeIs(testing::Ge(3U)));
  EXPECT_EQ(saved_[0].cursor, "b");
  EXPECT_EQ(saved_[1].cursor, "d");
  EXPECT_FALSE(saved_[1].walked);
}

TEST_F(BackfillTest, ASuspendedIndexEndsItWithoutSayingThatAllIsWalked) {
  sink_->answer = [](const Document&, Version) -> Result { return {Outcome::kNoIndex, "", {}}; };
  EXPECT_FALSE(Run());
  for (const auto& at : saved_) EXPECT_FALSE(at.walked);
}

TEST_F(BackfillTest, AStopEndsItWithoutSayingThatAllIsWalked) {
  std::stop_source stop;
  sink_->answer = [&](const Document&, Version) -> Result {
    stop.request_stop();
    throw Away();
  };
  EXPECT_FALSE(Run({}, stop.get_token()));
  for (const auto& at : saved_) EXPECT_FALSE(at.walked);
}

TEST_F(BackfillTest, ARateIsKept) {
  limits_.documents_per_second = 10;
  const TimePoint began = bench_.clock.Now();
  EXPECT_TRUE(Run());
  EXPECT_EQ(bench_.clock.Now() - began, 400ms);
}

}  // namespace
}  // namespace cdc::test
