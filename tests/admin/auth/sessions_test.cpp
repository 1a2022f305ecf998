#include "admin/server/auth/sessions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "admin/server/auth/secrets.h"
#include "tests/admin/auth/shifted_clock.h"
#include "tests/support/postgres.h"
#include "tests/support/redis_keys.h"

namespace admin::auth {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const SessionOwner kAnna{"11111111-1111-4111-8111-111111111111", "anna", Role::kEditor, "7"};

class SessionsInRedis : public testing::Test {
 protected:
  ~SessionsInRedis() override { cdc::test::RedisKeys(url, prefix).Clear(); }
  std::string Begin(const SessionOwner& owner = kAnna) { return sessions.Begin(redis, owner, "192.0.2.1", "browser"); }
  bool Lives(const std::string& secret) { return sessions.Touch(redis, secret, "192.0.2.1").has_value(); }

  const std::string url = cdc::test::Environment("WALCAST_TEST_REDIS");
  const std::string prefix = cdc::test::UniqueName("sessions");
  ShiftedClock clock;
  cdc::redis::Client redis{{cdc::redis::ParseAddress(url)}};
  Sessions sessions{prefix, {30min, 12h}, clock};
};

TEST_F(SessionsInRedis, ASessionIsFoundByTheSecretOfItsCookie) {
  const auto session = sessions.Touch(redis, Begin(), "192.0.2.9");
  ASSERT_TRUE(session);
  EXPECT_EQ(session->owner.user_id, kAnna.user_id);
  EXPECT_EQ(session->owner.name, "anna");
  EXPECT_EQ(session->owner.role, Role::kEditor);
  EXPECT_EQ(session->owner.epoch, "7");
  EXPECT_EQ(session->address, "192.0.2.9");
  EXPECT_EQ(session->agent, "browser");
  EXPECT_FALSE(Lives(NewSecret()));
}

TEST_F(SessionsInRedis, TheSecretIsNotInRedis) {
  const std::string secret = Begin();
  EXPECT_THAT(cdc::test::RedisKeys(url, prefix).List(), Contains(HasSubstr(Fingerprint(secret))));
  for (const auto& [key, value] : cdc::test::RedisKeys(url, prefix).Dump()) {
    EXPECT_THAT(key + value, Not(HasSubstr(secret)));
    EXPECT_THAT(key + value, Not(HasSubstr(CsrfToken(secret))));
  }
}

TEST_F(SessionsInRedis, OneThatIsNotUsedForHalfAnHourIsOver) {
  const std::string secret = Begin();
  clock.shift += 29min;
  EXPECT_TRUE(Lives(secret));
  clock.shift += 29min;
  EXPECT_TRUE(Lives(secret));
  clock.shift += 31min;
  EXPECT_FALSE(Lives(secret));
  clock.shift -= 31min;
  EXPECT_FALSE(Lives(secret)) << "what is over stays so";
}

TEST_F(SessionsInRedis, OneIsOverAfterTwelveHoursHoweverItIsUsed) {
  const std::string secret = Begin();
  for (int i = 0; i < 47; ++i) {
    clock.shift += 15min;
    EXPECT_TRUE(Lives(secret)) << i;
  }
  clock.shift += 15min;
  EXPECT_FALSE(Lives(secret));
}

TEST_F(SessionsInRedis, TheEpochIsToBeComparedOnceAMinute) {
  const std::string secret = Begin();
  const auto unchecked = [&] { return sessions.Touch(redis, secret, "192.0.2.1").value().unchecked; };
  EXPECT_FALSE(unchecked()) << "a sign-in has just compared it";
  clock.shift += 61s;
  EXPECT_TRUE(unchecked());
  EXPECT_TRUE(unchecked()) << "until it is";
  sessions.Checked(redis, Fingerprint(secret));
  EXPECT_FALSE(unchecked());
  sessions.EndAll(redis, kAnna.user_id);
  sessions.Checked(redis, Fingerprint(secret));
  EXPECT_FALSE(Lives(secret)) << "what ended does not come back";
}

TEST_F(SessionsInRedis, RedisForgetsThemByItself) {
  const std::string secret = Begin();
  const auto left = redis.Command({"PTTL", prefix + ":session:" + Fingerprint(secret)}).Integer();
  EXPECT_GT(left, 29 * 60 * 1000);
  EXPECT_LE(left, 30 * 60 * 1000);
  EXPECT_GT(redis.Command({"PTTL", prefix + ":sessions:" + kAnna.user_id}).Integer(), 0);
}

TEST_F(SessionsInRedis, OnesOwnAreListedAndEndedAndNobodyElses) {
  const std::string first = Begin(), second = Begin();
  const std::string other = Begin({"22222222-2222-4222-8222-222222222222", "boris", Role::kViewer});
  clock.shift += 1min;
  EXPECT_TRUE(Lives(second));
  const auto list = sessions.Of(redis, kAnna.user_id);
  ASSERT_THAT(list, SizeIs(2));
  EXPECT_EQ(list[0].id, Fingerprint(second)) << "the one used last comes first";
  EXPECT_FALSE(sessions.End(redis, kAnna.user_id, Fingerprint(other)));
  EXPECT_TRUE(Lives(other));
  EXPECT_TRUE(sessions.End(redis, kAnna.user_id, Fingerprint(first)));
  EXPECT_FALSE(sessions.End(redis, kAnna.user_id, Fingerprint(first)));
  EXPECT_FALSE(Lives(first));
  EXPECT_TRUE(Lives(second));
}

TEST_F(SessionsInRedis, AllOfAUserEndButOneThatIsKept) {
  const std::string first = Begin(), second = Begin(), third = Begin();
  sessions.EndAll(redis, kAnna.user_id, Fingerprint(second));
  EXPECT_FALSE(Lives(first));
  EXPECT_TRUE(Lives(second));
  EXPECT_FALSE(Lives(third));
  sessions.EndAll(redis, kAnna.user_id);
  EXPECT_FALSE(Lives(second));
  EXPECT_THAT(sessions.Of(redis, kAnna.user_id), IsEmpty());
}

TEST_F(SessionsInRedis, TheOldestOfManyEnds) {
  const std::string first = Begin();
  clock.shift += 1ms;
  std::string last;
  for (int i = 0; i < 50; ++i, clock.shift += 1ms) last = Begin();
  EXPECT_FALSE(Lives(first));
  EXPECT_TRUE(Lives(last));
  EXPECT_THAT(sessions.Of(redis, kAnna.user_id), SizeIs(50));
}

}  // namespace
}  // namespace admin::auth
