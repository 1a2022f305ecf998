// What administrators do with users.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "tests/admin/auth/auth_site.h"
#include "tests/support/wait.h"

namespace admin::test {
namespace {

using cdc::test::Web;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class Users : public testing::Test {
 protected:
  Users() { EXPECT_EQ(site.SignIn(web, "vera").status, 200); }
  cdc::test::WebReply Change(const std::string& id, const std::string& role, bool disabled) {
    return web.Put("/api/admin/users/" + id, {{"role", role}, {"disabled", disabled}});
  }
  std::string Actions() {
    return site.database().Value(
        "SELECT string_agg(object_name || ' ' || action, ', ' ORDER BY seq) FROM admin.history WHERE actor = 'vera'");
  }

  AuthSite site;
  const std::string vera = site.AddUser("vera", "administrator");
  Web web{site.url()};
};

TEST_F(Users, ANewOneChoosesAPasswordInPlaceOfOneForOneTime) {
  const auto made = web.Post("/api/admin/users", {{"name", "anna"}, {"role", "editor"}});
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string once = made.Json()["one_time_password"];
  Web anna(site.url());
  const auto first = site.SignIn(anna, "anna", once);
  EXPECT_EQ(first.status, 401);
  EXPECT_THAT(first.Json()["needs"], ElementsAre("new_password"));
  EXPECT_EQ(site.SignIn(anna, "anna", once, {{"new_password", "anna2024"}}).status, 422);
  EXPECT_EQ(site.SignIn(anna, "anna", once, {{"new_password", kGood}}).status, 200);
  EXPECT_EQ(anna.Get("/api/session").Json()["role"], "editor");
  EXPECT_EQ(site.SignIn(anna, "anna", once).status, 401);
  EXPECT_EQ(site.SignIn(anna, "anna").status, 200);
}

TEST_F(Users, APasswordForOneTimeIsValidForADay) {
  const std::string once =
      web.Post("/api/admin/users", {{"name", "anna"}, {"role", "editor"}}).Json()["one_time_password"];
  site.database().Exec("UPDATE admin.users SET password_until = password_until - interval '1 day' WHERE name = 'anna'");
  Web anna(site.url());
  EXPECT_EQ(site.SignIn(anna, "anna", once, {{"new_password", kGood}}).status, 401);
}

TEST_F(Users, NamesAreTakenOnceWhateverTheirCaseAndHoldNothingThatIsNotSeen) {
  EXPECT_EQ(web.Post("/api/admin/users", {{"name", "Анна"}, {"role", "viewer"}}).status, 201);
  const auto taken = web.Post("/api/admin/users", {{"name", "АННА"}, {"role", "viewer"}}, {{"Accept-Language", "ru"}});
  EXPECT_EQ(taken.status, 422);
  EXPECT_EQ(taken.Json()["errors"][0]["field"], "name");
  EXPECT_THAT(taken.Json()["errors"][0]["message"].get<std::string>(), HasSubstr("уже есть"));
  for (const char* name : {"", "an na", "anna\n", "an\u200bna", "anna\u202e", "an\u00a0na", "<b>", "a/b"}) {
    EXPECT_EQ(web.Post("/api/admin/users", {{"name", name}, {"role", "viewer"}}).status, 422) << name;
  }
}

TEST_F(Users, OneWhoIsDisabledIsOutAtOnceWithTokensAndAll) {
  const std::string anna = site.AddUser("anna", "editor");
  Web hers(site.url());
  const std::string secret = AuthSite::Secret(site.SignIn(hers, "anna"));
  const std::string token =
      hers.Post("/api/account/tokens", {{"name", "sync"}, {"scopes", {"read"}}, {"days", 1}}).Json()["token"];
  const auto with_token = [&] {
    return Web(site.url()).Get("/api/session", {{"Authorization", "Bearer " + token}}).status;
  };
  EXPECT_EQ(site.StatusOf(secret), 200);
  EXPECT_EQ(with_token(), 200);
  std::string capitals = anna;
  for (auto& c : capitals) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  ASSERT_EQ(Change(capitals, "editor", true).status, 200);
  EXPECT_EQ(site.StatusOf(secret), 401);
  EXPECT_EQ(with_token(), 401);
  EXPECT_EQ(site.SignIn(hers, "anna").status, 401);
  ASSERT_EQ(Change(anna, "editor", false).status, 200);
  EXPECT_EQ(site.StatusOf(secret), 401) << "what ended stays so";
  EXPECT_EQ(with_token(), 200);
  EXPECT_EQ(site.SignIn(hers, "anna").status, 200);
}

TEST_F(Users, ASignInThatBeganBeforeOneWasDisabledDoesNotOutliveIt) {
  const std::string anna = site.AddUser("anna", "editor");
  auto blocking = site.database().Connect();
  blocking.Exec("BEGIN");
  blocking.Exec("UPDATE admin.users SET disabled = true, epoch = epoch + 1 WHERE name = 'anna'");
  cdc::test::WebReply reply;
  std::jthread signing_in([&] {
    Web hers(site.url());
    reply = site.SignIn(hers, "anna");
  });
  // The password was right and the session is made; the sign-in waits for the row.
  const bool waits = cdc::test::WaitUntil([&] {
    return site.database().Value(
               "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = "
               "'Lock'") == "1";
  });
  blocking.Exec("COMMIT");
  signing_in.join();
  EXPECT_TRUE(waits);
  EXPECT_EQ(reply.status, 401);
  EXPECT_EQ(site.Redis({"ZCARD", site.server().prefix() + ":sessions:" + anna}), "0");
}

TEST_F(Users, NobodyIsDisabledWhereTheSessionsCannotBeEnded) {
  site.AddUser("anna", "editor");
  cdc::test::AdminServer cut_off(site.dsn(), {"redis.url=redis://127.0.0.1:1/0"});
  EXPECT_EQ(cut_off.Command({"user", "disable", "anna"}).exit, 69);
  EXPECT_EQ(site.database().Value("SELECT disabled FROM admin.users WHERE name = 'anna'"), "f");
}

TEST_F(Users, WhoReadsTheCatalogueReadsNoPasswords) {
  const std::string role = site.database().CreateRole("IN ROLE walcast_reader");
  cdc::test::TestConnection reader(site.database().Dsn(role));
  for (const char* table : {"users", "second_factors", "recovery_codes", "tokens", "setup", "user_records"}) {
    EXPECT_THROW(reader.Value(std::string("SELECT 1 FROM admin.") + table), std::runtime_error) << table;
  }
  const std::string editor = site.database().CreateRole("IN ROLE walcast_editor");
  EXPECT_THROW(cdc::test::TestConnection(site.database().Dsn(editor)).Exec("DELETE FROM admin.users"),
               std::runtime_error);
}

TEST_F(Users, AnotherRoleEndsTheSessionsThatHaveTheFormerOne) {
  const std::string anna = site.AddUser("anna", "administrator");
  Web hers(site.url());
  const std::string secret = AuthSite::Secret(site.SignIn(hers, "anna"));
  EXPECT_EQ(hers.Get("/api/admin/users").status, 200);
  ASSERT_EQ(Change(anna, "viewer", false).status, 200);
  EXPECT_EQ(site.StatusOf(secret), 401);
  site.SignIn(hers, "anna");
  EXPECT_EQ(hers.Get("/api/admin/users").status, 403);
}

TEST_F(Users, WhoLostThePasswordOrTheDeviceIsHelped) {
  const std::string anna = site.AddUser("anna", "editor");
  Web hers(site.url());
  const std::string secret = AuthSite::Secret(site.SignIn(hers, "anna"));
  const auto reset = web.Send("POST", "/api/admin/users/" + anna + "/password");
  ASSERT_EQ(reset.status, 200) << reset.body;
  EXPECT_EQ(site.StatusOf(secret), 401);
  EXPECT_EQ(site.SignIn(hers, "anna").status, 401);
  const std::string once = reset.Json()["one_time_password"];
  EXPECT_EQ(site.SignIn(hers, "anna", once, {{"new_password", "another calm red bridge"}}).status, 200);
  EXPECT_EQ(web.Delete("/api/admin/users/" + anna + "/totp").status, 409);
  site.database().Exec("INSERT INTO admin.second_factors (user_id, secret, confirmed) VALUES ('" + anna +
                       "', '\\x00', true)");
  EXPECT_EQ(web.Delete("/api/admin/users/" + anna + "/totp").status, 204);
  EXPECT_EQ(hers.Get("/api/session").status, 401);
  EXPECT_EQ(site.SignIn(hers, "anna", "another calm red bridge").status, 200);
  EXPECT_EQ(web.Delete("/api/admin/users/" + anna + "/sessions").status, 204);
  EXPECT_EQ(hers.Get("/api/session").status, 401);
}

TEST_F(Users, SomebodyCanAlwaysAdminister) {
  EXPECT_EQ(Change(vera, "administrator", true).status, 409);
  EXPECT_EQ(Change(vera, "editor", false).status, 409);
  const std::string anna = site.AddUser("anna", "administrator");
  EXPECT_EQ(Change(vera, "editor", false).status, 200);
  EXPECT_EQ(site.database().Value("SELECT count(*) FROM admin.users WHERE role = 'administrator'"), "1");
}

TEST_F(Users, AreListedAsReactAdminAsks) {
  site.AddUser("anna", "editor");
  site.AddUser("boris", "viewer");
  const auto page = web.Get("/api/admin/users?_sort=name&_order=DESC&_start=0&_end=2");
  EXPECT_EQ(page.Header("x-total-count"), "3");
  ASSERT_EQ(page.Json().size(), 2u);
  EXPECT_EQ(page.Json()[0]["name"], "vera");
  EXPECT_EQ(page.Json()[1]["name"], "boris");
  EXPECT_EQ(web.Get("/api/admin/users?role=editor").Json()[0]["name"], "anna");
  EXPECT_EQ(web.Get("/api/admin/users?q=ORI").Json()[0]["name"], "boris");
  const std::string one = web.Get("/api/admin/users?q=anna").Json()[0]["id"];
  EXPECT_EQ(web.Get("/api/admin/users?id=" + one + "&id=" + vera).Json().size(), 2u);
  const auto record = web.Get("/api/admin/users/" + one);
  EXPECT_EQ(record.status, 200);
  EXPECT_THAT(record.body, Not(HasSubstr("argon2")));
  auto back = record.Json();
  back["role"] = "operator";
  EXPECT_EQ(web.Put("/api/admin/users/" + one, back).Json()["role"], "operator")
      << "a record as it was read may be sent back";
  back["name"] = "hanna";
  EXPECT_EQ(web.Put("/api/admin/users/" + one, back).status, 422);
  EXPECT_EQ(web.Get("/api/admin/users/00000000-0000-4000-8000-000000000000").status, 404);
}

TEST_F(Users, OnlyAdministratorsSeeThem) {
  for (const char* role : {"viewer", "editor", "operator"}) {
    site.AddUser(role, role);
    Web other(site.url());
    site.SignIn(other, role);
    EXPECT_EQ(other.Get("/api/admin/users").status, 403) << role;
    EXPECT_EQ(other.Post("/api/admin/users", {{"name", "eve"}, {"role", "administrator"}}).status, 403) << role;
    EXPECT_EQ(other.Put("/api/admin/users/" + vera, {{"role", "viewer"}, {"disabled", true}}).status, 403) << role;
    EXPECT_EQ(other.Get("/api/admin/tokens").status, 403) << role;
    EXPECT_EQ(other.Get("/api/account/sessions").status, 200) << role;
  }
  EXPECT_EQ(Web(site.url()).Get("/api/admin/users").status, 401);
}

TEST_F(Users, EachChangeStandsInTheHistoryWithoutSecrets) {
  const std::string anna = web.Post("/api/admin/users", {{"name", "anna"}, {"role", "editor"}}).Json()["id"];
  Change(anna, "viewer", false);
  Change(anna, "viewer", false);
  web.Send("POST", "/api/admin/users/" + anna + "/password");
  EXPECT_EQ(Actions(), "anna create, anna update, anna reset_password") << "what changes nothing is no change";
  EXPECT_EQ(site.database().Value(
                "SELECT before->>'role' || ' ' || (after->>'role') FROM admin.history WHERE action = 'update'"),
            "editor viewer");
  EXPECT_EQ(site.database().Value("SELECT count(*) FROM admin.history WHERE concat(before, after) LIKE '%argon2%'"),
            "0");
  EXPECT_EQ(site.database().Value("SELECT DISTINCT actor_id || ' ' || address FROM admin.history WHERE actor = 'vera'"),
            vera + " 127.0.0.1");
}

}  // namespace
}  // namespace admin::test
