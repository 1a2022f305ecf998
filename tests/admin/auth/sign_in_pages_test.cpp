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
  // Who has a second factor; its secret.
  std::string AddBob() {
    site.AddUser("bob", "editor");
    Web bob(site.url());
    EXPECT_EQ(site.SignIn(bob, "bob").status, 200);
    EXPECT_EQ(bob.Post("/api/account/totp", {{"password", kGood}}).status, 201);
    const std::string secret =
        auth::FromHex(site.database().Value("SELECT encode(secret, 'hex') FROM admin.second_factors"));
    EXPECT_EQ(bob.Send("PUT", "/api/account/totp", Plain{{"code", CodeOf(secret, -1)}}.dump()).status, 200);
    return secret;
  }
  // None is taken twice: the one of some half minutes before or after this one.
  static std::string CodeOf(const std::string& secret, int steps) {
    return auth::TotpCode(secret, auth::TotpStepAt(auth::TimeOfDay().Now()) + steps);
  }
  std::vector<std::string> HalfWays() {
    return cdc::test::RedisKeys(cdc::test::Environment("WALCAST_TEST_REDIS"), site.server().prefix() + ":half-way:")
        .List();
  }
  std::string SetUpToken() {
    EXPECT_TRUE(cdc::test::WaitUntil([&] { return site.server().Log().find("setup_token=") != std::string::npos; }));
    const std::string log = site.server().Log();
    return log.substr(log.find("setup_token=") + 12, 43);
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
  const std::string secret = AddBob();
  const auto asks = SendForm(web, "/sign-in", {{"name", "bob"}, {"password", kGood}, {"next", "/genres"}});
  EXPECT_EQ(asks.status, 200) << asks.body;
  EXPECT_THAT(asks.body, AllOf(HasSubstr("name=\"code\""), HasSubstr("one-time-code"), HasSubstr("value=\"/genres\""),
                               Not(HasSubstr("role=\"alert\"")), Not(HasSubstr("violet"))));
  EXPECT_EQ(web.Get("/api/session").status, 401) << "half-way is not signed in";
  const auto wrong = SendForm(web, "/sign-in", {{"code", "000000"}, {"next", "/genres"}});
  EXPECT_EQ(wrong.status, 401);
  EXPECT_THAT(wrong.body, AllOf(HasSubstr("name=\"code\""), HasSubstr("role=\"alert\"")));
  const auto done = SendForm(web, "/sign-in", {{"code", CodeOf(secret, 0)}, {"next", "/genres"}});
  EXPECT_EQ(done.status, 303) << done.body;
  EXPECT_EQ(done.Header("location"), "/genres");
  EXPECT_EQ(web.Get("/api/session").Json()["name"], "bob");
  EXPECT_EQ(HalfWays().size(), 0u);
  EXPECT_EQ(web.Cookie("half-way"), "");
}

TEST_F(Pages, WhatIsHalfWayIsTakenOnceAndIsNotReadableInRedis) {
  const std::string secret = AddBob();
  SendForm(web, "/sign-in", {{"name", "bob"}, {"password", kGood}});
  ASSERT_EQ(HalfWays().size(), 1u);
  const std::string key = HalfWays()[0], kept = site.Redis({"GET", key});
  EXPECT_THAT(kept, AllOf(Not(HasSubstr(kGood)), Not(HasSubstr(auth::ToHex(kGood)))));
  EXPECT_GT(std::stol(site.Redis({"PTTL", key})), 1000);
  const WebHeaders cookie = {{"Cookie", "half-way=" + web.Cookie("half-way")}};
  EXPECT_THAT(key, Not(HasSubstr(web.Cookie("half-way"))));
  const Fields right = {{"code", CodeOf(secret, 0)}};
  Web without(site.url()), first(site.url()), second(site.url());
  EXPECT_EQ(SendForm(without, "/sign-in", right).status, 422) << "without the cookie";
  EXPECT_EQ(SendForm(first, "/sign-in", {{"code", "000000"}}, cookie).status, 401);
  const auto again = SendForm(second, "/sign-in", right, cookie);
  EXPECT_EQ(again.status, 422) << "it was taken";
  EXPECT_THAT(again.body, AllOf(HasSubstr("name=\"password\""), HasSubstr("Begin again")));
}

