// The program as it is started: what is public, what is not, and how it stands clients that hold on to connections.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <list>

#include "tests/support/admin_server.h"
#include "tests/support/films.h"
#include "tests/support/postgres.h"
#include "tests/support/wait.h"

namespace cdc::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class AdminHttp : public testing::Test {
 protected:
  AdminHttp() : server_(WithFilms(database_)) {}
  static std::string WithFilms(TestDatabase& database) {
    LoadFilms(database, 20);
    return database.Dsn();
  }
  TestDatabase database_;
  AdminServer server_;
};

TEST_F(AdminHttp, MetricsAndProbesAreOnlyOnTheInternalListener) {
  server_.Start();
  Web open(server_.url()), internal(server_.internal_url());
  for (const char* path : {"/metrics", "/livez", "/readyz"}) {
    EXPECT_EQ(internal.Get(path).status, 200) << path;
    EXPECT_EQ(open.Get(path).status, 404) << path;
  }
  EXPECT_EQ(internal.Get("/api/openapi.json").status, 404);
  open.Get("/api/openapi.json");
  EXPECT_THAT(internal.Get("/metrics").body,
              HasSubstr("walcast_admin_http_answers_total{route=\"openapi\",status=\"200\"} 1"));
}

TEST_F(AdminHttp, TheDocumentNamesEveryRouteAndThePageToo) {
  server_.Start();
  Web web(server_.url());
  const auto document = web.Get("/api/openapi.json").Json();
  const auto page = web.Get("/api/docs").body;
  EXPECT_EQ(document.at("openapi"), "3.1.0");
  for (const auto& [path, operations] : document.at("paths").items()) EXPECT_THAT(page, HasSubstr(path));
  const auto printed = server_.Command({"openapi"});
  EXPECT_EQ(printed.exit, 0);
  EXPECT_EQ(nlohmann::json::parse(printed.output), document);
}

TEST_F(AdminHttp, FiveHundredIdleConnectionsKeepNobodyWaiting) {
  server_.Start();
  std::list<RawSocket> idle;
  for (int i = 0; i < 500; ++i) idle.emplace_back(server_.port());
  Web web(server_.url());
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(web.Get("/api/openapi.json").status, 200);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(5 * 50));
}

TEST_F(AdminHttp, SecretsStandNeitherInTheArgumentsNorInTheLog) {
  server_.environment["WALCAST_ADMIN_WALCAST__TOKEN"] = "a-secret-token";
  server_.environment["WALCAST_ADMIN_ELASTICSEARCH__PASSWORD"] = "a-secret-password";
  server_.environment["WALCAST_ADMIN_ELASTICSEARCH__USERNAME"] = "somebody";
  server_.Start();
  Web(server_.url()).Get("/api/openapi.json?token=a-secret-query");
  std::ifstream arguments("/proc/" + std::to_string(server_.pid()) + "/cmdline", std::ios::binary);
  const std::string words((std::istreambuf_iterator<char>(arguments)), {});
  EXPECT_THAT(words, HasSubstr("run"));
  EXPECT_THAT(words, Not(HasSubstr("a-secret")));
  EXPECT_THAT(server_.Log(), Not(HasSubstr("a-secret")));
}

TEST_F(AdminHttp, AConfigurationThatCannotBeUsedIsToldAndNothingIsStarted) {
  const auto finished = server_.Command({"run", "--set", "server.threads=-1", "--set", "sever.listen=x"});
  EXPECT_EQ(finished.exit, 78);
  EXPECT_THAT(finished.output, HasSubstr("server.threads"));
  EXPECT_THAT(finished.output, HasSubstr("Did you mean server.listen?"));
}

TEST_F(AdminHttp, ASecondServerOnTheSameAddressIsRefused) {
  server_.Start();
  const auto finished = server_.Command({"run"});
  EXPECT_EQ(finished.exit, 78) << finished.output;
  EXPECT_THAT(finished.output, HasSubstr("cannot listen on"));
  EXPECT_TRUE(server_.Ready());
}

TEST_F(AdminHttp, ItStopsWithCodeZero) {
  server_.Start();
  EXPECT_EQ(server_.Terminate(), 0);
}

}  // namespace
}  // namespace cdc::test
