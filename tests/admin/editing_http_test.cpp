// The editing API over HTTP, as the real program serves it.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tests/support/admin_server.h"
#include "tests/support/films.h"
#include "tests/support/postgres.h"
#include "tests/support/wait.h"

namespace cdc::test {
namespace {

using testing::HasSubstr;
using Object = nlohmann::json;

const std::string kPassword = "violet tram beyond seven";

class EditingOverHttp : public testing::Test {
 protected:
  void Open(int films) {
    LoadFilms(database_, films);
    server_.emplace(database_.Dsn(database_.CreateRole("IN ROLE walcast_editor")));
    server_->Start();
    const auto added =
        server_->Command({"user", "add", "vera", "--role", "editor", "--password-stdin"}, kPassword + "\n");
    ASSERT_EQ(added.exit, 0) << added.output;
    web_.emplace(server_->url());
    const auto reply = web_->Post("/api/session", {{"name", "vera"}, {"password", kPassword}});
    ASSERT_EQ(reply.status, 200) << reply.body;
    web_->csrf = reply.Json().at("csrf").get<std::string>();
  }

  TestDatabase database_;
  std::optional<AdminServer> server_;
  std::optional<Web> web_;
};

TEST_F(EditingOverHttp, AFilmIsMadeChangedAndDeleted) {
  ASSERT_NO_FATAL_FAILURE(Open(20));
  const auto made = web_->Post("/api/admin/films", {{"title", "Солярис"}, {"type", "movie"}, {"rating", 8.1}},
                               {{"Idempotency-Key", "one"}});
  ASSERT_EQ(made.status, 201) << made.body;
  const auto path = made.Header("location"), tag = made.Header("etag");
  EXPECT_FALSE(made.Header("x-walcast-lsn").empty());
  EXPECT_EQ(web_->Get(path).body, made.body);
  EXPECT_EQ(web_->Get(path, {{"If-None-Match", tag}}).status, 304);
  Object film = made.Json();
  film["title"] = "Solaris";
  EXPECT_EQ(web_->Put(path, film).status, 428);
  const auto saved = web_->Put(path, film, {{"If-Match", tag}});
  ASSERT_EQ(saved.status, 200) << saved.body;
  const auto stale = web_->Put(path, film, {{"If-Match", tag}, {"Accept-Language", "ru"}});
  EXPECT_EQ(stale.status, 412);
  EXPECT_EQ(stale.Json()["current"]["version"], 2);
  EXPECT_EQ(stale.Json()["detail"], "Это тем временем изменил кто-то другой.");
  EXPECT_EQ(web_->Delete(path, {{"If-Match", saved.Header("etag")}}).status, 200);
  EXPECT_EQ(web_->Get(path).status, 404);
  const auto history = web_->Get("/api/admin/history?object_id=" + made.Json()["id"].get<std::string>()).Json();
  ASSERT_EQ(history.size(), 3u);
  EXPECT_EQ(history[0]["actor"], "vera");
  EXPECT_EQ(history[0]["address"], "127.0.0.1");
  EXPECT_FALSE(history[0]["request_id"].get<std::string>().empty());
}

TEST_F(EditingOverHttp, ListsSpeakTheDialectOfReactAdmin) {
  ASSERT_NO_FATAL_FAILURE(Open(60));
  const auto page = web_->Get("/api/admin/films?_sort=title&_order=ASC&_start=50&_end=75");
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_EQ(page.Json().size(), 10u);
  EXPECT_EQ(page.Header("x-total-count"), "60");
  const auto ids = "id=" + page.Json()[0]["id"].get<std::string>() + "&id=" + page.Json()[1]["id"].get<std::string>();
  EXPECT_EQ(web_->Get("/api/admin/films?" + ids).Json().size(), 2u);
  EXPECT_EQ(web_->Get("/api/admin/films?colour=red").status, 400);
  EXPECT_EQ(web_->Get("/api/admin/films?type=play").status, 400);
  EXPECT_EQ(web_->Get("/api/admin/films/facets?type=movie").status, 200);
  EXPECT_EQ(web_->Get("/api/admin/statistics").Json()["films"], 60);
}

TEST_F(EditingOverHttp, WhatASchemaForbidsIsRefusedByField) {
  ASSERT_NO_FATAL_FAILURE(Open(1));
  const auto refused = web_->Post("/api/admin/films", {{"title", "x"}, {"type", "play"}, {"rating", 11}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.body, HasSubstr("\"rating\""));
  EXPECT_EQ(web_->Post("/api/admin/films", {{"title", "x"}, {"type", "movie"}, {"colour", "red"}}).status, 422);
}

TEST_F(EditingOverHttp, AFileIsImportedAndExportedWhileMemoryStaysSmall) {
  ASSERT_NO_FATAL_FAILURE(Open(10'000));
  const auto report =
      web_->Send("POST", "/api/admin/films/import.csv", "title,type\nSolaris,movie\n", {{"Content-Type", "text/csv"}});
  EXPECT_EQ(report.status, 200) << report.body;
  EXPECT_EQ(report.Json()["created"], 1);
  EXPECT_EQ(web_->Get("/api/admin/films/export.csv?q=solaris").Header("content-type"), "text/csv; charset=utf-8");
  const auto before = server_->PeakMemory();
  const auto all = web_->Get("/api/admin/films/export.json");
  EXPECT_EQ(all.status, 200);
  EXPECT_EQ(all.Json().size(), 10'001u);
  EXPECT_LT(server_->PeakMemory() - before, all.body.size() / 2);
}

TEST_F(EditingOverHttp, AnImportInBatchesWhoseClientGoesLeavesWholeBatchesThatAreInTheHistory) {
  ASSERT_NO_FATAL_FAILURE(Open(0));
  const auto id = [](int number) { return fmt::format("f1000000-0000-4000-8000-{:012}", number); };
  std::string file = "id,title,type\n";
  for (int i = 1; i <= 2000; ++i) file += fmt::format("{},Film {},movie\n", id(i), i);
  database_.Exec("INSERT INTO content.film_work (id, title, type) VALUES ('" + id(1001) + "', 'Held', 'movie')");
  auto other = database_.Connect();  // whom the third batch has to wait for
  other.Exec("BEGIN");
  other.Exec("SELECT FROM content.film_work WHERE id = '" + id(1001) + "' FOR UPDATE");
  const auto waiting = [&] {
    return database_.Value(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
        "wait_event_type = 'Lock'");
  };
  {
    RawSocket socket(server_->port());
    socket.Send(
        fmt::format("POST /api/admin/films/import.csv?mode=batches HTTP/1.1\r\nHost: a\r\nCookie: sid={}\r\n"
                    "X-CSRF-Token: {}\r\nContent-Type: text/csv\r\nContent-Length: {}\r\n\r\n{}",
                    web_->Cookie("sid"), web_->csrf, file.size(), file));
    const auto answer = socket.Read(std::chrono::seconds(60), "{\"done\":1000,");
    ASSERT_THAT(answer, HasSubstr("{\"done\":1000,"));
    EXPECT_THAT(answer, HasSubstr("application/x-ndjson"));
    EXPECT_TRUE(WaitUntil([&] { return waiting() == "1"; }));
  }
  EXPECT_TRUE(WaitUntil([&] { return waiting() == "0"; })) << "it goes on for a client who has gone";
  other.Exec("ROLLBACK");
  EXPECT_EQ(database_.Value("SELECT string_agg(title, ',' ORDER BY id) FROM content.film_work WHERE title <> 'Held'"),
            database_.Value("SELECT string_agg('Film ' || i, ',' ORDER BY i) FROM generate_series(1, 1000) AS i"));
  const auto told = "SELECT count(DISTINCT object_id) FROM admin.history WHERE action = 'import'";
  EXPECT_EQ(database_.Value(told), "1000");
  EXPECT_EQ(server_->Command({"audit", "verify"}).exit, 0);
  const auto again =
      web_->Send("POST", "/api/admin/films/import.csv?mode=batches", file, {{"Content-Type", "text/csv"}});
  ASSERT_EQ(again.status, 200) << again.body;
  const auto last = again.body.substr(again.body.rfind('\n', again.body.size() - 2) + 1);
  EXPECT_EQ(Object::parse(last)["unchanged"], 1000) << last;
  EXPECT_EQ(Object::parse(last)["created"], 999);
  EXPECT_EQ(database_.Value(told), "2000");
}

TEST_F(EditingOverHttp, TheCommandLineVerifiesTheHistory) {
  ASSERT_NO_FATAL_FAILURE(Open(1));
  for (int i = 0; i < 3; ++i)
    ASSERT_EQ(web_->Post("/api/admin/genres", {{"name", "g" + std::to_string(i)}}).status, 201);
  const auto whole = server_->Command({"audit", "verify", "--json"});
  EXPECT_EQ(whole.exit, 0) << whole.output;
  const auto end = Object::parse(whole.output);
  EXPECT_GE(end["rows"], 3);
  const auto noted = end["rows"].dump() + ":" + end["hash"].get<std::string>();
  EXPECT_EQ(server_->Command({"audit", "verify", "--noted", noted}).exit, 0);
  database_.Exec(
      "SET session_replication_role = replica; DELETE FROM admin.history WHERE seq = (SELECT max(seq) FROM "
      "admin.history); RESET session_replication_role");
  EXPECT_EQ(server_->Command({"audit", "verify"}).exit, 0) << "a missing end is seen by who noted it";
  EXPECT_EQ(server_->Command({"audit", "verify", "--noted", noted}).exit, 1);
  database_.Exec(
      "SET session_replication_role = replica; UPDATE admin.history SET actor = 'eve' WHERE seq = 2; RESET "
      "session_replication_role");
  const auto broken = server_->Command({"audit", "verify"});
  EXPECT_EQ(broken.exit, 1);
  EXPECT_THAT(broken.output, HasSubstr("row 2"));
  EXPECT_EQ(server_->Command({"audit", "verify", "--noted", "x"}).exit, 64);
}

}  // namespace
}  // namespace cdc::test
