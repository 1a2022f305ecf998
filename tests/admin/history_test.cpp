#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "admin/server/store/audit.h"
#include "tests/admin/editing.h"

namespace admin {
namespace {

using test::Answer;
using test::Editing;
using testing::HasSubstr;

class History : public testing::Test {
 protected:
  Answer Genre(const std::string& name) {
    return api.Do("POST", "/api/admin/genres", {.body = Json{{"name", name}}.dump()});
  }
  Answer Rename(const Answer& genre, const std::string& name) {
    return api.Do("PUT", "/api/admin/genres/" + genre.json["id"].get<std::string>(),
                  {.body = Json{{"name", name}}.dump(), .headers = {{"If-Match", genre.headers.at("ETag")}}});
  }
  store::ChainReport Verify(const std::optional<store::ChainEnd>& noted = std::nullopt) {
    return store::VerifyHistory(api.seat().worker().edits, noted);
  }
  // As somebody does who may do everything.
  void Tamper(const std::string& sql) {
    api.database().Exec("SET session_replication_role = replica; " + sql + "; RESET session_replication_role");
  }

  Editing api;
};

TEST_F(History, EveryChangeSaysWhoWhenFromWhereAndWhat) {
  const auto genre = Genre("Drama");
  Rename(genre, "Dramas");
  const auto list = api.Get("/api/admin/history?object_type=genre&object_id=" + genre.json["id"].get<std::string>());
  ASSERT_EQ(list.json.size(), 2u) << list.text;
  EXPECT_EQ(list.headers.at("X-Total-Count"), "2");
  const Json& entry = list.json[0];
  EXPECT_EQ(entry["actor"], "vera");
  EXPECT_EQ(entry["actor_id"], api.actor.user_id);
  EXPECT_EQ(entry["address"], "192.0.2.7");
  EXPECT_EQ(entry["request_id"], "request-1");
  EXPECT_EQ(entry["action"], "update");
  EXPECT_EQ(entry["object_name"], "Dramas");
  EXPECT_THAT(entry["at"].get<std::string>(), testing::EndsWith("+00:00"));
  EXPECT_EQ(entry["changes"], Json::parse(R"([{"field": "name", "before": "Drama", "after": "Dramas"}])"));
  const auto one = api.Get("/api/admin/history/" + std::to_string(entry["seq"].get<int>()));
  EXPECT_EQ(one.json["before"]["name"], "Drama");
  EXPECT_EQ(one.json["after"]["name"], "Dramas");
  EXPECT_EQ(api.Get("/api/admin/history/99").status, 404u);
  EXPECT_EQ(api.Get("/api/admin/history/x").status, 404u);
  EXPECT_EQ(api.Get("/api/admin/history?action=create").json.size(), 1u);
  EXPECT_EQ(api.Get("/api/admin/history?actor=nobody").json.size(), 0u);
}

TEST_F(History, WhatWasDoneToUsersIsForAdministrators) {
  auto& edits = api.seat().worker().edits;
  const store::Change change{"user", "1", "root", "create", std::nullopt, R"({"name": "root"})"};
  edits.InTransaction([&] { store::Audit().Append(edits, {"", "command line", "", ""}, std::span(&change, 1), {}); });
  EXPECT_EQ(api.Get("/api/admin/history").json.size(), 0u);
  EXPECT_EQ(api.Get("/api/admin/history/1").status, 404u);
  api.actor.role = Role::kAdministrator;
  EXPECT_EQ(api.Get("/api/admin/history").json.size(), 1u);
  EXPECT_EQ(api.Get("/api/admin/history/1").status, 200u);
}

TEST_F(History, TheRoleThatEditsCanOnlyAppend) {
  Genre("Drama");
  cdc::test::TestConnection editor(api.edit_dsn());
  for (const auto* statement :
       {"UPDATE admin.history SET actor = 'x'", "DELETE FROM admin.history", "TRUNCATE admin.history",
        "ALTER TABLE admin.history DISABLE TRIGGER ALL", "DROP TABLE admin.history", "CREATE TABLE content.x ()",
        "SET session_replication_role = replica"}) {
    EXPECT_THROW(editor.Exec(statement), std::runtime_error) << statement;
  }
  EXPECT_THROW(api.database().Exec("UPDATE admin.history SET actor = 'x'"), std::runtime_error) << "by mistake, nobody";
}

TEST_F(History, NumbersTimesAndHashesAreNotTheWritersToChoose) {
  Genre("Drama");
  cdc::test::TestConnection editor(api.edit_dsn());
  editor.Exec(
      "INSERT INTO admin.history (seq, at, hash, actor, address, request_id, object_type, object_id, object_name, "
      "action) "
      "VALUES (77, '1999-01-01', 'x', 'a', '', '', 'film', '1', 'n', 'create')");
  EXPECT_EQ(
      api.database().Value("SELECT seq FROM admin.history WHERE actor = 'a' AND at > now() - interval '1 minute'"),
      "2");
  EXPECT_FALSE(Verify().broken);
}

TEST_F(History, AChainThatNobodyTouchedIsWhole) {
  EXPECT_EQ(Verify().end.rows, 0);
  for (int i = 0; i < 5; ++i) Genre("Жанр «" + std::to_string(i) + "»");
  const auto report = Verify();
  EXPECT_FALSE(report.broken);
  EXPECT_EQ(report.end.rows, 5);
  EXPECT_EQ(report.end.hash, api.database().Value("SELECT encode(hash, 'hex') FROM admin.history WHERE seq = 5"));
  EXPECT_FALSE(Verify(report.end).broken);
}

TEST_F(History, EachWayOfTamperingIsFoundAtItsRow) {
  for (int i = 0; i < 6; ++i) Genre("genre " + std::to_string(i));
  const auto noted = Verify().end;
  api.database().Exec("CREATE TABLE kept AS SELECT * FROM admin.history");
  const auto broken_at = [&](const std::string& tampering) {
    Tamper(tampering);
    const auto report = Verify(noted);
    Tamper("TRUNCATE admin.history; INSERT INTO admin.history SELECT * FROM kept");
    return report.broken ? report.broken->seq : 0;
  };
  EXPECT_EQ(broken_at("UPDATE admin.history SET actor = 'eve' WHERE seq = 3"), 3);
  EXPECT_EQ(broken_at("UPDATE admin.history SET after = after || '{\"name\": \"x\"}' WHERE seq = 2"), 2);
  EXPECT_EQ(broken_at("UPDATE admin.history SET at = at + interval '1 microsecond' WHERE seq = 1"), 1);
  EXPECT_EQ(broken_at("DELETE FROM admin.history WHERE seq = 4"), 4);
  EXPECT_EQ(broken_at("DELETE FROM admin.history WHERE seq = 1"), 1);
  EXPECT_EQ(broken_at("UPDATE admin.history SET before = '{}' WHERE seq = 6"), 6);
  EXPECT_EQ(broken_at("DELETE FROM admin.history WHERE seq > 4"), 5) << "seen by who noted the end";
  EXPECT_EQ(broken_at("SELECT 1"), 0);
}

TEST_F(History, ManyWritersMakeOneChainAndNoDeadlock) {
  std::vector<std::thread> writers;
  for (int i = 0; i < 6; ++i) {
    writers.emplace_back([&, i, seat = std::shared_ptr<test::Seat>(api.MakeSeat())] {
      for (int n = 0; n < 20; ++n) {
        const auto made =
            api.Do("POST", "/api/admin/genres",
                   {.body = Json{{"name", std::to_string(i) + "-" + std::to_string(n)}}.dump(), .seat = seat.get()});
        ASSERT_EQ(made.status, 201u) << made.text;
      }
    });
  }
  for (auto& writer : writers) writer.join();
  const auto report = Verify();
  EXPECT_FALSE(report.broken);
  EXPECT_EQ(report.end.rows, 120);
}

TEST_F(History, AnOldStateComesBackAndThatIsAChangeToo) {
  const auto genre = Genre("Drama");
  const auto renamed = Rename(genre, "Dramas");
  const auto revert = [&](const std::string& tag) {
    return api.Do("POST", "/api/admin/history/2/revert",
                  {.body = R"({"state": "before"})", .headers = {{"If-Match", tag}}});
  };
  EXPECT_EQ(revert(genre.headers.at("ETag")).status, 412u);
  EXPECT_EQ(api.Do("POST", "/api/admin/history/2/revert", {.body = R"({"state": "before"})"}).status, 428u);
  const auto reverted = revert(renamed.headers.at("ETag"));
  ASSERT_EQ(reverted.status, 200u) << reverted.text;
  EXPECT_EQ(reverted.json["name"], "Drama");
  EXPECT_EQ(reverted.json["version"], 3);
  EXPECT_EQ(api.Get("/api/admin/history").json[0]["action"], "revert");
  EXPECT_EQ(api.Do("POST", "/api/admin/history/1/revert", {.body = R"({"state": "before"})"}).status, 409u);
}

TEST_F(History, ADeletedPersonComesBackWithTheirFilms) {
  api.database().Exec(
      "INSERT INTO content.film_work (title, type) VALUES ('One', 'movie'), ('Two', 'movie');"
      "INSERT INTO content.person (id, full_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'Ann');"
      "INSERT INTO content.person_film_work (film_work_id, person_id, role) "
      "SELECT id, 'a0000000-0000-4000-8000-000000000001', 'actor' FROM content.film_work");
  const std::string ann = "/api/admin/persons/a0000000-0000-4000-8000-000000000001";
  ASSERT_EQ(api.Do("DELETE", ann, {.headers = {{"If-Match", "\"1\""}}}).status, 200u);
  api.database().Exec("DELETE FROM content.film_work WHERE title = 'Two'");
  const auto back = api.Do("POST", "/api/admin/history/1/revert", {.body = R"({"state": "before"})"});
  ASSERT_EQ(back.status, 200u) << back.text;
  EXPECT_EQ(back.json["full_name"], "Ann");
  EXPECT_EQ(api.database().Value("SELECT count(*) FROM content.person_film_work"), "1");
  EXPECT_EQ(api.Get(ann).status, 200u);
}

TEST_F(History, AFilmsHistoryShowsThatItsDirectorVanishedAndCameBack) {
  api.database().Exec(
      "INSERT INTO content.film_work (id, title, type) VALUES ('f0000000-0000-4000-8000-000000000001', 'One', "
      "'movie'), "
      "('f0000000-0000-4000-8000-000000000002', 'Two', 'movie');"
      "INSERT INTO content.person (id, full_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'Ann');"
      "INSERT INTO content.genre (id, name) VALUES ('90000000-0000-4000-8000-000000000001', 'Drama');"
      "INSERT INTO content.genre_film_work (film_work_id, genre_id) VALUES "
      "('f0000000-0000-4000-8000-000000000001', '90000000-0000-4000-8000-000000000001');"
      "INSERT INTO content.person_film_work (film_work_id, person_id, role) VALUES "
      "('f0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'director')");
  const test::Ask any{.headers = {{"If-Match", "*"}}};
  api.Do("DELETE", "/api/admin/persons/a0000000-0000-4000-8000-000000000001", any);
  api.Do("DELETE", "/api/admin/genres/90000000-0000-4000-8000-000000000001", any);
  ASSERT_EQ(api.Do("POST", "/api/admin/history/1/revert", {.body = R"({"state": "before"})"}).status, 200u);
  const auto one = api.Get("/api/admin/history?object_type=film&object_id=f0000000-0000-4000-8000-000000000001");
  ASSERT_EQ(one.json.size(), 3u) << one.text;
  EXPECT_EQ(one.headers.at("X-Total-Count"), "3");
  EXPECT_EQ(one.json[0]["action"], "revert");
  EXPECT_EQ(one.json[1]["object_type"], "genre");
  EXPECT_EQ(one.json[2]["object_name"], "Ann");
  const auto two = api.Get("/api/admin/history?object_type=film&object_id=f0000000-0000-4000-8000-000000000002");
  EXPECT_EQ(two.json.size(), 0u) << two.text;
}

TEST_F(History, OfManyWhoBringAnObjectBackAtOnceOneDoes) {
  const auto genre = Genre("Drama");
  api.Do("DELETE", genre.headers.at("Location"), {.headers = {{"If-Match", "*"}}});
  std::vector<std::unique_ptr<test::Seat>> seats;
  for (int i = 0; i < 6; ++i) seats.push_back(api.MakeSeat());
  std::atomic<int> done = 0, stale = 0;
  {
    std::vector<std::jthread> editors;
    for (auto& seat : seats) {
      editors.emplace_back([&] {
        const auto answer =
            api.Do("POST", "/api/admin/history/2/revert", {.body = R"({"state": "before"})", .seat = seat.get()});
        // Who comes once it is there must name its state.
        ++(answer.status == 200 ? done : stale);
        EXPECT_TRUE(answer.status == 200 || answer.status == 412 || answer.status == 428) << answer.text;
      });
    }
  }
  EXPECT_EQ(done, 1);
  EXPECT_EQ(stale, 5);
  EXPECT_EQ(api.database().Value("SELECT version FROM content.genre"), "1");
}

TEST_F(History, AListOfManyIsCutInTheListOfChanges) {
  api.database().Exec("INSERT INTO content.genre (name) SELECT 'g' || n FROM generate_series(1, 30) AS n");
  const Json genres =
      Json::parse(api.database().Value("SELECT json_agg(json_build_object('id', id)) FROM content.genre"));
  const auto film = api.Do("POST", "/api/admin/films",
                           {.body = Json{{"title", "Solaris"}, {"type", "movie"}, {"genres", genres}}.dump()});
  ASSERT_EQ(film.status, 201u) << film.text;
  const auto added = [](const Json& entry) {
    for (const auto& change : entry["changes"]) {
      if (change["field"] == "genres") return change;
    }
    return Json();
  };
  const auto brief = added(api.Get("/api/admin/history").json[0]);
  EXPECT_EQ(brief["added"].size(), 20u);
  EXPECT_EQ(brief["added_count"], 30);
  EXPECT_EQ(added(api.Get("/api/admin/history/1").json)["added"].size(), 30u);
}

TEST_F(History, AStateWhoseGenreIsGoneIsRefusedByField) {
  const auto genre = Genre("Drama");
  const auto film =
      api.Do("POST", "/api/admin/films",
             {.body = Json{{"title", "Solaris"}, {"type", "movie"}, {"genres", {{{"id", genre.json["id"]}}}}}.dump()});
  ASSERT_EQ(film.status, 201u) << film.text;
  api.Do("DELETE", genre.headers.count("Location") ? genre.headers.at("Location") : "",
         {.headers = {{"If-Match", "*"}}});
  const auto refused =
      api.Do("POST", "/api/admin/history/2/revert", {.body = R"({"state": "after"})", .headers = {{"If-Match", "*"}}});
  EXPECT_EQ(refused.status, 422u) << refused.text;
  EXPECT_EQ(refused.json["errors"][0]["field"], "genres/0/id");
}

}  // namespace
}  // namespace admin