TEST_F(Pages, APasswordForOneTimeIsReplacedOnTheNextPageTogetherWithTheCode) {
  const std::string secret = AddBob(), id = site.IdOf("bob");
  site.AddUser("root", "administrator");
  Web root(site.url());
  site.SignIn(root, "root");
  const std::string once = root.Send("POST", "/api/admin/users/" + id + "/password").Json()["one_time_password"];
  const auto asks = SendForm(web, "/sign-in", {{"name", "bob"}, {"password", once}});
  EXPECT_THAT(asks.body, AllOf(HasSubstr("name=\"code\""), HasSubstr("name=\"new_password\""),
                               HasSubstr("new-password"), Not(HasSubstr(once))));
  const std::string better = "another calm red bridge";
  const auto send = [&](const std::string& code, const std::string& password, const std::string& again) {
    return SendForm(web, "/sign-in", {{"code", code}, {"new_password", password}, {"again", again}});
  };
  const auto both = AllOf(HasSubstr("name=\"code\""), HasSubstr("name=\"new_password\""), HasSubstr("role=\"alert\""));
  const std::string code = CodeOf(secret, 0);
  const auto different = send(code, better, better + "s"), weak = send(code, "bob2024", "bob2024"),
             wrong = send("000000", better, better);
  EXPECT_EQ(different.status, 422);
  EXPECT_THAT(different.body, both);
  EXPECT_EQ(weak.status, 422);
  EXPECT_THAT(weak.body, both);
  EXPECT_EQ(wrong.status, 401);
  EXPECT_THAT(wrong.body, both);
  EXPECT_EQ(send(code, better, better).status, 303);
  EXPECT_EQ(web.Get("/api/session").Json()["name"], "bob");
}

TEST_F(Pages, NoFormLeadsToAnotherSite) {
  AddAnn();
  for (const char* next : {"//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example/", "evil",
                           "/\t/evil.example", "/a\r\nSet-Cookie: x=y", "", "/\xD1\x8F"}) {
    const auto done = SendForm(web, "/sign-in", {{"name", "ann"}, {"password", kGood}, {"next", next}});
    EXPECT_EQ(done.status, 303) << next;
    EXPECT_EQ(done.Header("location"), "/") << next;
    EXPECT_THAT(web.Get("/sign-in?next=" + Encode({{"", next}}).substr(1)).body,
                HasSubstr("name=\"next\" value=\"/\""));
  }
}

TEST_F(Pages, WhatIsTypedIsNotMarkup) {
  AddAnn();
  const auto page = SendForm(
      web, "/sign-in",
      {{"name", "\"><script>alert(1)</script>"}, {"password", "x"}, {"next", "/\"><script>alert(2)</script>"}});
  EXPECT_THAT(page.body, AllOf(HasSubstr("&lt;script&gt;alert(1)"), HasSubstr("&lt;script&gt;alert(2)"),
                               Not(HasSubstr("<script"))));
}

TEST_F(Pages, AFormOfAnotherSiteIsRefused) {
  AddAnn();
  const Fields right = {{"name", "ann"}, {"password", kGood}};
  for (const WebHeaders& headers :
       {WebHeaders{{"Origin", "https://evil.example"}}, WebHeaders{{"Origin", "null"}},
        WebHeaders{{"Sec-Fetch-Site", "cross-site"}}, WebHeaders{{"Sec-Fetch-Site", "same-site"}}}) {
    const auto refused = SendForm(web, "/sign-in", right, headers);
    EXPECT_EQ(refused.status, 403) << headers[0].second;
    EXPECT_EQ(refused.Header("set-cookie"), "");
  }
  EXPECT_EQ(SendForm(web, "/sign-in", right, {{"Sec-Fetch-Site", "same-origin"}}).status, 303);
}

