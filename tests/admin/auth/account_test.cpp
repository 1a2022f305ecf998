// What people do with their own password, second factor and sessions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <thread>
#include <vector>

#include "admin/server/auth/totp.h"
#include "tests/admin/auth/auth_site.h"

namespace admin::test {
namespace {

using cdc::test::Web;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string kOther = "quiet lemon under ice";

class Account : public testing::Test {
 protected:
  Account() { first = AuthSite::Secret(site.SignIn(web, "anna")); }

  static cdc::test::WebReply Change(Web& from, const std::string& password, const std::string& to) {
    return from.Put("/api/account/password", {{"password", password}, {"new_password", to}});
  }
  // Turns the second factor on; its secret as bytes.
  std::string TurnOn() {
    EXPECT_EQ(web.Post("/api/account/totp", {{"password", kGood}}).status, 201);
    std::string bytes;
    const std::string hex = site.database().Value("SELECT encode(secret, 'hex') FROM admin.second_factors");
    for (std::size_t i = 0; i < hex.size(); i += 2)
      bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    return bytes;
  }
  static std::int64_t Step() { return auth::TotpStepAt(auth::TimeOfDay().Now()); }
  static std::string Code(const std::string& bytes, std::int64_t step) { return auth::TotpCode(bytes, step); }
  // Confirms with the code of the step before this one, so that two more codes are left to take.
  cdc::test::WebReply Confirm(const std::string& bytes) {
    auto reply = web.Send("PUT", "/api/account/totp", Plain{{"code", Code(bytes, Step() - 1)}}.dump());
    if (reply.status == 200) web.csrf = reply.Json()["csrf"].get<std::string>();
    return reply;
  }

