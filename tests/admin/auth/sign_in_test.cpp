// Signing in over HTTP: what people may do without a session, and what a session is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "admin/server/auth/secrets.h"
#include "tests/admin/auth/auth_site.h"
#include "tests/support/redis_keys.h"
#include "tests/support/wait.h"

namespace admin::test {
namespace {

using cdc::test::Web;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(SetUp, AFreshServerHasNoAccountButATokenInItsLogThatWorksOnce) {
  AuthSite site;
  Web web(site.url());
  EXPECT_EQ(site.database().Value("SELECT count(*) FROM admin.users"), "0");
  EXPECT_EQ(web.Get("/api/setup").Json()["needed"], true);
  for (const char* name : {"admin", "root", "walcast"}) EXPECT_EQ(site.SignIn(web, name, name).status, 401);
  ASSERT_TRUE(cdc::test::WaitUntil([&] { return site.server().Log().find("setup_token=") != std::string::npos; }));
  const std::string log = site.server().Log();
  const std::string token = log.substr(log.find("setup_token=") + 12, 43);
  EXPECT_EQ(site.database().Value("SELECT encode(hash, 'hex') FROM admin.setup"), auth::Fingerprint(token));
  Plain first = {{"token", auth::NewSecret()}, {"name", "anna"}, {"password", kGood}};
  EXPECT_EQ(web.Post("/api/setup", first).status, 403);
  first["token"] = token;
  first["password"] = "password";
  EXPECT_EQ(web.Post("/api/setup", first).status, 422) << "a password that is tried first";
  first["password"] = kGood;
  const auto made = web.Post("/api/setup", first);
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.Json()["role"], "administrator");
  EXPECT_EQ(web.Get("/api/admin/users").status, 200);
  EXPECT_EQ(web.Get("/api/setup").Json()["needed"], false);
  first["name"] = "eve";
  EXPECT_EQ(Web(site.url()).Post("/api/setup", first).status, 403) << "it is dead once used";
  EXPECT_EQ(site.database().Value("SELECT count(*) FROM admin.users"), "1");
}

TEST(SetUp, ATokenDiesWithTheFirstUserWhoIsAddedOtherwise) {
  AuthSite site;
  ASSERT_TRUE(cdc::test::WaitUntil([&] { return site.server().Log().find("setup_token=") != std::string::npos; }));
  const std::string log = site.server().Log();
  site.AddUser("anna", "administrator");
  const Plain body = {{"token", log.substr(log.find("setup_token=") + 12, 43)}, {"name", "eve"}, {"password", kGood}};
  EXPECT_EQ(Web(site.url()).Post("/api/setup", body).status, 403);
}

TEST(SetUp, ATokenThatIsTooOldIsReplacedWhenSomebodyAsks) {
  AuthSite site;
  ASSERT_TRUE(cdc::test::WaitUntil([&] { return site.server().Log().find("setup_token=") != std::string::npos; }));
  const std::string hash = "SELECT encode(hash, 'hex') FROM admin.setup";
  const std::string first = site.database().Value(hash);
  Web web(site.url());
  EXPECT_EQ(web.Get("/api/setup").status, 200);
  EXPECT_EQ(site.database().Value(hash), first);
  site.database().Exec("UPDATE admin.setup SET created = created - interval '25 hours'");
  const std::string log = site.server().Log();
  const Plain body = {{"token", log.substr(log.find("setup_token=") + 12, 43)}, {"name", "anna"}, {"password", kGood}};
  EXPECT_EQ(web.Post("/api/setup", body).status, 403);
  EXPECT_EQ(web.Get("/api/setup").status, 200);
  EXPECT_NE(site.database().Value(hash), first);
}

class SigningIn : public testing::Test {
 protected:
  AuthSite site;
  const std::string anna = site.AddUser("anna", "editor");
  Web web{site.url()};
};

TEST_F(SigningIn, TellsWhoOneIsAndWhatOneMayDo) {
  const auto reply = site.SignIn(web, "ANNA");
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.Json()["id"], anna);
  EXPECT_EQ(reply.Json()["name"], "anna");
  EXPECT_THAT(reply.Json()["permissions"], ElementsAre("read", "edit"));
  const auto shown = web.Get("/api/session");
  EXPECT_EQ(shown.Json(), reply.Json());
  EXPECT_EQ(shown.Header("cache-control"), "no-store");
  EXPECT_EQ(Web(site.url()).Get("/api/session").status, 401);
}

TEST_F(SigningIn, TheCookieIsForTheServerAlone) {
  EXPECT_THAT(site.SignIn(web, "anna").Header("set-cookie"),
              testing::MatchesRegex("sid=[A-Za-z0-9_-]{43}; HttpOnly; SameSite=Strict; Path=/"));
}

TEST(SigningInOverTls, TheCookieIsBoundToTheHostAndToTls) {
  AuthSite site({"server.insecure_http=false", "server.trusted_proxies=127.0.0.1"});
  site.AddUser("anna", "editor");
  Web web(site.url());
  EXPECT_EQ(site.SignIn(web, "anna").status, 403) << "over plain HTTP";
  const auto reply = site.SignIn(web, "anna", kGood, {}, {{"X-Forwarded-Proto", "https"}});
  EXPECT_THAT(reply.Header("set-cookie"),
              testing::MatchesRegex("__Host-sid=[A-Za-z0-9_-]{43}; Secure; HttpOnly; SameSite=Strict; Path=/"));
  const std::string secret = AuthSite::Secret(reply);
  EXPECT_EQ(Web(site.url()).Get("/api/session", {{"Cookie", "__Host-sid=" + secret}}).status, 200);
  EXPECT_EQ(Web(site.url()).Get("/api/session", {{"Cookie", "sid=" + secret}}).status, 401);
}

