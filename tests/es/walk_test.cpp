// Walks over the ids of a real index, both ways.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <thread>

#include <nlohmann/json.hpp>

#include "cdc/es/id_walk.h"
#include "tests/es/elasticsearch.h"
#include "tests/support/fake_http.h"
#include "tests/support/wait.h"

namespace cdc::es {
namespace {

using test::Ask;
using test::KindOf;
using test::Put;
using test::TestEs;
using test::TestIndex;

class Walk : public testing::TestWithParam<WalkBy> {
 protected:
  void SetUp() override {
    const bool opensearch = index_.indices.Server().starts_with("OpenSearch");
    if (opensearch && GetParam() == WalkBy::kPointInTime) GTEST_SKIP() << "OpenSearch is walked with a scroll";
  }
  std::unique_ptr<stream::IdWalk> Begin(std::size_t page) {
    return BeginWalk(Client(TestEs()), generation_, {GetParam(), page, {}});
  }
  bool Released() {
    const std::string stats =
        Ask("GET", "/" + generation_ + "/_stats/search?filter_path=_all.total.search.open_contexts").body;
    return stats.find("\"open_contexts\":0}") != std::string::npos;
  }

  TestIndex index_;
  std::string generation_ = index_.Create(1);
};

std::vector<Document> Numbered(int first, int count) {
  std::vector<Document> documents;
  for (int i = first; i < first + count; ++i) documents.push_back({"id-" + std::to_string(i), R"({"n":1})"});
  return documents;
}

TEST_P(Walk, EachIdIsSeenOnceWhateverIsWrittenMeanwhile) {
  constexpr int kCount = 25'000;
  Put(generation_, 1, Numbered(0, kCount));
  index_.indices.Refresh(generation_);
  const auto walk = Begin(1000);
  std::map<std::string, int> seen;
  int pages = 0;
  for (auto ids = walk->Next(); !ids.empty(); ids = walk->Next()) {
    for (const std::string& id : ids) ++seen[id];
    if (++pages == 3) {
      Put(generation_, 2, Numbered(100'000, 500));
      Put(generation_, 2, Numbered(0, 500));
      index_.indices.Refresh(generation_);
    }
  }
  EXPECT_EQ(seen.size(), kCount);
  EXPECT_TRUE(std::ranges::all_of(seen, [](const auto& id) { return id.second == 1; }));
  EXPECT_FALSE(seen.contains("id-100000"));
  EXPECT_TRUE(walk->Next().empty());
}

TEST_P(Walk, AnEmptyIndexHasNoIds) { EXPECT_TRUE(Begin(1000)->Next().empty()); }

TEST_P(Walk, APageLargerThanTheServerGivesIsCutDown) {
  Put(generation_, 1, Numbered(0, 10'001));
  index_.indices.Refresh(generation_);
  const auto walk = Begin(1'000'000);
  EXPECT_EQ(walk->Next().size(), 10'000U);
  EXPECT_EQ(walk->Next().size(), 1U);
  EXPECT_TRUE(walk->Next().empty());
}

TEST_P(Walk, WhatTheServerKeepsForItIsReleasedHalfWayToo) {
  Put(generation_, 1, Numbered(0, 100));
  index_.indices.Refresh(generation_);
  {
    const auto walk = Begin(10);
    EXPECT_EQ(walk->Next().size(), 10U);
    EXPECT_FALSE(Released());
  }
  EXPECT_TRUE(test::WaitUntil([this] { return Released(); }));
}

TEST_P(Walk, AnIndexDroppedMeanwhileEndsItWithAnError) {
  Put(generation_, 1, Numbered(0, 100));
  index_.indices.Refresh(generation_);
  const auto walk = Begin(10);
  EXPECT_EQ(walk->Next().size(), 10U);
  index_.indices.Drop(generation_);
  EXPECT_THROW(
      {
        while (!walk->Next().empty()) {
        }
      },
      Error);
}

TEST_P(Walk, AnIndexThatIsNotThereIsToldOf) {
  EXPECT_EQ(KindOf([&] { BeginWalk(Client(TestEs()), index_.Numbered(7), {GetParam(), 10, {}}); }), Kind::kIndex);
}

// After a restart of the server, or a pause longer than it waits: another walk from the beginning may succeed.
TEST_P(Walk, WhatTheServerKeepsForItLostBetweenTwoPagesEndsItUntilItIsTriedAgain) {
  Put(generation_, 1, Numbered(0, 100));
  index_.indices.Refresh(generation_);
  const bool scrolls = GetParam() == WalkBy::kScroll;
  std::mutex mutex;
  nlohmann::json kept;  // guarded by mutex
  test::FakeHttp passes_on([&](const test::FakeRequest& request) {
    const Reply reply = Ask(request.method, request.path, request.body);
    const auto json = nlohmann::json::parse(reply.body, nullptr, false);
    const std::scoped_lock lock(mutex);
    for (const char* token : {"_scroll_id", "pit_id"}) {
      if (json.is_object() && json.contains(token)) kept = json.at(token);
    }
    return test::Answer(reply.status, reply.body);
  });
  EsOptions options = TestEs();
  options.urls = {passes_on.url()};
  const auto walk = BeginWalk(Client(options), generation_, {GetParam(), 10, {}});
  EXPECT_EQ(walk->Next().size(), 10U);
  {
    const std::scoped_lock lock(mutex);
    const nlohmann::json lost = {{scrolls ? "scroll_id" : "id", kept}};
    ASSERT_EQ(Ask("DELETE", scrolls ? "/_search/scroll" : "/_pit", lost.dump()).status, 200);
  }
  EXPECT_EQ(KindOf([&] { walk->Next(); }), Kind::kUnavailable);
  EXPECT_EQ(Begin(1000)->Next().size(), 100U);
}

INSTANTIATE_TEST_SUITE_P(BothWays, Walk, testing::Values(WalkBy::kPointInTime, WalkBy::kScroll),
                         [](const auto& way) { return way.param == WalkBy::kScroll ? "Scroll" : "PointInTime"; });

TEST(WalkReplies, AShardThatDidNotAnswerIsNotAnEnd) {
  const std::string partial[] = {
      R"({"pit_id":"x","timed_out":false,"_shards":{"failed":1}})",
      R"({"pit_id":"x","timed_out":true,"_shards":{"failed":0}})",
      R"({"pit_id":"x","timed_out":false})",
      R"({"pit_id":"x","timed_out":false,"_shards":{"failed":0},"hits":{"hits":{}}})",
      R"({"pit_id":"x","timed_out":false,"_shards":{"failed":0},"hits":{"hits":[{"_id":"1"}]}})",
      R"({"pit_id":"x","timed_out":false,"_shards":{"failed":0},"hits":{"hits":[{"sort":[1]}]}})",
      R"({"timed_out":false,"_shards":{"failed":0}})",
      "{}",
  };
  for (const std::string& page : partial) {
    test::FakeHttp server([&](const test::FakeRequest& request) {
      return test::Answer(200, request.path.find("_search") == std::string::npos ? R"({"id":"x"})" : page);
    });
    EsOptions options;
    options.urls = {server.url()};
    const auto walk = BeginWalk(Client(options), "m-000001", {});
    EXPECT_EQ(KindOf([&] { walk->Next(); }), Kind::kUnavailable) << page;
  }
}

}  // namespace
}  // namespace cdc::es
