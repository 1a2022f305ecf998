// Signing in without the panel and without any script: pages and their forms, as a browser sends them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "admin/server/auth/secrets.h"
#include "admin/server/auth/totp.h"
#include "tests/admin/auth/auth_site.h"
#include "tests/support/redis_keys.h"
#include "tests/support/wait.h"

namespace admin::test {
namespace {

using cdc::test::Web;
using cdc::test::WebHeaders;
using cdc::test::WebReply;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

using Fields = std::vector<std::pair<std::string, std::string>>;

std::string Encode(const Fields& fields) {
  std::string body;
  for (const auto& [name, value] : fields) {
    body += (body.empty() ? "" : "&") + name + "=";
    for (const unsigned char c : value) {
      if (c == ' ') {
        body += '+';
      } else {
        constexpr char kDigits[] = "0123456789ABCDEF";
        body += {'%', kDigits[c >> 4], kDigits[c & 15]};
      }
    }
  }
  return body;
}

WebReply SendText(Web& web, const std::string& path, const std::string& body, WebHeaders headers = {}) {
  headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  return web.Send("POST", path, body, std::move(headers));
}

WebReply SendForm(Web& web, const std::string& path, const Fields& fields, WebHeaders headers = {}) {
  return SendText(web, path, Encode(fields), std::move(headers));
}

class Pages : public testing::Test {
 protected:
  void AddAnn() { site.AddUser("ann", "editor"); }
  // Signed in by the API, with a second factor; its secret.
  std::string AddBobWithASecondFactor() {
    site.AddUser("bob", "editor");
    Web bob(site.url());
    EXPECT_EQ(site.SignIn(bob, "bob").status, 200);
    const auto begun = bob.Post("/api/account/second-factor", {{"password", kGood}});
    EXPECT_TRUE(begun.status == 200 || begun.status == 201) << begun.body;
    const std::string secret =
        auth::FromHex(site.database().Value("SELECT encode(secret, 'hex') FROM admin.second_factors"));
    EXPECT_EQ(bob.Post("/api/account/second-factor/confirmation", {{"code", CodeOf(secret, 0)}}).status, 200);
    return secret;
  }
  // Of now, or of the next half minute, as none is taken twice.
  static std::string CodeOf(const std::string& secret, int later) {
    return auth::TotpCode(secret, auth::TotpStepAt(auth::TimeOfDay().Now()) + later);
  }
  int HalfWaysInRedis() {
    return static_cast<int>(cdc::test::KeysOf(site.server().prefix() + ":half-way:").size());
  }