TEST_F(Pages, AFormThatNoBrowserSendsIsRefusedBeforeItIsLookedAt) {
  AddAnn();
  EXPECT_EQ(SendText(web, "/sign-in", "name=%zz&password=x").status, 400);
  EXPECT_EQ(SendText(web, "/sign-in", "name=%ff&password=x").status, 400);
  EXPECT_EQ(SendText(web, "/sign-in", "name=a%00b&password=x").status, 400);
  EXPECT_EQ(SendText(web, "/sign-in", "name=ann&name=bob&password=x").status, 400);
  EXPECT_EQ(SendForm(web, "/sign-in", {{"name", "ann"}, {"password", "x"}, {"role", "administrator"}}).status, 422);
  EXPECT_EQ(SendForm(web, "/sign-in", {{"name", std::string(151, 'a')}, {"password", "x"}}).status, 422);
  EXPECT_EQ(SendForm(web, "/sign-in", {{"name", "ann"}, {"password", std::string(20000, 'a')}}).status, 413);
  EXPECT_EQ(web.Post("/sign-in", {{"name", "ann"}, {"password", kGood}}).status, 415);
  EXPECT_EQ(web.Delete("/sign-in").status, 405);
}

TEST_F(Pages, SpeakRussianToWhoAsksForItByTheBrowserOrOnThePage) {
  AddAnn();
  EXPECT_THAT(web.Get("/sign-in", {{"Accept-Language", "ru"}}).body,
              AllOf(HasSubstr("lang=\"ru\""), HasSubstr("Пароль")));
  const auto page = web.Get("/sign-in?lang=ru&next=/films");
  EXPECT_THAT(page.body, AllOf(HasSubstr("<html lang=\"ru\">"), HasSubstr("name=\"lang\" value=\"ru\""),
                               HasSubstr("/sign-in?lang=en&amp;next=/films")));
  EXPECT_THAT(web.Get("/sign-in?lang=en", {{"Accept-Language", "ru"}}).body, HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(web.Get("/sign-in?lang=xx").body, HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(SendForm(web, "/sign-in", {{"name", "ann"}, {"password", "x"}, {"lang", "ru"}}).body,
              HasSubstr("Имя или пароль неверны."));
}

TEST_F(Pages, TheStyleIsAFileOfItsOwn) {
  const auto style = web.Get("/sign-in.css");
  EXPECT_EQ(style.status, 200);
  EXPECT_THAT(style.Header("content-type"), HasSubstr("text/css"));
  EXPECT_THAT(style.body, HasSubstr("prefers-color-scheme: dark"));
}

TEST_F(Pages, TheFirstAdministratorIsMadeOnAPageToo) {
  EXPECT_EQ(web.Get("/sign-in").Header("location"), "/setup");
  EXPECT_THAT(web.Get("/setup").body, AllOf(HasSubstr("name=\"token\""), HasSubstr("new-password")));
  const auto send = [&](const std::string& token, const std::string& password, const std::string& again) {
    return SendForm(web, "/setup", {{"token", token}, {"name", "ann"}, {"password", password}, {"again", again}});
  };
  const std::string token = SetUpToken();
  const auto wrong = send(auth::NewSecret(), kGood, kGood);
  EXPECT_EQ(wrong.status, 403);
  EXPECT_THAT(wrong.body, AllOf(HasSubstr("role=\"alert\""), HasSubstr("value=\"ann\""), Not(HasSubstr(kGood))));
  const auto differ = send(token, kGood, "something else");
  EXPECT_EQ(differ.status, 422);
  EXPECT_THAT(differ.body, AllOf(HasSubstr("value=\"" + token + "\""), Not(HasSubstr(kGood))))
      << "nobody is to look for it in the log again";
  EXPECT_EQ(send(token, "password", "password").status, 422);
  const auto done = send(token, kGood, kGood);
  EXPECT_EQ(done.status, 303) << done.body;
  EXPECT_EQ(web.Get("/api/session").Json()["role"], "administrator");
  EXPECT_EQ(web.Get("/setup").Header("location"), "/sign-in");
  EXPECT_EQ(web.Get("/sign-in").status, 200);
  EXPECT_EQ(send(token, kGood, kGood).status, 403);
}

// Over HTTP nobody types a password that would go over the wire as it is.
TEST(PagesOverHttp, HaveNoForm) {
  AuthSite site({"server.insecure_http=false"});
  Web web(site.url());
  const auto page = web.Get("/sign-in");
  EXPECT_EQ(page.status, 403);
  EXPECT_THAT(page.body, AllOf(HasSubstr("HTTPS"), Not(HasSubstr("<form"))));
}

}  // namespace
}  // namespace admin::test