  AuthSite site;
  const std::string anna = site.AddUser("anna", "editor");
  Web web{site.url()};
  std::string first;
};

TEST_F(Account, ANewPasswordNeedsTheOldOneAndEndsAllSessions) {
  Web other(site.url());
  const std::string second = AuthSite::Secret(site.SignIn(other, "anna"));
  const auto change = [&](const std::string& password, const std::string& to) { return Change(web, password, to); };
  EXPECT_EQ(change("wrong", kOther).status, 422);
  EXPECT_EQ(change(kGood, "password1").status, 422);
  EXPECT_EQ(change(kGood, kGood).status, 422) << "the same once more";
  EXPECT_EQ(site.StatusOf(first), 200);
  const auto changed = change(kGood, kOther);
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(site.StatusOf(first), 401);
  EXPECT_EQ(site.StatusOf(second), 401);
  EXPECT_EQ(site.StatusOf(AuthSite::Secret(changed)), 200);
  Web fresh(site.url());
  EXPECT_EQ(site.SignIn(fresh, "anna", kGood).status, 401);
  EXPECT_EQ(site.SignIn(fresh, "anna", kOther).status, 200);
}

TEST_F(Account, OfTwoChangesAtOnceThatProveTheSamePasswordOneIsRefused) {
  Web other(site.url());
  site.SignIn(other, "anna");
  auto blocking = site.database().Connect();
  blocking.Exec("BEGIN");
  blocking.Exec("SELECT FROM admin.users WHERE name = 'anna' FOR UPDATE");
  std::vector<long> statuses(2);
  {
    std::jthread one([&] { statuses[0] = Change(web, kGood, kOther).status; });
    std::jthread two([&] { statuses[1] = Change(other, kGood, "seven cold green doors").status; });
    EXPECT_TRUE(site.WaitForWaiting(2));
    blocking.Exec("COMMIT");
  }
  EXPECT_THAT(statuses, testing::UnorderedElementsAre(200, 401));
  EXPECT_EQ(site.database().Value("SELECT epoch FROM admin.users"), "2");
}

TEST_F(Account, WhatWasProvedBeforeThePasswordWasResetChangesNothing) {
  const std::string bytes = TurnOn();
  const std::string state =
      "SELECT password FROM admin.users UNION ALL SELECT confirmed::text FROM admin.second_factors";
  const std::string before = site.database().Value(state);
  Web other(site.url());
  site.SignIn(other, "anna");
  auto blocking = site.database().Connect();
  blocking.Exec("BEGIN");
  blocking.Exec("UPDATE admin.users SET epoch = epoch + 1 WHERE name = 'anna'");
  std::vector<long> statuses(2);
  {
    std::jthread one([&] { statuses[0] = Change(web, kGood, kOther).status; });
    std::jthread two([&] {
      statuses[1] = other.Send("PUT", "/api/account/totp", Plain{{"code", Code(bytes, Step())}}.dump()).status;
    });
    EXPECT_TRUE(site.WaitForWaiting(2));
    blocking.Exec("COMMIT");
  }
  EXPECT_THAT(statuses, ElementsAre(401, 401));
  EXPECT_EQ(site.database().Value(state), before);
  EXPECT_EQ(site.database().Value("SELECT count(*) FROM admin.second_factors WHERE confirmed"), "0");
}

TEST_F(Account, ANewSessionHasTheRoleThatTheDatabaseTells) {
  const std::string bytes = TurnOn();
  site.database().Exec("UPDATE admin.users SET role = 'viewer' WHERE name = 'anna'");
  ASSERT_EQ(Confirm(bytes).status, 200);
  EXPECT_EQ(web.Get("/api/session").Json()["role"], "viewer");
}

TEST_F(Account, FaultsAreToldInTheLanguageOfTheRequest) {
  const Plain body = {{"password", kGood}, {"new_password", "password"}};
  const auto english = web.Put("/api/account/password", body);
  const auto russian = web.Put("/api/account/password", body, {{"Accept-Language", "ru"}});
  EXPECT_THAT(english.Json()["errors"][0]["message"].get<std::string>(), HasSubstr("tried first"));
  EXPECT_THAT(russian.Json()["errors"][0]["message"].get<std::string>(), HasSubstr("пробуют первыми"));
  EXPECT_EQ(russian.Json()["errors"][0]["field"], "new_password");
}

TEST_F(Account, GuessingTheOldPasswordIsHeldUp) {
  std::set<long> statuses;
  for (int i = 0; i < 8; ++i) {
    statuses.insert(
        web.Put("/api/account/password", {{"password", "guess " + std::to_string(i)}, {"new_password", kOther}})
            .status);
  }
  EXPECT_THAT(statuses, ElementsAre(422, 429));
}

TEST_F(Account, SessionsAreListedAndEndedOneByOneOrAll) {
  Web other(site.url());
  const std::string second = AuthSite::Secret(site.SignIn(other, "anna", kGood, {}, {{"User-Agent", "telephone"}}));
  const auto list = web.Get("/api/account/sessions").Json();
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0]["current"], true);
  EXPECT_EQ(list[1]["agent"], "telephone");
  EXPECT_EQ(list[1]["address"], "127.0.0.1");
  EXPECT_THAT(list.dump(), Not(HasSubstr(second)));
  EXPECT_EQ(web.Delete("/api/account/sessions/" + list[1]["id"].get<std::string>()).status, 204);
  EXPECT_EQ(site.StatusOf(second), 401);
  EXPECT_EQ(site.StatusOf(first), 200);
  const std::string third = AuthSite::Secret(site.SignIn(other, "anna"));
  EXPECT_EQ(web.Delete("/api/account/sessions").status, 204);
  EXPECT_EQ(site.StatusOf(first), 401);
  EXPECT_EQ(site.StatusOf(third), 401);
}

TEST_F(Account, AnothersSessionIsNotOnesOwn) {
  site.AddUser("boris", "administrator");
  Web other(site.url());
  const std::string theirs = AuthSite::Secret(site.SignIn(other, "boris"));
  const std::string id = other.Get("/api/account/sessions").Json()[0]["id"];
  EXPECT_EQ(web.Delete("/api/account/sessions/" + id).status, 404);
  EXPECT_EQ(site.StatusOf(theirs), 200);
}

TEST_F(Account, TheSecondFactorCountsOnceACodeConfirmsItAndChangesTheSession) {
  EXPECT_EQ(web.Post("/api/account/totp", {{"password", "wrong"}}).status, 422);
  const std::string bytes = TurnOn();
  Web other(site.url());
  EXPECT_EQ(site.SignIn(other, "anna").status, 200) << "not confirmed yet";
  EXPECT_EQ(web.Send("PUT", "/api/account/totp", R"({"code": "000000"})").status,
            Code(bytes, Step()) == "000000" ? 200 : 422);
  const auto confirmed = Confirm(bytes);
  ASSERT_EQ(confirmed.status, 200) << confirmed.body;
  EXPECT_EQ(confirmed.Json()["recovery_codes"].size(), 10u);
  EXPECT_EQ(site.StatusOf(first), 401) << "rotated";
  EXPECT_EQ(web.Get("/api/account/totp").Json(), (Plain{{"enabled", true}, {"recovery_codes", 10}}));
  const auto without = site.SignIn(other, "anna");
  EXPECT_EQ(without.status, 401);
  EXPECT_THAT(without.Json()["needs"], ElementsAre("code"));
  EXPECT_EQ(web.Post("/api/account/totp", {{"password", kGood}}).status, 409) << "the secret is never shown again";
}