  AuthSite site;
  Web web{site.url()};
};

TEST_F(Pages, TheFormSignsInAndGoesOn) {
  AddAnn();
  const auto page = web.Get("/sign-in?next=/films/7%3Ftab%3Dpeople");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.Header("content-type"), HasSubstr("text/html"));
  EXPECT_THAT(page.body, AllOf(HasSubstr("value=\"/films/7?tab=people\""), HasSubstr("current-password"),
                               Not(HasSubstr("<script")), Not(HasSubstr("style=")), Not(HasSubstr("role=\"alert\""))));
  EXPECT_THAT(page.Header("content-security-policy"),
              AllOf(HasSubstr("default-src 'none'"), HasSubstr("form-action 'self'"), Not(HasSubstr("unsafe"))));
  const auto done = SendForm(web, "/sign-in", {{"name", "ann"}, {"password", kGood}, {"next", "/films/7?tab=people"}});
  EXPECT_EQ(done.status, 303) << done.body;
  EXPECT_EQ(done.Header("location"), "/films/7?tab=people");
  EXPECT_EQ(web.Get("/api/session").Json()["name"], "ann");
}

TEST_F(Pages, AWrongPasswordIsToldOnTheSamePageLikeAWrongName) {
  AddAnn();
  const auto wrong = SendForm(web, "/sign-in", {{"name", "ann"}, {"password", "not that one"}});
  EXPECT_EQ(wrong.status, 401);
  EXPECT_THAT(wrong.body, AllOf(HasSubstr("role=\"alert\""), HasSubstr("aria-invalid"), HasSubstr("Error: "),
                                HasSubstr("value=\"ann\""), Not(HasSubstr("not that one"))));
  auto nobody = SendForm(web, "/sign-in", {{"name", "eve"}, {"password", "not that one"}});
  nobody.body.replace(nobody.body.find("value=\"eve\""), 11, "value=\"ann\"");
  EXPECT_EQ(nobody.body, wrong.body);
  EXPECT_EQ(wrong.Header("set-cookie"), "");
}

TEST_F(Pages, WhoGuessesHasToWaitAsInTheApi) {
  AddAnn();
  WebReply last;
  for (int i = 0; i < 7; ++i) last = SendForm(web, "/sign-in", {{"name", "ann"}, {"password", "guess"}});
  EXPECT_EQ(last.status, 429);
  EXPECT_THAT(last.body, HasSubstr("too many attempts"));
  EXPECT_NE(last.Header("retry-after"), "");
  EXPECT_EQ(site.SignIn(web, "ann").status, 429) << "it is one count";
}

TEST_F(Pages, TheCodeIsAskedForOnAPageOfItsOwnThatDoesNotHoldThePassword) {
  const std::string secret = AddBobWithASecondFactor();
  const auto asks = SendForm(web, "/sign-in", {{"name", "bob"}, {"password", kGood}, {"next", "/genres"}});
  EXPECT_EQ(asks.status, 200) << asks.body;
  EXPECT_THAT(asks.body, AllOf(HasSubstr("name=\"code\""), HasSubstr("one-time-code"), HasSubstr("value=\"/genres\""),
                               Not(HasSubstr("role=\"alert\"")), Not(HasSubstr("violet"))));
  EXPECT_EQ(web.Get("/api/session").status, 401) << "half-way is not signed in";
  const auto wrong = SendForm(web, "/sign-in", {{"code", "000000"}, {"next", "/genres"}});
  EXPECT_EQ(wrong.status, 401);
  EXPECT_THAT(wrong.body, AllOf(HasSubstr("name=\"code\""), HasSubstr("role=\"alert\"")));
  const auto done = SendForm(web, "/sign-in", {{"code", CodeOf(secret, 1)}, {"next", "/genres"}});
  EXPECT_EQ(done.status, 303) << done.body;
  EXPECT_EQ(done.Header("location"), "/genres");
  EXPECT_EQ(web.Get("/api/session").Json()["name"], "bob");
  EXPECT_EQ(HalfWaysInRedis(), 0);
  EXPECT_EQ(web.Cookie("half-way"), "");
}

TEST_F(Pages, WhatIsHalfWayIsTakenOnceAndIsNotReadableInRedis) {
  const std::string secret = AddBobWithASecondFactor();
  SendForm(web, "/sign-in", {{"name", "bob"}, {"password", kGood}});
  const auto keys = cdc::test::KeysOf(site.server().prefix() + ":half-way:");
  ASSERT_EQ(keys.size(), 1u);
  const std::string kept = site.Redis({"GET", *keys.begin()});
  EXPECT_THAT(kept, Not(HasSubstr(kGood)));
  EXPECT_THAT(kept, Not(HasSubstr(auth::ToHex(kGood))));
  EXPECT_GT(std::stol(site.Redis({"PTTL", *keys.begin()})), 1000);
  const std::string cookie = "half-way=" + web.Cookie("half-way");
  EXPECT_THAT(*keys.begin(), Not(HasSubstr(web.Cookie("half-way"))));
  Web thief(site.url());
  EXPECT_EQ(SendForm(thief, "/sign-in", {{"code", CodeOf(secret, 1)}}).status, 422) << "without the cookie";
  EXPECT_EQ(SendForm(thief, "/sign-in", {{"code", "000000"}}, {{"Cookie", cookie}}).status, 401);
  const auto again = SendForm(Web(site.url()) = Web(site.url()), "/sign-in", {});
  (void)again;
}

}  // namespace
}  // namespace admin::test
