// Who may try a server that failed, by a clock of the test's own.
#include <gtest/gtest.h>

#include "admin/server/store/database.h"

namespace admin::store {
namespace {

using namespace std::chrono_literals;

class StillClock final : public cdc::Clock {
 public:
  cdc::TimePoint Now() const override { return now_; }
  bool Wait(cdc::Duration, std::stop_token) const override { return true; }
  void Pass(cdc::Duration time) { now_ += time; }

 private:
  cdc::TimePoint now_{1h};
};

class BreakerTest : public testing::Test {
 protected:
  StillClock clock_;
  Breaker breaker_{clock_, 500ms};
};

TEST_F(BreakerTest, WhileNothingFailedEverybodyMayTry) {
  EXPECT_FALSE(breaker_.Open());
  EXPECT_TRUE(breaker_.MayTry(5s));
  EXPECT_TRUE(breaker_.MayTry(5s));
}

TEST_F(BreakerTest, AfterAFailureNobodyMayForAPause) {
  breaker_.Failed();
  clock_.Pass(499ms);
  EXPECT_TRUE(breaker_.Open());
  EXPECT_FALSE(breaker_.MayTry(5s));
}

TEST_F(BreakerTest, AfterThePauseOneMayAndTheOthersWaitForHowItWent) {
  breaker_.Failed();
  clock_.Pass(500ms);
  EXPECT_FALSE(breaker_.Open());
  EXPECT_TRUE(breaker_.MayTry(5s));
  EXPECT_FALSE(breaker_.MayTry(5s));
  EXPECT_TRUE(breaker_.Open());
  clock_.Pass(4s);
  EXPECT_FALSE(breaker_.MayTry(5s));
  breaker_.Succeeded();
  EXPECT_FALSE(breaker_.Open());
  EXPECT_TRUE(breaker_.MayTry(5s));
  EXPECT_TRUE(breaker_.MayTry(5s));
}

TEST_F(BreakerTest, ATrialThatFailsBeginsThePauseAnew) {
  breaker_.Failed();
  clock_.Pass(500ms);
  ASSERT_TRUE(breaker_.MayTry(5s));
  clock_.Pass(1s);
  breaker_.Failed();
  EXPECT_FALSE(breaker_.MayTry(5s));
  clock_.Pass(500ms);
  EXPECT_TRUE(breaker_.MayTry(5s)) << "not only once the trial's limit is over";
}

TEST_F(BreakerTest, ATrialThatNeverSaysHowItWentLetsAnotherTryAfterItsLimit) {
  breaker_.Failed();
  clock_.Pass(500ms);
  ASSERT_TRUE(breaker_.MayTry(5s));
  clock_.Pass(5s);
  EXPECT_TRUE(breaker_.MayTry(5s));
  EXPECT_FALSE(breaker_.MayTry(5s));
}

}  // namespace
}  // namespace admin::store
