// Signs of life: who hangs is told from who waits.
#include "cdc/base/pulse.h"

#include <gtest/gtest.h>

#include <future>
#include <latch>
#include <thread>

#include "cdc/base/error.h"

namespace cdc::test {
namespace {

using namespace std::chrono_literals;

class HandClock final : public Clock {
 public:
  TimePoint Now() const override { return TimePoint(now.load()); }
  bool Wait(Duration time, std::stop_token) const override {
    now = now.load() + time;
    return true;
  }
  mutable std::atomic<Duration> now{Duration(1h)};
};

class PulsesTest : public testing::Test {
 protected:
  HandClock hand_;
  Pulses pulses_{hand_, 10min};
  PulseClock clock_{hand_, pulses_};
};

TEST_F(PulsesTest, AThreadThatGoesWithoutASignForLongerThanUsualHangs) {
  const Pulses::Watched watched(pulses_, "reader");
  hand_.now = hand_.now.load() + 10min;
  EXPECT_FALSE(pulses_.Hanging());
  hand_.now = hand_.now.load() + 1s;
  const auto hanging = pulses_.Hanging();
  ASSERT_TRUE(hanging);
  EXPECT_EQ(hanging->thread, "reader");
  EXPECT_EQ(hanging->silent, 10min + 1s);
}

TEST_F(PulsesTest, WhoLooksAtTheClockIsAlive) {
  const Pulses::Watched watched(pulses_, "reader");
  hand_.now = hand_.now.load() + 11min;
  clock_.Now();
  EXPECT_FALSE(pulses_.Hanging());
}

TEST_F(PulsesTest, AWaitOfAnyLengthIsNoHang) {
  const Pulses::Watched watched(pulses_, "reader");
  std::optional<Pulses::Late> meanwhile;
  Resting(pulses_, [&] {
    hand_.now = hand_.now.load() + 48h;
    meanwhile = pulses_.Hanging();
  });
  EXPECT_FALSE(meanwhile);
  EXPECT_FALSE(pulses_.Hanging()) << "the time of the wait is held against it";
  clock_.Wait(20min, {});
  EXPECT_FALSE(pulses_.Hanging());
  hand_.now = hand_.now.load() + 11min;
  EXPECT_TRUE(pulses_.Hanging()) << "after the wait the usual limit holds again";
}

TEST_F(PulsesTest, TheInnermostLimitHolds) {
  const Pulses::Watched watched(pulses_, "writer");
  const Pulses::Within route(pulses_, 6h);
  hand_.now = hand_.now.load() + 5h;
  EXPECT_FALSE(pulses_.Hanging());
  {
    const Pulses::Within page(pulses_, pulses_.usual());
    hand_.now = hand_.now.load() + 11min;
    EXPECT_TRUE(pulses_.Hanging());
  }
  EXPECT_FALSE(pulses_.Hanging());
}

TEST_F(PulsesTest, EachThreadHasItsOwnPulseAndIsForgottenWithItsEnd) {
  const Pulses::Watched watched(pulses_, "reader");
  std::latch begun(1);
  std::promise<void> end;
  std::jthread other([&] {
    const Pulses::Watched here(pulses_, "writer");
    begun.count_down();
    end.get_future().wait();
  });
  begun.wait();
  hand_.now = hand_.now.load() + 11min;
  clock_.Now();  // this thread's sign is not the other's
  const auto hanging = pulses_.Hanging();
  ASSERT_TRUE(hanging);
  EXPECT_EQ(hanging->thread, "writer");
  end.set_value();
  other.join();
  EXPECT_FALSE(pulses_.Hanging());
}

TEST_F(PulsesTest, AThreadThatIsNotWatchedMayDoAsItLikes) {
  std::jthread([&] { Resting(pulses_, [&] { clock_.Now(); }); }).join();
  hand_.now = hand_.now.load() + 48h;
  EXPECT_FALSE(pulses_.Hanging());
}

}  // namespace
}  // namespace cdc::test
