#include "admin/server/auth/limits.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/admin/auth/shifted_clock.h"
#include "tests/support/postgres.h"
#include "tests/support/redis_keys.h"

namespace admin::auth {
namespace {

using namespace std::chrono_literals;

class LimitsInRedis : public testing::Test {
 protected:
  ~LimitsInRedis() override { cdc::test::RedisKeys(url, prefix).Clear(); }
  std::optional<std::chrono::milliseconds> Take(const std::string& address, const std::string& name) {
    return limits.Take(redis, address, {.name = name});
  }

  const std::string url = cdc::test::Environment("WALCAST_TEST_REDIS");
  const std::string prefix = cdc::test::UniqueName("limits");
  ShiftedClock clock;
  cdc::redis::Client redis{{cdc::redis::ParseAddress(url)}};
  Limits limits{prefix, {}, clock};
};

// Milliseconds pass while the test runs.
testing::AssertionResult IsAbout(std::optional<std::chrono::milliseconds> wait, std::chrono::milliseconds expected) {
  if (wait && *wait <= expected && *wait > expected - 500ms) return testing::AssertionSuccess();
  return testing::AssertionFailure() << (wait ? wait->count() : -1) << " ms, not " << expected.count();
}

TEST_F(LimitsInRedis, EachFailureDoublesTheDelayOfTheNextAttempt) {
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(Take("192.0.2.1", "anna")) << i;
  for (const auto delay : {1s, 2s, 4s, 8s, 16s, 32s}) {
    EXPECT_TRUE(IsAbout(Take("192.0.2.1", "anna"), delay));
    clock.shift += delay;
    EXPECT_FALSE(Take("192.0.2.1", "anna"));
  }
}

TEST_F(LimitsInRedis, ARefusedAttemptDoesNotLengthenTheDelayWhichHasAnEnd) {
  for (int i = 0; i < 40; ++i, clock.shift += 16min) EXPECT_FALSE(Take("192.0.2.1", "anna")) << i;
  clock.shift -= 16min;
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(IsAbout(Take("192.0.2.1", "anna"), 15min));
}

TEST_F(LimitsInRedis, AnAddressRunsOutOfAttemptsWhateverNamesItTries) {
  for (int i = 0; i < 30; ++i) EXPECT_FALSE(Take("192.0.2.1", "name" + std::to_string(i)));
  EXPECT_TRUE(IsAbout(Take("192.0.2.1", "another"), 10s));
  EXPECT_FALSE(Take("192.0.2.2", "another"));
  clock.shift += 10s;
  EXPECT_FALSE(Take("192.0.2.1", "another"));
  EXPECT_TRUE(Take("192.0.2.1", "one more"));
}

TEST_F(LimitsInRedis, AStrangersFailuresDoNotHoldUpTheUser) {
  for (int i = 0; i < 200; ++i, clock.shift += 1s) Take("198.51.100.1", "anna");
  EXPECT_TRUE(Take("198.51.100.1", "anna"));
  EXPECT_FALSE(Take("192.0.2.1", "anna"));
}

TEST_F(LimitsInRedis, NorDoThoseOfManyHostsWhereTheUserSignedInBefore) {
  EXPECT_FALSE(Take("192.0.2.1", "anna"));
  limits.Succeeded(redis, "192.0.2.1", {.name = "anna"});
  int taken = 0;
  for (int i = 0; i < 250; ++i) taken += Take("198.51.100." + std::to_string(i), "anna") ? 0 : 1;
  EXPECT_EQ(taken, 60) << "a name runs out of attempts from unknown addresses";
  EXPECT_FALSE(Take("192.0.2.1", "anna"));
  EXPECT_FALSE(Take("198.51.100.7", "boris"));
}

TEST_F(LimitsInRedis, SigningInOftenCostsNothing) {
  for (int i = 0; i < 200; ++i) {
    ASSERT_FALSE(Take("192.0.2.1", "anna")) << i;
    limits.Succeeded(redis, "192.0.2.1", {.name = "anna"});
  }
}

TEST_F(LimitsInRedis, OfManyAttemptsAtOnceEachCounts) {
  std::atomic<int> taken = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        cdc::redis::Client own({cdc::redis::ParseAddress(url)});
        for (int k = 0; k < 10; ++k) taken += limits.Take(own, "192.0.2.1", {.name = "anna"}) ? 0 : 1;
      });
    }
  }
  EXPECT_EQ(taken, 5);
}

TEST_F(LimitsInRedis, AnAttemptThatIsGivenBackWasNoneAndTheFailuresBeforeItStay) {
  for (int i = 0; i < 4; ++i) EXPECT_FALSE(Take("192.0.2.1", "anna"));
  for (int i = 0; i < 100; ++i) {
    ASSERT_FALSE(Take("192.0.2.1", "anna")) << i;
    limits.GiveBack(redis, "192.0.2.1", {.name = "anna"});
  }
  EXPECT_FALSE(Take("192.0.2.1", "anna"));
  EXPECT_TRUE(IsAbout(Take("192.0.2.1", "anna"), 1s));
}

TEST_F(LimitsInRedis, CodesAndPasswordsAreCountedApartWhateverTheNamesAre) {
  const Guessed code{Guessed::What::kCode, "anna"};
  for (const char* name : {"anna", "anna\ncode", "\nset-up", ""}) {
    while (!Take("192.0.2.1", name)) clock.shift += 1ms;
    clock.shift += 5min;  // of the address
    for (int i = 0; i < 9; ++i) Take("192.0.2.1", name);
  }
  EXPECT_FALSE(limits.Take(redis, "192.0.2.1", code));
  EXPECT_FALSE(limits.Take(redis, "192.0.2.1", {Guessed::What::kSetUpToken, ""}));
}

TEST_F(LimitsInRedis, AUserProvesThePasswordSoOftenAndThenNowAndThen) {
  for (int i = 0; i < 20; ++i) EXPECT_FALSE(limits.TakeProof(redis, "anna")) << i;
  EXPECT_TRUE(IsAbout(limits.TakeProof(redis, "anna"), 10s));
  EXPECT_FALSE(limits.TakeProof(redis, "boris"));
  clock.shift += 10s;
  EXPECT_FALSE(limits.TakeProof(redis, "anna"));
  EXPECT_TRUE(limits.TakeProof(redis, "anna"));
}

TEST_F(LimitsInRedis, KeysHoldNoNamesAndAreForgotten) {
  Take("192.0.2.1", "anna");
  limits.Succeeded(redis, "192.0.2.1", {.name = "anna"});
  Take("192.0.2.1", "anna");
  const auto keys = cdc::test::RedisKeys(url, prefix).List();
  EXPECT_FALSE(keys.empty());
  for (const auto& key : keys) {
    EXPECT_EQ(key.find("anna"), std::string::npos) << key;
    EXPECT_GT(redis.Command({"PTTL", key}).Integer(), 0) << key;
  }
}

}  // namespace
}  // namespace admin::auth
