// Every route of the OpenAPI document, as everybody: who may not is refused before anything else is looked at, and who
// may is not.
#include <gtest/gtest.h>

#include <array>
#include <map>

#include "tests/support/admin_server.h"
#include "tests/support/films.h"
#include "tests/support/postgres.h"

namespace cdc::test {
namespace {

const std::string kPassword = "violet tram beyond seven";
const std::array<std::string, 4> kRoles = {"viewer", "editor", "operator", "administrator"};

std::string Fill(std::string path) {
  for (std::size_t at = 0; (at = path.find('{')) != std::string::npos;) {
    path.replace(at, path.find('}') - at + 1, "00000000-0000-4000-8000-000000000000");
  }
  return path;
}

std::size_t Rank(const std::string& role) {
  return static_cast<std::size_t>(std::find(kRoles.begin(), kRoles.end(), role) - kRoles.begin());
}

class Roles : public testing::Test {
 protected:
  Roles() : server_(Prepared(database_)) { server_.Start(); }
  static std::string Prepared(TestDatabase& database) {
    LoadFilms(database, 5);
    return database.Dsn(database.CreateRole("IN ROLE walcast_editor"));
  }
  std::unique_ptr<Web> SignIn(const std::string& name, const std::string& role) {
    if (database_.Value("SELECT count(*) FROM admin.users WHERE name = '" + name + "'") == "0") {
      const auto added = server_.Command({"user", "add", name, "--role", role, "--password-stdin"}, kPassword + "\n");
      EXPECT_EQ(added.exit, 0) << added.output;
    }
    auto web = std::make_unique<Web>(server_.url());
    const auto reply = web->Post("/api/session", {{"name", name}, {"password", kPassword}});
    EXPECT_EQ(reply.status, 200) << reply.body;
    if (reply.status == 200) web->csrf = reply.Json().at("csrf").get<std::string>();
    return web;
  }
  // What ends sessions is asked by another user, who signs in for it.
  static bool EndsTheSession(const std::string& method, const std::string& path) {
    return method == "delete" && (path == "/api/session" || path.starts_with("/api/account/sessions"));
  }

  TestDatabase database_;
  AdminServer server_;
};

TEST_F(Roles, EachRouteIsOpenToItsRolesAndToNobodyElse) {
  Web nobody(server_.url());
  const auto document = nobody.Get("/api/openapi.json").Json();
  std::map<std::string, std::unique_ptr<Web>> people;
  for (const auto& role : kRoles) people[role] = SignIn("a-" + role, role);
  int routes = 0;
  for (const auto& [path, operations] : document.at("paths").items()) {
    for (const auto& [lower, operation] : operations.items()) {
      ++routes;
      const auto least = operation.at("x-role").get<std::string>();
      std::string method = lower;
      for (char& c : method) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      const std::string body = operation.contains("requestBody") ? "{\"no such member\":1}" : "";
      const std::string target = Fill(path);
      const auto name = method + " " + path;
      if (least == "anybody") continue;
      EXPECT_EQ(nobody.Send(method, target, body).status, 401) << name;
      for (const auto& role : kRoles) {
        const bool allowed = least == "any user" || Rank(role) >= Rank(least);
        if (allowed && (path.find("/events") != std::string::npos)) continue;  // it does not end
        std::unique_ptr<Web> own;
        if (allowed && EndsTheSession(lower, path)) own = SignIn("b-" + role, role);
        auto& web = own ? *own : *people[role];
        const auto status = web.Send(method, target, body).status;
        if (allowed) {
          EXPECT_NE(status, 401) << name << " as " << role;
          EXPECT_NE(status, 403) << name << " as " << role;
          EXPECT_NE(status, 500) << name << " as " << role;
        } else {
          EXPECT_EQ(status, 403) << name << " as " << role;
        }
        if (allowed && method != "GET" && !own) {
          const auto token = std::exchange(web.csrf, "");
          EXPECT_EQ(web.Send(method, target, body).status, 403) << name << " without the session's token";
          web.csrf = token;
        }
      }
    }
  }
  EXPECT_GT(routes, 40);
}

// A route that is not in the document is not checked above: there is none.
TEST_F(Roles, OnlyPagesForPeopleAndTheirStyleAreNotInTheDocument) {
  Web web(server_.url());
  EXPECT_EQ(web.Get("/api/docs.css").status, 200);
  for (const char* path : {"/api", "/api/admin", "/api/ops", "/api/v1", "/api/admin/nothing", "/metrics"})
    EXPECT_EQ(web.Get(path).status, 404) << path;
}

}  // namespace
}  // namespace cdc::test
