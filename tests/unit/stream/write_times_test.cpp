#include "cdc/stream/write_times.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace cdc::test {
namespace {

using stream::CommitTimes;
using stream::WriteTimes;
using Unknown = WriteTimes::Unknown;

const std::string kFilms = "films-000001";

class WriteTimesTest : public testing::Test {
 protected:
  void Write(Version version, WriteTimes::Span span, CommitTimes commits = {}) {
    times_.Sending(kFilms, {version, commits});
    times_.Ended(kFilms, version, span);
  }
  std::optional<WriteTimes::Known> Known(Version version, const std::string& generation = kFilms) const {
    const auto found = times_.Find(generation, version);
    const auto* known = std::get_if<WriteTimes::Known>(&found);
    return known == nullptr ? std::nullopt : std::optional(*known);
  }
  std::optional<Unknown> Why(Version version, const std::string& generation = kFilms) const {
    const auto found = times_.Find(generation, version);
    const auto* unknown = std::get_if<Unknown>(&found);
    return unknown == nullptr ? std::nullopt : std::optional(*unknown);
  }

  WriteTimes times_{3};
};

TEST_F(WriteTimesTest, AVersionIsOfAllItsRequestsAndCommits) {
  Write(500, {.sent = 20, .answered = 25}, {.oldest = 8, .newest = 9});
  Write(500, {.sent = 10, .answered = 15}, {.oldest = 7, .newest = 9});
  const auto known = Known(500);
  ASSERT_TRUE(known);
  EXPECT_EQ(known->written.sent, 10);
  EXPECT_EQ(known->written.answered, 25);
  EXPECT_EQ(known->commits.oldest, 7);
  EXPECT_EQ(known->commits.newest, 9);
  EXPECT_EQ(Why(499), Unknown::kNever);
  EXPECT_EQ(Why(500, "films-000002"), Unknown::kNever);
}

TEST_F(WriteTimesTest, NothingIsToldWhileARequestHasNoAnswer) {
  Write(500, {.sent = 10, .answered = 15});
  times_.Sending(kFilms, 500);
  EXPECT_EQ(Why(500), Unknown::kUnderWay) << "the document may be of that one";
  times_.Ended(kFilms, 500, std::nullopt);  // it wrote nothing
  ASSERT_TRUE(Known(500));
  EXPECT_EQ(Known(500)->written.answered, 15);
}

TEST_F(WriteTimesTest, WhatWasWrittenBeforeTheTermIsNotKnown) {
  Write(500, {.sent = 10, .answered = 15});
  times_.Begin(600);
  EXPECT_EQ(Why(500), Unknown::kForgotten);
  Write(600, {.sent = 20, .answered = 25});  // the stream repeats it, but not each document it was given to
  EXPECT_EQ(Why(600), Unknown::kForgotten);
  Write(601, {.sent = 30, .answered = 35});
  EXPECT_TRUE(Known(601));
}

TEST_F(WriteTimesTest, OfAGenerationMadeInTheTermEachVersionIsKnown) {
  times_.Begin(600);
  times_.Made("films-000002");
  times_.Sending("films-000002", 550);
  times_.Ended("films-000002", 550, WriteTimes::Span{.sent = 1, .answered = 2});
  EXPECT_TRUE(Known(550, "films-000002"));
  EXPECT_FALSE(Known(550));
}

TEST_F(WriteTimesTest, TheOldestVersionsAreForgottenAndStaySo) {
  for (const Version version : {501, 502, 503, 504}) Write(version, {.sent = 1, .answered = 2});
  EXPECT_EQ(Why(501), Unknown::kForgotten);
  for (const Version version : {502, 503, 504}) EXPECT_TRUE(Known(version)) << version;
  Write(501, {.sent = 8, .answered = 9});  // of another document: the first one's time is gone
  EXPECT_EQ(Why(501), Unknown::kForgotten);
}

TEST_F(WriteTimesTest, AGenerationThatHadToMakeRoomIsNotToldOfByALaterWrite) {
  Write(500, {.sent = 1, .answered = 2});
  for (int i = 100; i < 140; ++i) {
    times_.Sending("other-" + std::to_string(i), 1000);
    times_.Ended("other-" + std::to_string(i), 1000, WriteTimes::Span{.sent = 3, .answered = 4});
  }
  EXPECT_FALSE(Known(500));
  Write(500, {.sent = 8, .answered = 9});
  EXPECT_EQ(Why(500), Unknown::kForgotten);
}

TEST_F(WriteTimesTest, ACommitWhoseTimeIsNotKnownLeavesTheEarliestUnknown) {
  Write(500, {.sent = 10, .answered = 15}, {.oldest = 8, .newest = 9});
  Write(500, {.sent = 10, .answered = 15});
  ASSERT_TRUE(Known(500));
  EXPECT_FALSE(Known(500)->commits.oldest);
}

TEST_F(WriteTimesTest, WritersAndWhoeverAsksDoNotDisturbEachOther) {
  constexpr int kWrites = 2000;
  {
    std::vector<std::jthread> writers;
    for (int i = 0; i < 2; ++i) {
      writers.emplace_back([&] {
        for (int n = 0; n < kWrites; ++n) Write(500, {.sent = 10 + n, .answered = 20 + n});
      });
    }
    for (int n = 0; n < kWrites; ++n) times_.Find(kFilms, 500);
  }
  ASSERT_TRUE(Known(500));
  EXPECT_EQ(Known(500)->written.sent, 10);
  EXPECT_EQ(Known(500)->written.answered, 20 + kWrites - 1);
}

}  // namespace
}  // namespace cdc::test
