// What the status tells of the indices, and what a wait waits for.
#include "cdc/control/status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/stream/fakes.h"

namespace cdc::control {
namespace {

using stream::IndexState;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Snapshot::Index Live(const std::string& name) {
  Snapshot::Index index;
  index.view.name = name;
  index.view.record.state = IndexState::kLive;
  index.view.record.generation = name + "-000001";
  index.view.served = test::FilmTarget();
  index.view.trusted = true;
  return index;
}

Snapshot::Index Stale(const std::string& name) {
  auto index = Live(name);
  index.view.record.stale = true;
  index.view.trusted = false;
  return index;
}

Snapshot::Index Filling(const std::string& name) {
  Snapshot::Index index;
  index.view.name = name;
  index.view.record.filling = stream::Filling{name + "-000001", "u", std::nullopt, false, 5};
  index.progress = stream::Backfill::Progress{.documents = 10, .estimate = 30, .per_second = 4};
  return index;
}

Snapshot::Index Suspended(const std::string& name) {
  auto index = Stale(name);
  index.view.record.state = IndexState::kSuspended;
  index.view.served->suspended = true;
  return index;
}

Snapshot Streaming(std::vector<Snapshot::Index> indices) {
  Snapshot snapshot;
  snapshot.state = stream::DaemonState::kStreaming;
  snapshot.checkpoint = Lsn{100};
  snapshot.indices = std::move(indices);
  return snapshot;
}

// An Elasticsearch that takes `delay` for each answer.
class Counter : public test::MemoryIndices {
 public:
  explicit Counter(const test::StepClock& clock) : clock_(clock) {}
  std::uint64_t Count(const std::string& name) override {
    asked.push_back(name);
    clock_.Pass(delay);
    if (fails) throw Error(Kind::kUnavailable, "no count");
    return 7;
  }
  std::vector<std::string> asked;
  Duration delay{};
  bool fails = false;

 private:
  const test::StepClock& clock_;
};

class ControlStatus : public testing::Test {
 protected:
  Json Status(const std::vector<Snapshot::Index>& indices) { return IndicesStatus(indices, counter_, clock_); }

  test::StepClock clock_;
  Counter counter_{clock_};
};

TEST_F(ControlStatus, TellsWhichIndicesAreStale) {
  auto outdated = Live("outdated");  // of an older definition
  outdated.view.trusted = false;
  std::vector<bool> stale;
  for (const auto& index : Status({Live("live"), Stale("stale"), outdated, Filling("new")}))
    stale.push_back(index.at("stale").get<bool>());
  EXPECT_THAT(stale, ElementsAre(false, true, true, false));
}

TEST_F(ControlStatus, TellsHowFarAFillingIs) {
  const auto status = Status({Live("live"), Filling("new")});
  EXPECT_TRUE(status[0]["filling"].is_null());
  EXPECT_EQ(status[1]["filling"], (Json{{"generation", "new-000001"},
                                        {"documents", 10},
                                        {"estimate", 30},
                                        {"per_second", 4.0},
                                        {"seconds_left", 5.0}}));
  EXPECT_TRUE(status[1]["generation"].is_null());
}

TEST_F(ControlStatus, CountsTheDocumentsOfWhatIsServed) {
  EXPECT_EQ(Status({Filling("new"), Live("b")})[1]["documents"], 7);
  EXPECT_THAT(counter_.asked, ElementsAre("b-000001"));
}

TEST_F(ControlStatus, AsksAnElasticsearchThatHangsOnlyOnce) {
  counter_.delay = std::chrono::seconds(1);
  counter_.fails = true;
  for (const auto& index : Status({Live("a"), Live("b")})) EXPECT_TRUE(index["documents"].is_null());
  EXPECT_THAT(counter_.asked, ElementsAre("a-000001"));
}

TEST_F(ControlStatus, AnIndexThatCannotBeCountedDoesNotHideTheOthers) {
  counter_.fails = true;
  Status({Live("a"), Live("b")});
  EXPECT_THAT(counter_.asked, ElementsAre("a-000001", "b-000001"));
}

TEST_F(ControlStatus, AnIndexLagsAsTheStreamDoesUnlessItIsSuspended) {
  Observation seen;
  seen.snapshot = Streaming({Live("a"), Suspended("b")});
  seen.lag_bytes = 5;
  seen.lag_seconds = 2.5;
  seen.recent.written["a"] = 7.5;
  const auto indices = StatusOf(seen, counter_, clock_).at("indices");
  EXPECT_EQ(indices[0]["lag_bytes"], 5);
  EXPECT_EQ(indices[0]["lag_seconds"], 2.5);
  EXPECT_EQ(indices[0]["per_second"], 7.5);
  EXPECT_TRUE(indices[1]["lag_bytes"].is_null());
  EXPECT_EQ(indices[1]["per_second"], 0.0);
}

TEST_F(ControlStatus, APauseWarnsOfTheWalThatIsKept) {
  Observation seen;
  EXPECT_TRUE(StatusOf(seen, counter_, clock_).at("warning").is_null());
  seen.snapshot.paused = 1'790'000'000;
  seen.slot.emplace();
  seen.slot->retained = 8 << 20;
  const auto status = StatusOf(seen, counter_, clock_);
  EXPECT_EQ(status.at("paused_since"), 1'790'000'000'000);
  EXPECT_THAT(status.at("warning").get<std::string>(), HasSubstr("8.0 MiB"));
  EXPECT_TRUE(status.at("slot").at("safe_wal_size").is_null());
}

TEST_F(ControlStatus, WhatWasNotMeasuredIsNullAndNotNothing) {
  const auto status = StatusOf({}, counter_, clock_);
  EXPECT_TRUE(status.at("server").is_null());
  EXPECT_TRUE(status.at("slot").is_null());
  EXPECT_TRUE(status.at("wal_bytes_per_second").is_null());
  EXPECT_TRUE(status.at("latency").at("end_to_end").at("p50").is_null());
  EXPECT_EQ(status.at("latency").at("end_to_end").at("count"), 0);
}

TEST(ControlWait, IsOverAtTheCheckpointWhenEveryIndexIsWhole) {
  EXPECT_TRUE(CaughtUp(Streaming({Live("a"), Suspended("b")}), Lsn{100}));
  EXPECT_FALSE(CaughtUp(Streaming({Live("a")}), Lsn{101}));
  auto standby = Streaming({Live("a")});
  standby.state = stream::DaemonState::kStandby;
  EXPECT_FALSE(CaughtUp(standby, Lsn{100}));
}

TEST(ControlWait, NamesTheIndicesItWaitsFor) {
  const auto snapshot = Streaming({Live("a"), Stale("b"), Filling("c"), Suspended("d")});
  EXPECT_FALSE(CaughtUp(snapshot, Lsn{1}));
  EXPECT_THAT(NotFilled(snapshot), ElementsAre("b", "c"));
  EXPECT_THAT(WhyNotCaughtUp(snapshot, Lsn{1}), HasSubstr("still to be filled: b, c"));
  EXPECT_THAT(NotFilled(Streaming({Live("a")})), IsEmpty());
}

}  // namespace
}  // namespace cdc::control
