// Guessing passwords, and asking which names there are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <thread>

#include "tests/admin/auth/auth_site.h"

namespace admin::test {
namespace {

using cdc::test::Web;

cdc::test::WebHeaders From(const std::string& address) { return {{"X-Forwarded-For", address}}; }

class Guessing : public testing::Test {
 protected:
  AuthSite site{{"server.trusted_proxies=127.0.0.1"}};
  const std::string anna = site.AddUser("anna", "editor");
  Web web{site.url()};
};

TEST_F(Guessing, TwentyWrongPasswordsAreHeldUpAndTheUserIsNot) {
  int refused = 0, held_up = 0;
  for (int i = 0; i < 20; ++i) {
    const auto reply = site.SignIn(web, "anna", "wrong " + std::to_string(i), {}, From("198.51.100.1"));
    if (reply.status == 401) ++refused;
    if (reply.status != 429) continue;
    ++held_up;
    EXPECT_GE(std::stol(reply.Header("retry-after")), 1);
    EXPECT_EQ(reply.Header("content-type"), "application/problem+json");
  }
  EXPECT_EQ(refused + held_up, 20);
  EXPECT_GE(held_up, 10);
  EXPECT_EQ(site.SignIn(web, "anna", kGood, {}, From("198.51.100.1")).status, 429) << "there the right one waits, too";
  EXPECT_EQ(site.SignIn(web, "anna", kGood, {}, From("192.0.2.1")).status, 200);
}

TEST_F(Guessing, AnAddressIsNotChangedByWhatTheClientClaims) {
  AuthSite direct;
  Web client(direct.url());
  int held_up = 0;
  for (int i = 0; i < 12; ++i) {
    held_up += direct.SignIn(client, "anna", "wrong", {}, From("192.0.2." + std::to_string(i))).status == 429 ? 1 : 0;
  }
  EXPECT_GT(held_up, 0);
}

TEST_F(Guessing, MorePasswordsAtOnceThanAreHashedAtATimeAreAskedToComeAgain) {
  std::mutex mutex;
  std::map<long, int> statuses;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 16; ++i) {
      threads.emplace_back([&, i] {
        Web own(site.url());
        for (int k = 0; k < 4; ++k) {
          const auto reply =
              site.SignIn(own, "nobody" + std::to_string(i), "wrong", {}, From("10.2." + std::to_string(i) + ".1"));
          const std::lock_guard lock(mutex);
          ++statuses[reply.status];
          EXPECT_TRUE(reply.status != 503 || !reply.Header("retry-after").empty());
        }
      });
    }
  }
  EXPECT_EQ(statuses[401] + statuses[503], 64);
  EXPECT_GT(statuses[401], 0);
  EXPECT_GT(statuses[503], 0);
  EXPECT_EQ(site.SignIn(web, "anna", kGood, {}, From("192.0.2.1")).status, 200);
}

TEST_F(Guessing, TheAnswerDoesNotTellWhetherThereIsSuchAUser) {
  site.AddUser("boris", "viewer");
  site.AddUser("vera", "administrator");
  ASSERT_EQ(site.server().Command({"user", "disable", "boris"}).exit, 0);
  const auto ask = [&](const std::string& name, const std::string& password, const std::string& address) {
    auto reply = site.SignIn(web, name, password, {}, From(address));
    auto body = reply.Json();
    body.erase("request_id");
    return std::to_string(reply.status) + body.dump();
  };
  const std::string known = ask("anna", "wrong password", "192.0.2.1");
  EXPECT_EQ(ask("nobody", "wrong password", "192.0.2.2"), known);
  EXPECT_EQ(ask("boris", "wrong password", "192.0.2.3"), known);
  EXPECT_EQ(ask("boris", kGood, "192.0.2.4"), known) << "disabled, with the right password";
  for (const char* name : {"anna", "nobody"}) {
    std::vector<std::string> statuses;
    for (int i = 0; i < 8; ++i) {
      statuses.push_back(
          std::to_string(site.SignIn(web, name, "wrong", {}, From(std::string("203.0.113.") + name[0])).status));
    }
    EXPECT_THAT(statuses, testing::ElementsAre("401", "401", "401", "401", "401", "429", "429", "429")) << name;
  }
}

TEST_F(Guessing, NorDoesTheTimeOfTheAnswer) {
  // Turn by turn, so that what else the machine does meets both alike.
  std::vector<double> known, unknown;
  for (int i = 0; i < 40; ++i) {
    for (auto* times : {&known, &unknown}) {
      const std::string name = times == &known ? "anna" : "nobody";
      const auto begin = std::chrono::steady_clock::now();
      const auto reply = site.SignIn(web, name, "wrong", {}, From("10.1." + std::to_string(i) + ".1"));
      ASSERT_EQ(reply.status, 401);
      times->push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
    }
  }
  const auto median = [](std::vector<double>& times) {
    std::ranges::nth_element(times, times.begin() + 20);
    return times[20];
  };
  const double one = median(known), other = median(unknown);
  EXPECT_GT(std::min(one, other), 10) << "a hash was computed for both";
  EXPECT_LT(std::max(one, other) / std::min(one, other), 1.5) << one << " ms and " << other << " ms";
}

}  // namespace
}  // namespace admin::test
