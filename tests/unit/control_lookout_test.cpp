#include "cdc/control/lookout.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "tests/support/wait.h"

namespace cdc::control {
namespace {

using namespace std::chrono_literals;

class ManualClock final : public Clock {
 public:
  TimePoint Now() const override { return TimePoint(passed_.load()); }
  bool Wait(Duration time, std::stop_token stop) const override {
    passed_ = passed_.load() + time;
    return !stop.stop_requested();
  }

 private:
  mutable std::atomic<Duration> passed_{Duration::zero()};
};

// Answers at once, refuses, or lets one wait: `takes` on the clock, or until it is let go.
class FakeServer final : public stream::Database {
 public:
  explicit FakeServer(const Clock& clock) : clock_(clock) {}

  std::atomic<bool> well = true, holds = false;
  std::atomic<int> asked = 0;
  Duration takes{};

  Lsn InsertPosition() override {
    ++asked;
    test::WaitUntil([&] { return !holds; });
    clock_.Wait(takes, {});
    if (!well) throw Error(Kind::kUnavailable, "it is gone");
    return Lsn{7};
  }
  std::optional<stream::SlotState> Slot(const std::string& name) override {
    InsertPosition();
    return stream::SlotState{
        .name = name, .plugin = {}, .database = {}, .confirmed = {}, .restart = {}, .wal_status = {}};
  }

  stream::ServerIdentity Identify() override { return {}; }
  Lsn FlushPosition() override { return {}; }
  std::optional<Lsn> LeftTimeline(std::uint32_t) override { return {}; }
  void TrySlot(const std::string&, bool, std::stop_token) override {}
  Lsn CreateSlot(const std::string&, const std::string&, std::stop_token) override { return {}; }
  void DropSlot(const std::string&) override {}
  Plan MakePlan(const std::string&) override { return {}; }
  Plan MakePlan(const std::string&, const std::string&, const std::string&, const std::string&) override { return {}; }
  stream::PlanState ReadPlanState(const Plan&) override { return {}; }
  std::vector<std::string> MissingIdentities(const std::vector<Plan>&) override { return {}; }
  std::vector<std::string> MendIdentities(const std::vector<Plan>&) override { return {}; }

 private:
  const Clock& clock_;
};

class ControlLookout : public testing::Test {
 protected:
  ManualClock clock_;
  FakeServer server_{clock_};
  Lookout lookout_{server_, clock_, 20ms};
};

TEST_F(ControlLookout, TellsWhatTheServerAnswers) {
  EXPECT_EQ(lookout_.Position(), Lsn{7});
  EXPECT_EQ(lookout_.Slot("one")->name, "one");
  EXPECT_EQ(lookout_.Knock(), Lsn{7});
}

TEST_F(ControlLookout, AServerThatRefusesAtOnceIsAskedEachTime) {
  server_.well = false;
  EXPECT_THROW(lookout_.Position(), Error);
  EXPECT_FALSE(lookout_.Hangs());
  server_.well = true;
  EXPECT_EQ(lookout_.Position(), Lsn{7});
}

TEST_F(ControlLookout, AServerThatHangsIsAskedByTheOneWhoKnocksOnly) {
  server_.well = false;
  server_.takes = 30ms;
  EXPECT_THROW(lookout_.Position(), Error);
  EXPECT_TRUE(lookout_.Hangs());
  EXPECT_THROW(lookout_.Position(), Error);
  EXPECT_THROW(lookout_.Slot("one"), Error);
  EXPECT_EQ(server_.asked, 1);
  server_.well = true;
  EXPECT_THROW(lookout_.Position(), Error) << "it was not asked, so nobody knows yet that it answers";
  EXPECT_EQ(lookout_.Knock(), Lsn{7});
  EXPECT_EQ(lookout_.Position(), Lsn{7});
}

TEST_F(ControlLookout, WhoComesWhileAnotherOneWaitsIsNotHeldUp) {
  server_.holds = true;
  auto waiting = std::async(std::launch::async, [&] { return lookout_.Knock(); });
  ASSERT_TRUE(test::WaitUntil([&] { return server_.asked == 1; }));
  EXPECT_THROW(lookout_.Position(), Error);
  EXPECT_EQ(server_.asked, 1);
  server_.holds = false;
  EXPECT_EQ(waiting.get(), Lsn{7});
  EXPECT_EQ(lookout_.Position(), Lsn{7});
}

}  // namespace
}  // namespace cdc::control