TEST_F(Account, ACodeIsTakenOnceWhoeverPresentsItAgain) {
  const std::string bytes = TurnOn();
  ASSERT_EQ(Confirm(bytes).status, 200);
  Web other(site.url());
  const std::string code = Code(bytes, Step());
  EXPECT_EQ(site.SignIn(other, "anna", kGood, {{"code", code}}).status, 200);
  const auto replayed = site.SignIn(other, "anna", kGood, {{"code", code}});
  EXPECT_EQ(replayed.status, 401);
  EXPECT_THAT(replayed.Json()["needs"], ElementsAre("code"));
  EXPECT_EQ(site.SignIn(other, "anna", "wrong", {{"code", Code(bytes, Step() + 1)}}).status, 401);
  EXPECT_EQ(site.SignIn(other, "anna", kGood, {{"code", Code(bytes, Step() + 1)}}).status, 200)
      << "a wrong password uses up no code";
}

TEST_F(Account, ARecoveryCodeSignsInOnceAndIsStoredAsAHash) {
  const std::string bytes = TurnOn();
  const auto codes = Confirm(bytes).Json()["recovery_codes"];
  const std::string code = codes[3];
  EXPECT_EQ(site.database().Value("SELECT count(*) FROM admin.recovery_codes WHERE octet_length(hash) = 32"), "10");
  Web other(site.url());
  EXPECT_EQ(site.SignIn(other, "anna", kGood, {{"code", code}}).status, 200);
  EXPECT_EQ(site.SignIn(other, "anna", kGood, {{"code", code}}).status, 401);
  EXPECT_EQ(web.Get("/api/account/totp").Json()["recovery_codes"], 9);
}

TEST_F(Account, GuessingCodesIsHeldUpAlsoWhereThePasswordIsKnown) {
  const std::string bytes = TurnOn();
  ASSERT_EQ(Confirm(bytes).status, 200);
  std::set<long> statuses;
  for (int i = 0; i < 8; ++i) {
    statuses.insert(web.Post("/api/account/totp/removal", {{"password", kGood}, {"code", "no code"}}).status);
  }
  EXPECT_THAT(statuses, ElementsAre(422, 429));
}

TEST_F(Account, GuessingTheCodeThatConfirmsIsHeldUp) {
  const std::string bytes = TurnOn();
  std::set<long> statuses;
  for (int i = 0; i < 8; ++i) statuses.insert(web.Send("PUT", "/api/account/totp", R"({"code": "no cod"})").status);
  EXPECT_THAT(statuses, ElementsAre(422, 429));
  EXPECT_EQ(Confirm(bytes).status, 429) << "the right one waits, too";
}

TEST_F(Account, ThePasswordIsProvedSoOftenAndNotMore) {
  std::set<long> statuses;
  for (int i = 0; i < 25; ++i) statuses.insert(web.Post("/api/account/totp", {{"password", kGood}}).status);
  EXPECT_THAT(statuses, ElementsAre(201, 429));
  EXPECT_EQ(site.SignIn(web, "anna").status, 200) << "which holds up no sign-in";
}

TEST_F(Account, TheSecondFactorIsRemovedWithAPasswordAndACode) {
  const std::string bytes = TurnOn();
  ASSERT_EQ(Confirm(bytes).status, 200);
  EXPECT_EQ(web.Post("/api/account/totp/removal", {{"password", kGood}, {"code", "no code"}}).status, 422);
  EXPECT_EQ(web.Post("/api/account/totp/removal", {{"password", kGood}, {"code", Code(bytes, Step())}}).status, 204);
  EXPECT_EQ(web.Get("/api/session").status, 401);
  EXPECT_EQ(site.SignIn(web, "anna").status, 200);
  EXPECT_EQ(site.database().Value("SELECT count(*) FROM admin.recovery_codes"), "0");
  EXPECT_EQ(web.Post("/api/account/totp/removal", {{"password", kGood}, {"code", "no code"}}).status, 409);
}

}  // namespace
}  // namespace admin::test
