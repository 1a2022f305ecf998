// What people have chosen in the panel is there again wherever they sign in, for them alone.
#include <gtest/gtest.h>

#include "tests/admin/auth/auth_site.h"

namespace admin::test {
namespace {

using cdc::test::Web;

constexpr const char* kPath = "/api/account/preferences";

class Preferences : public testing::Test {
 protected:
  Preferences() {
    site.AddUser("ann", "viewer");
    site.SignIn(web, "ann");
  }
  cdc::test::WebReply Put(Web& browser, const Plain& body, const std::string& version) {
    return browser.Put(kPath, body, {{"If-Match", version}});
  }

  AuthSite site;
  Web web{site.url()};
};

TEST_F(Preferences, AreEmptyAndThenWhatWasPut) {
  const auto none = web.Get(kPath);
  EXPECT_EQ(none.status, 200);
  EXPECT_EQ(none.Json(), Plain::object());
  const Plain chosen = {
      {"theme", "dark"}, {"columns", {"title", "rating"}}, {"views", {{"new", {{"q", "я\n\u0001"}}}}}};
  const auto put = Put(web, chosen, none.Header("etag"));
  EXPECT_EQ(put.status, 200) << put.body;
  EXPECT_EQ(put.Json(), chosen);
  Web elsewhere(site.url());
  site.SignIn(elsewhere, "ann");
  EXPECT_EQ(elsewhere.Get(kPath).Json(), chosen);
  EXPECT_EQ(elsewhere.Get(kPath).Header("etag"), put.Header("etag"));
  EXPECT_EQ(Put(elsewhere, Plain::object(), put.Header("etag")).status, 200);
  EXPECT_EQ(web.Get(kPath).Json(), Plain::object());
}

TEST_F(Preferences, OfOneAreNotThoseOfAnother) {
  Put(web, {{"theme", "dark"}}, web.Get(kPath).Header("etag"));
  site.AddUser("bob", "administrator");
  Web bob(site.url());
  site.SignIn(bob, "bob");
  EXPECT_EQ(bob.Get(kPath).Json(), Plain::object());
}

TEST_F(Preferences, OfTwoWindowsTheSecondOneLearnsOfTheFirst) {
  const auto version = web.Get(kPath).Header("etag");
  const auto first = Put(web, {{"theme", "dark"}}, version), second = Put(web, {{"theme", "light"}}, version);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(second.status, 412);
  EXPECT_EQ(second.Json()["current"], (Plain{{"theme", "dark"}}));
  EXPECT_EQ(second.Header("etag"), first.Header("etag"));
  EXPECT_EQ(web.Put(kPath, {{"theme", "light"}}).status, 428);
  for (const char* wrong : {"\"7\"", "1", "\"x\"", "*", "\"\"", "\"99999999999999999999\"", "W/\"1\""}) {
    EXPECT_EQ(Put(web, {{"theme", "light"}}, wrong).status, 412) << wrong;
  }
  EXPECT_EQ(web.Get(kPath).Json()["theme"], "dark");
}

TEST_F(Preferences, AreAnObjectOfABoundedSize) {
  const auto version = web.Get(kPath).Header("etag");
  EXPECT_EQ(Put(web, Plain::array(), version).status, 422);
  EXPECT_EQ(Put(web, "dark", version).status, 422);
  EXPECT_EQ(Put(web, {{"a", std::string(65536, 'a')}}, version).status, 413);
  std::string longer = "[1e14";  // longer as it is written anew
  while (longer.size() < 60000) longer += ",1e14";
  EXPECT_EQ(web.Send("PUT", kPath, "{\"a\":" + longer + "]}", {{"If-Match", version}}).status, 413);
  const std::string deep = "{\"a\":" + std::string(100, '[') + std::string(100, ']') + "}";
  EXPECT_EQ(web.Send("PUT", kPath, deep, {{"If-Match", version}}).status, 400);
  EXPECT_EQ(Put(web, {{"a", std::string(65000, 'a')}}, version).status, 200);
}

TEST_F(Preferences, AreForSessionsAndNotForTokens) {
  const auto made = AuthSite::MakeToken(web, {"read"});
  ASSERT_EQ(made.status, 201) << made.body;
  Web program(site.url());
  const auto token = "Bearer " + made.Json()["token"].get<std::string>();
  EXPECT_EQ(program.Get(kPath, {{"Authorization", token}}).status, 403);
  EXPECT_EQ(program.Get(kPath).status, 401);
  const auto csrf = std::exchange(web.csrf, "");
  EXPECT_EQ(Put(web, {{"theme", "dark"}}, "\"0\"").status, 403);
  web.csrf = csrf;
}

}  // namespace
}  // namespace admin::test