TEST_F(SigningIn, TheSessionChangesAtSignInAndIsDeadAfterSignOut) {
  const std::string planted = auth::NewSecret();
  const auto first = site.SignIn(web, "anna", kGood, {}, {{"Cookie", "sid=" + planted}});
  EXPECT_EQ(site.StatusOf(planted), 401) << "a session that the client brought is never taken over";
  const auto second = site.SignIn(web, "anna");
  EXPECT_NE(AuthSite::Secret(first), AuthSite::Secret(second));
  EXPECT_EQ(site.StatusOf(AuthSite::Secret(first)), 401);
  EXPECT_EQ(site.StatusOf(AuthSite::Secret(second)), 200);
  const auto out = web.Delete("/api/session");
  EXPECT_EQ(out.status, 204);
  EXPECT_THAT(out.Header("set-cookie"), HasSubstr("Max-Age=0"));
  EXPECT_EQ(site.StatusOf(AuthSite::Secret(second)), 401);
}

TEST_F(SigningIn, NeitherRedisNorTheLogHoldsASecret) {
  const std::string secret = AuthSite::Secret(site.SignIn(web, "anna"));
  const std::string csrf = web.csrf;
  for (const auto& [key, value] :
       cdc::test::RedisKeys(cdc::test::Environment("WALCAST_TEST_REDIS"), site.server().prefix()).Dump()) {
    EXPECT_THAT(key + value, Not(HasSubstr(secret)));
    EXPECT_THAT(key + value, Not(HasSubstr(csrf)));
  }
  for (const auto& word : {secret, csrf, kGood}) EXPECT_THAT(site.server().Log(), Not(HasSubstr(word)));
}

TEST_F(SigningIn, ASessionEndsWithoutRequestsAndAtTheLatestAfterItsTime) {
  const std::string idle = AuthSite::Secret(site.SignIn(web, "anna"));
  Web other(site.url());
  const std::string old = AuthSite::Secret(site.SignIn(other, "anna"));
  const auto shift = [&](const std::string& secret, const char* field, long milliseconds) {
    const std::string key = site.server().prefix() + ":session:" + auth::Fingerprint(secret);
    site.Redis({"HINCRBY", key, field, std::to_string(milliseconds)});
  };
  shift(idle, "used", -29 * 60'000);
  EXPECT_EQ(site.StatusOf(idle), 200);
  shift(idle, "used", -31 * 60'000);
  EXPECT_EQ(site.StatusOf(idle), 401);
  shift(old, "ends", -(12 * 3600 - 60) * 1000L);
  EXPECT_EQ(site.StatusOf(old), 200);
  shift(old, "ends", -60'000);
  EXPECT_EQ(site.StatusOf(old), 401);
}

TEST_F(SigningIn, AHashOfDjangosIsReplaced) {
  site.database().Exec(
      "INSERT INTO admin.users (name, role, password) VALUES "
      "('olga', 'viewer', 'pbkdf2_sha256$10000$seasalt$CWWFdHOWwPnki7HvkcqN9iA2T3KLW1cf2uZ5kvArtVY=')");
  const std::string hash = "SELECT left(password, 30) FROM admin.users WHERE name = 'olga'";
  EXPECT_EQ(site.SignIn(web, "olga", "letmein").status, 401);
  EXPECT_THAT(site.database().Value(hash), HasSubstr("pbkdf2_sha256"));
  EXPECT_EQ(site.SignIn(web, "olga", "lètmein").status, 200);
  EXPECT_EQ(site.database().Value(hash), "$argon2id$v=19$m=19456,t=2,p=1");
  EXPECT_EQ(site.SignIn(web, "olga", "lètmein").status, 200);
}

TEST_F(SigningIn, ChangesNeedTheSessionsTokenAndAPageOfThisSite) {
  site.SignIn(web, "anna");
  const std::string csrf = web.csrf;
  Web other(site.url());
  site.SignIn(other, "anna");
  const auto status = [&](cdc::test::WebHeaders headers) {
    return web.Send("DELETE", "/api/account/sessions/none", "", std::move(headers)).status;
  };
  const long there = 404;  // past all checks
  EXPECT_EQ(status({}), there);
  EXPECT_EQ(status({{"X-CSRF-Token", ""}}), 403);
  EXPECT_EQ(status({{"X-CSRF-Token", other.csrf}}), 403) << "of another session";
  EXPECT_EQ(status({{"X-CSRF-Token", csrf}, {"Origin", "https://evil.example"}}), 403);
  EXPECT_EQ(status({{"X-CSRF-Token", csrf}, {"Origin", "null"}}), 403);
  for (const auto& [site_word, expected] : {std::pair{"same-origin", there}, std::pair{"none", there},
                                            std::pair{"same-site", 403L}, std::pair{"cross-site", 403L}}) {
    EXPECT_EQ(status({{"X-CSRF-Token", csrf}, {"Sec-Fetch-Site", site_word}}), expected) << site_word;
  }
  const std::string form = "name=anna&password=x";
  EXPECT_EQ(web.Send("POST", "/api/session", form, {{"Content-Type", "application/x-www-form-urlencoded"}}).status,
            415);
  EXPECT_EQ(web.Send("POST", "/api/session", form, {{"Content-Type", "text/plain"}}).status, 415);
  EXPECT_EQ(
      web.Post("/api/session", {{"name", "anna"}, {"password", kGood}}, {{"Sec-Fetch-Site", "cross-site"}}).status,
      403);
}

}  // namespace
}  // namespace admin::test
