// API tokens over HTTP.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "admin/server/auth/secrets.h"
#include "tests/admin/auth/auth_site.h"

namespace admin::test {
namespace {

using cdc::test::Web;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Tokens : public testing::Test {
 protected:
  Tokens() { EXPECT_EQ(site.SignIn(web, "anna").status, 200); }
  cdc::test::WebReply Make(const Plain& scopes, int days = 30) {
    return web.Post("/api/account/tokens", {{"name", "nightly import"}, {"scopes", scopes}, {"days", days}});
  }
  cdc::test::WebReply With(const std::string& token, const std::string& path = "/api/session") {
    return Web(site.url()).Get(path, {{"Authorization", "Bearer " + token}});
  }

  AuthSite site;
  const std::string anna = site.AddUser("anna", "editor");
  Web web{site.url()};
};

TEST_F(Tokens, AreShownOnceAndStoredAsAHash) {
  const auto made = Make({"read", "edit"});
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string token = made.Json()["token"];
  EXPECT_THAT(token, StartsWith("wct_"));
  EXPECT_EQ(site.database().Value("SELECT encode(hash, 'hex') FROM admin.tokens"), auth::Fingerprint(token));
  const auto list = web.Get("/api/account/tokens");
  ASSERT_EQ(list.Json().size(), 1u);
  EXPECT_EQ(list.Header("x-total-count"), "1");
  EXPECT_THAT(list.body, Not(HasSubstr(token)));
  EXPECT_TRUE(list.Json()[0]["used"].is_null());
  const auto who = With(token);
  EXPECT_EQ(who.status, 200) << who.body;
  EXPECT_EQ(who.Json()["name"], "anna");
  EXPECT_FALSE(who.Json().contains("csrf"));
  EXPECT_FALSE(web.Get("/api/account/tokens").Json()[0]["used"].is_null());
  EXPECT_THAT(site.server().Log(), Not(HasSubstr(token)));
}

TEST_F(Tokens, MayDoWhatTheirScopesSayAndNeverMoreThanTheUser) {
  EXPECT_EQ(Make({"operate"}).status, 422) << "an editor's token operates nothing";
  EXPECT_EQ(Make({"administer"}).status, 422);
  EXPECT_EQ(Make({}).status, 422);
  EXPECT_EQ(Make({"read"}, 0).status, 422);
  EXPECT_EQ(Make({"read"}, 400).status, 422);
  EXPECT_EQ(With(Make({"edit"}).Json()["token"]).status, 403) << "the route needs the scope read";
  const std::string token = Make({"read"}).Json()["token"];
  EXPECT_EQ(With(token).status, 200);
  for (const char* path : {"/api/account/sessions", "/api/account/tokens", "/api/account/totp", "/api/admin/users"}) {
    EXPECT_EQ(With(token, path).status, 403) << path << ": for sessions alone";
  }
}

TEST_F(Tokens, OneThatExpiredOrWasRevokedIsDead) {
  const auto made = Make({"read"}).Json();
  const std::string token = made["token"], id = made["id"];
  site.database().Exec("UPDATE admin.tokens SET expires = now()");
  EXPECT_EQ(With(token).status, 401);
  site.database().Exec("UPDATE admin.tokens SET expires = now() + interval '1 day'");
  EXPECT_EQ(With(token).status, 200);
  site.AddUser("boris", "editor");
  Web other(site.url());
  site.SignIn(other, "boris");
  EXPECT_EQ(other.Delete("/api/account/tokens/" + id).status, 404) << "another's";
  EXPECT_EQ(With(token).status, 200);
  EXPECT_EQ(web.Delete("/api/account/tokens/" + id).status, 204);
  EXPECT_EQ(With(token).status, 401);
  EXPECT_EQ(web.Delete("/api/account/tokens/" + id).status, 204) << "once more changes nothing";
  EXPECT_EQ(site.database().Value(
                "SELECT string_agg(action, ',' ORDER BY seq) FROM admin.history WHERE object_type = 'token'"),
            "create,revoke");
}

TEST_F(Tokens, AdministratorsSeeAndRevokeAll) {
  const auto made = Make({"read"}).Json();
  site.AddUser("vera", "administrator");
  Web admin(site.url());
  site.SignIn(admin, "vera");
  EXPECT_EQ(admin.Get("/api/admin/tokens").Json()[0]["user"], "anna");
  EXPECT_EQ(admin.Delete("/api/admin/tokens/" + made["id"].get<std::string>()).status, 204);
  EXPECT_EQ(With(made["token"]).status, 401);
}

TEST_F(Tokens, WhatIsNoTokenIsRefusedAndTheCookieBesideItDoesNotHelp) {
  const std::string secret = auth::NewSecret();
  for (const auto& value :
       {"Bearer wct_" + secret, std::string("Bearer"), std::string("Bearer x"), std::string("Basic YW5uYTp4")}) {
    const auto reply = web.Get("/api/session", {{"Authorization", value}});
    EXPECT_EQ(reply.status, 401) << value;
    EXPECT_THAT(reply.Header("www-authenticate"), StartsWith("Bearer"));
  }
  EXPECT_EQ(web.Get("/api/session").status, 200);
}

TEST_F(Tokens, FiftyAreEnough) {
  for (int i = 0; i < 50; ++i) ASSERT_EQ(Make({"read"}).status, 201) << i;
  EXPECT_EQ(Make({"read"}).status, 409);
  const std::string id = web.Get("/api/account/tokens").Json()[0]["id"];
  web.Delete("/api/account/tokens/" + id);
  EXPECT_EQ(Make({"read"}).status, 201);
}

}  // namespace
}  // namespace admin::test
