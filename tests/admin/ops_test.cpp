// Operators steer a real stream through walcast-admin; what they do is in the history, and others may not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/admin_server.h"
#include "tests/support/film_stream.h"

namespace cdc::test {
namespace {

using ::testing::HasSubstr;

const std::string kPassword = "violet tram beyond seven";

class Operations : public FilmStream {
 protected:
  Operations()
      : server_(database_.Dsn(database_.CreateRole("IN ROLE walcast_editor")),
                {"walcast.control=" + daemon_.Address()}) {
    daemon_.Start();
    server_.Start();
  }

  void SignIn(Web& web, const std::string& role) {
    const auto added =
        server_.Command({"user", "add", "a-" + role, "--role", role, "--password-stdin"}, kPassword + "\n");
    ASSERT_EQ(added.exit, 0) << added.output;
    const auto reply = web.Post("/api/session", {{"name", "a-" + role}, {"password", kPassword}});
    ASSERT_EQ(reply.status, 200) << reply.body;
    web.csrf = reply.Json().at("csrf").get<std::string>();
  }
  std::vector<std::string> Actions() {
    std::vector<std::string> actions;
    for (const auto& row :
         database_.Table("SELECT actor || ' ' || action || ' ' || object_type || ' ' || object_id FROM admin.history "
                         "WHERE object_type IN ('stream', 'index') ORDER BY seq")) {
      actions.push_back(row.front());
    }
    return actions;
  }

  AdminServer server_;
};

TEST_F(Operations, AnOperatorPausesTheStreamAndLetsItGoOn) {
  ASSERT_TRUE(WaitLive());
  Web web(server_.url());
  ASSERT_NO_FATAL_FAILURE(SignIn(web, "operator"));
  EXPECT_EQ(web.Get("/api/ops/status").Json().at("state"), "streaming");

  const auto paused = web.Post("/api/ops/pause", Json::object());
  ASSERT_EQ(paused.status, 200) << paused.body;
  EXPECT_EQ(paused.Json().at("paused"), true);
  EXPECT_FALSE(paused.Json().at("warning").get<std::string>().empty());
  EXPECT_EQ(web.Get("/api/ops/status").Json().at("paused"), true);
  const auto rebuild = web.Post("/api/ops/indices/" + site_.Alias("movies") + "/rebuild", Json::object());
  EXPECT_EQ(rebuild.status, 409) << rebuild.body;

  Change(1);
  ASSERT_EQ(web.Post("/api/ops/resume", Json::object()).status, 200);
  ExpectEqual();
  EXPECT_THAT(Actions(), testing::ElementsAre("a-operator pause stream walcast",
                                              "a-operator rebuild index " + site_.Alias("movies"),
                                              "a-operator rebuild_failed index " + site_.Alias("movies"),
                                              "a-operator resume stream walcast"));
  const auto history = "/api/admin/history?_end=25&object_type=";
  EXPECT_EQ(web.Get(history + std::string("stream")).Json().size(), 2U);
  EXPECT_EQ(web.Get(history + std::string("index")).Json().size(), 2U);
  EXPECT_EQ(web.Get(history + std::string("user")).Json().size(), 0U);
  Web editor(server_.url());
  ASSERT_NO_FATAL_FAILURE(SignIn(editor, "editor"));
  EXPECT_EQ(editor.Get(history + std::string("stream")).Json().size(), 0U);
}

TEST_F(Operations, AnIndexIsRebuiltAndTheSlotMadeAnew) {
  ASSERT_TRUE(WaitLive());
  Web web(server_.url());
  ASSERT_NO_FATAL_FAILURE(SignIn(web, "operator"));
  const auto before = site_.Generation("movies");
  ASSERT_EQ(web.Post("/api/ops/indices/" + site_.Alias("movies") + "/rebuild", Json::object()).status, 200);
  ASSERT_TRUE(WaitUntil([&] { return site_.Generation("movies") != before; }, kLong));
  EXPECT_EQ(web.Post("/api/ops/indices/nothing/rebuild", Json::object()).status, 404);

  ASSERT_TRUE(WaitLive()) << daemon_.Status().dump(1);
  const auto genres = site_.Generation("genres");
  ASSERT_EQ(web.Post("/api/ops/slot/reset", Json::object()).status, 200);
  ASSERT_TRUE(WaitUntil([&] { return site_.Generation("genres") != genres; }, kLong));
  ExpectEqualOnceLive();
}

TEST_F(Operations, WhoIsNoOperatorMayNotEvenLook) {
  Web web(server_.url());
  EXPECT_EQ(web.Get("/api/ops/status").status, 401);
  ASSERT_NO_FATAL_FAILURE(SignIn(web, "editor"));
  EXPECT_EQ(web.Get("/api/ops/status").status, 403);
  EXPECT_EQ(web.Post("/api/ops/pause", Json::object()).status, 403);
  EXPECT_TRUE(Actions().empty());
}

TEST_F(Operations, TheEventsTellOfTheStreamAndOfItsAbsence) {
  ASSERT_TRUE(WaitLive());
  Web web(server_.url());
  ASSERT_NO_FATAL_FAILURE(SignIn(web, "operator"));
  const std::string cookie = web.Cookie("sid");
  RawSocket events(server_.port());
  events.Send("GET /api/ops/events HTTP/1.1\r\nHost: a\r\nCookie: sid=" + cookie + "\r\n\r\n");
  EXPECT_THAT(events.Read(kLong, "event: status"), HasSubstr("event: status"));
  daemon_.Kill();
  EXPECT_THAT(events.Read(kLong, "event: away"), HasSubstr("event: away"));
  const auto away = web.Get("/api/ops/status");
  EXPECT_EQ(away.status, 503);
  EXPECT_THAT(away.Json().at("detail").get<std::string>(), HasSubstr("walcast does not run"));
  EXPECT_EQ(away.Header("retry-after"), "1");
  daemon_.Start();
  EXPECT_THAT(events.Read(kLong, "event: status"), HasSubstr("event: status"));
}

}  // namespace
}  // namespace cdc::test
