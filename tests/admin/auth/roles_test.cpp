// Every route of the OpenAPI document, for nobody and for each role: the document says who may, the server does as it
// says.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "tests/admin/auth/auth_site.h"

namespace admin::test {
namespace {

using cdc::test::Web;

// Lowest first; what a route asks for is the place of a word here.
const std::vector<std::string> kRoles = {"viewer", "editor", "operator", "administrator"};

struct Operation {
  std::string method, path, least, scope;

  // Whether nobody (-1) or the role of that place may call it.
  bool Allows(int role) const {
    if (least == "anybody") return true;
    if (role < 0) return false;
    return least == "any user" || static_cast<std::size_t>(role) >=
                                      static_cast<std::size_t>(std::ranges::find(kRoles, least) - kRoles.begin());
  }
  // With names in the path that nothing has.
  std::string Target() const {
    std::string target = path;
    for (std::size_t at = 0; (at = target.find('{')) != std::string::npos;) {
      target.replace(at, target.find('}') - at + 1, "00000000-0000-4000-8000-000000000000");
    }
    return target;
  }
};

std::vector<Operation> Operations(const Plain& document) {
  std::vector<Operation> all;
  for (const auto& [path, methods] : document["paths"].items()) {
    for (const auto& [method, operation] : methods.items()) {
      std::string upper = method;
      for (auto& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      all.push_back({upper, path, operation["x-role"], operation.value("x-scope", "")});
    }
  }
  return all;
}

class Roles : public testing::Test {
 protected:
  // An empty body, which no route takes: what is allowed gets past the check of roles and changes nothing.
  long Call(Web& web, const Operation& operation, cdc::test::WebHeaders headers = {}) {
    const bool reads = operation.method == "GET" || operation.method == "DELETE";
    return web
        .Send(operation.method, operation.Target(), reads ? "" : "[]", std::move(headers), std::chrono::seconds(5))
        .status;
  }

  AuthSite site;
  const std::vector<Operation> operations = Operations(Web(site.url()).Get("/api/openapi.json").Json());
};

TEST_F(Roles, TheDocumentNamesThemForEachRoute) {
  EXPECT_GT(operations.size(), 25u);
  for (const auto& operation : operations) {
    EXPECT_TRUE(operation.least == "anybody" || operation.least == "any user" ||
                std::ranges::count(kRoles, operation.least) == 1)
        << operation.path;
    if (operation.path.starts_with("/api/admin/users")) EXPECT_EQ(operation.least, "administrator") << operation.path;
    if (operation.path.starts_with("/api/ops"))
      EXPECT_TRUE(operation.least == "operator" || operation.least == "administrator") << operation.path;
    if (operation.least == "anybody" && operation.method != "GET") {
      EXPECT_TRUE(operation.path == "/api/session" || operation.path == "/api/setup") << operation.path;
    }
  }
}

TEST_F(Roles, NobodyGetsPastWhatIsForEverybody) {
  Web web(site.url());
  for (const auto& operation : operations) {
    if (operation.Allows(-1)) continue;
    EXPECT_EQ(Call(web, operation), 401) << operation.method << ' ' << operation.path;
  }
}

TEST_F(Roles, EachMayDoWhatTheDocumentSaysAndNoMore) {
  for (int role = 0; role < static_cast<int>(kRoles.size()); ++role) {
    const std::string& name = kRoles[static_cast<std::size_t>(role)];
    site.AddUser(name, name);
    Web web(site.url());
    ASSERT_EQ(site.SignIn(web, name).status, 200);
    for (const auto& operation : operations) {
      const long status = Call(web, operation);
      const bool refused = status == 403 || status == 401;
      EXPECT_EQ(refused && operation.least != "anybody", !operation.Allows(role))
          << name << ' ' << operation.method << ' ' << operation.path << ' ' << status;
      // Signing out is among what one may do.
      if (operation.method == "DELETE" && !refused && web.Get("/api/session").status == 401) site.SignIn(web, name);
    }
  }
}

TEST_F(Roles, ATokenReachesOnlyWhatItsScopeNames) {
  site.AddUser("vera", "administrator");
  Web web(site.url());
  site.SignIn(web, "vera");
  for (const std::string& scope : {std::string("read"), std::string("edit"), std::string("operate")}) {
    const std::string token =
        web.Post("/api/account/tokens", {{"name", scope}, {"scopes", {scope}}, {"days", 1}}).Json()["token"];
    Web machine(site.url());
    for (const auto& operation : operations) {
      if (operation.least == "anybody") continue;
      const long status = Call(machine, operation, {{"Authorization", "Bearer " + token}});
      EXPECT_EQ(status == 403, operation.scope != scope)
          << scope << ' ' << operation.method << ' ' << operation.path << ' ' << status;
      EXPECT_NE(status, 401) << operation.path;
    }
  }
}

}  // namespace
}  // namespace admin::test
