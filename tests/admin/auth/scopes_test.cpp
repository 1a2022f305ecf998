// Every route of the OpenAPI document, with a token of each scope: an administrator's token reaches what its scope
// names, and nothing else.
#include <gtest/gtest.h>

#include "tests/admin/auth/auth_site.h"

namespace admin::test {
namespace {

using cdc::test::Web;

struct Operation {
  std::string method, target, scope;
};

// Those that are not for everybody; with names in their paths that nothing has.
std::vector<Operation> Operations(const Plain& document) {
  std::vector<Operation> all;
  for (const auto& [path, methods] : document["paths"].items()) {
    std::string target = path;
    for (std::size_t at = 0; (at = target.find('{')) != std::string::npos;) {
      target.replace(at, target.find('}') - at + 1, "00000000-0000-4000-8000-000000000000");
    }
    for (const auto& [lower, operation] : methods.items()) {
      std::string method = lower;
      for (auto& c : method) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      if (operation["x-role"] != "anybody") all.push_back({method, target, operation.value("x-scope", "")});
    }
  }
  return all;
}

TEST(Scopes, ATokenReachesOnlyWhatItsScopeNames) {
  AuthSite site;
  site.AddUser("vera", "administrator");
  Web web(site.url());
  ASSERT_EQ(site.SignIn(web, "vera").status, 200);
  const auto operations = Operations(web.Get("/api/openapi.json").Json());
  EXPECT_GT(operations.size(), 20u);
  for (const char* scope : {"read", "edit", "operate"}) {
    const Plain wish = {{"name", scope}, {"scopes", {scope}}, {"days", 1}};
    const std::string token = web.Post("/api/account/tokens", wish).Json()["token"];
    Web machine(site.url());
    for (const auto& [method, target, needed] : operations) {
      if (needed == scope && target.find("/events") != std::string::npos) continue;  // it does not end
      // A body that no route takes: what is allowed changes nothing.
      const std::string body = method == "GET" || method == "DELETE" ? "" : "[]";
      const long status = machine.Send(method, target, body, {{"Authorization", "Bearer " + token}}).status;
      EXPECT_EQ(status == 403, needed != scope) << scope << ' ' << method << ' ' << target << ' ' << status;
      EXPECT_NE(status, 401) << method << ' ' << target;
    }
  }
}

}  // namespace
}  // namespace admin::test
