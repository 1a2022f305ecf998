#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "admin/server/store/audit.h"
#include "tests/admin/editing.h"

namespace admin {
namespace {

using test::Answer;
using test::Ask;
using test::Editing;
using testing::HasSubstr;

class Undo : public testing::Test {
 protected:
  Ask Named(const std::string& request, const Json& body) {
    return {.body = body.dump(), .headers = {{"X-Request-Id", request}}};
  }
  Answer Undone(const std::string& request, bool leave_changed = false, Language language = Language::kEnglish) {
    auto ask = Named("undo-of-" + request, {{"request", request}, {"leave_changed", leave_changed}});
    ask.language = language;
    return api.Do("POST", "/api/admin/history/undo", ask);
  }
  Json Items(int films) {
    Json items = Json::array();
    for (const auto& film : api.Get("/api/admin/films?_end=" + std::to_string(films)).json) {
      items.push_back({{"id", film["id"]}, {"version", film["version"]}});
    }
    return items;
  }
  // Everything of the catalogue that people see, without what each save changes.
  std::string Catalogue() {
    return api.database().Value(
        "SELECT jsonb_build_object("
        "'films', (SELECT jsonb_agg(to_jsonb(f) - 'version' - 'modified' - 'created' ORDER BY f.id) FROM "
        "content.film_work AS f),"
        "'genres', (SELECT jsonb_agg(jsonb_build_array(g.id, g.name, g.description) ORDER BY g.id) FROM content.genre "
        "AS g),"
        "'people', (SELECT jsonb_agg(jsonb_build_array(p.id, p.full_name) ORDER BY p.id) FROM content.person AS p),"
        "'of genres', (SELECT jsonb_agg(jsonb_build_array(film_work_id, genre_id) ORDER BY film_work_id, genre_id)"
        "                FROM content.genre_film_work),"
        "'parts', (SELECT jsonb_agg(jsonb_build_array(film_work_id, person_id, role) ORDER BY film_work_id, person_id, "
        "role)"
        "            FROM content.person_film_work))");
  }
  std::string Rows(const std::string& request) {
    return api.database().Value("SELECT count(*) FROM admin.history WHERE request_id = '" + request + "'");
  }

  Editing api{800};
};

TEST_F(Undo, AChangeOfSevenHundredFilmsIsOneTransactionOfAMoment) {
  const auto before = Catalogue();
  const auto genre = api.Get("/api/admin/genres?_end=1").json[0]["id"];
  const Json change{{"items", Items(700)}, {"set", {{"rating", 1.5}}}, {"add_genres", {genre}}};
  ASSERT_EQ(api.Do("POST", "/api/admin/films/bulk/update", Named("bulk", change)).json["changed"], 700);
  const auto began = std::chrono::steady_clock::now();
  const auto answer = Undone("bulk");
  const auto took = std::chrono::steady_clock::now() - began;
  ASSERT_EQ(answer.status, 200u) << answer.text;
  RecordProperty("milliseconds", static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()));
  EXPECT_LT(took, std::chrono::seconds(10));
  EXPECT_EQ(answer.json["undone"]["count"], 700);
  EXPECT_EQ(answer.json["undone"]["first"].size(), 20u);
  EXPECT_EQ(answer.json["left"]["count"], 0);
  EXPECT_TRUE(answer.headers.contains("X-Walcast-Lsn"));
  EXPECT_EQ(Catalogue(), before);
  EXPECT_EQ(Rows("undo-of-bulk"), "700");
  EXPECT_EQ(
      api.database().Value("SELECT count(DISTINCT xmin::text) FROM admin.history WHERE request_id = 'undo-of-bulk'"),
      "1");
  EXPECT_FALSE(store::VerifyHistory(api.seat().worker().edits, {}).broken);
}

TEST_F(Undo, WhatWasDeletedComesBackWithItsLinksAndAnUndoCanBeUndone) {
  const auto before = Catalogue();
  api.Do("POST", "/api/admin/films/bulk/delete", Named("films", {{"items", Items(50)}}));
  const auto without = Catalogue();
  ASSERT_EQ(Undone("films").json["undone"]["count"], 50);
  EXPECT_EQ(Catalogue(), before);
  ASSERT_EQ(Undone("undo-of-films").json["undone"]["count"], 50);
  EXPECT_EQ(Catalogue(), without);
  for (const std::string type : {"genres", "persons"}) {
    const auto first = api.Get("/api/admin/" + type + "?_end=3").json;
    Json items = Json::array();
    for (const auto& one : first) items.push_back({{"id", one["id"]}});
    api.Do("POST", "/api/admin/" + type + "/bulk/delete", Named(type, {{"items", items}}));
    ASSERT_EQ(Undone(type).json["undone"]["count"], 3);
    EXPECT_EQ(Catalogue(), without) << type;
  }
}

TEST_F(Undo, WhatWasMadeIsDeleted) {
  const auto before = Catalogue();
  api.Do("POST", "/api/admin/films", Named("make", {{"title", "New"}, {"type", "movie"}}));
  const auto answer = Undone("make");
  ASSERT_EQ(answer.status, 200u) << answer.text;
  EXPECT_EQ(answer.json["undone"]["first"][0]["deleted"], true);
  EXPECT_EQ(answer.json["undone"]["first"][0]["object_name"], "New");
  EXPECT_EQ(Catalogue(), before);
}

TEST_F(Undo, WhereSomethingWasChangedSinceNothingIsUndoneAndItSaysHowManyAndWhich) {
  api.Do("POST", "/api/admin/films/bulk/update", Named("bulk", {{"items", Items(5)}, {"set", {{"rating", 2}}}}));
  const auto films = api.Get("/api/admin/films?_end=5").json;
  const std::string changed = films[1]["id"], deleted = films[3]["id"];
  api.Do("PATCH", "/api/admin/films/" + changed, {.body = R"({"title": "Mine"})", .headers = {{"If-Match", "*"}}});
  api.Do("DELETE", "/api/admin/films/" + deleted, {.headers = {{"If-Match", "*"}}});
  const auto since = Catalogue();
  const auto refused = Undone("bulk");
  EXPECT_EQ(refused.status, 409u);
  EXPECT_THAT(refused.json["detail"].get<std::string>(), HasSubstr("2 of 5"));
  EXPECT_EQ(refused.json["total"], 5);
  EXPECT_EQ(refused.json["left"]["count"], 2);
  std::map<std::string, std::string> why;
  for (const auto& one : refused.json["left"]["first"]) why[one["object_id"]] = one["why"];
  EXPECT_THAT(why, testing::UnorderedElementsAre(testing::Pair(changed, "Somebody has changed it since."),
                                                 testing::Pair(deleted, "Somebody has deleted it since.")));
  EXPECT_THAT(Undone("bulk", false, Language::kRussian).json["detail"].get<std::string>(), HasSubstr("2 из 5"));
  EXPECT_EQ(Catalogue(), since) << "nothing was changed";

  const auto rest = Undone("bulk", true);
  ASSERT_EQ(rest.status, 200u) << rest.text;
  EXPECT_EQ(rest.json["undone"]["count"], 3);
  EXPECT_EQ(rest.json["left"]["count"], 2);
  EXPECT_EQ(api.Get("/api/admin/films/" + changed).json["rating"], 2);
  EXPECT_EQ(api.Get("/api/admin/films/" + films[0]["id"].get<std::string>()).json["rating"] == 2, false);
  EXPECT_EQ(Undone("bulk").status, 409u) << "all of it has been changed since";
}

TEST_F(Undo, WhatCannotBeAsItWasIsToldBeforeAnythingIsDone) {
  const Json genre = api.Do("POST", "/api/admin/genres", Named("x", {{"name", "Taken"}})).json;
  const std::string id = genre["id"];
  api.Do("DELETE", "/api/admin/genres/" + id, {.headers = {{"If-Match", "*"}, {"X-Request-Id", "gone"}}});
  api.Do("POST", "/api/admin/genres", Named("y", {{"name", "Taken"}}));
  EXPECT_EQ(Undone("gone").json["detail"], "Another genre has that name now.");

  const Json made = api.Do("POST", "/api/admin/genres", Named("made", {{"name", "Made"}})).json;
  const Json all{{"items", Items(3)}, {"add_genres", {made["id"]}}};
  api.Do("POST", "/api/admin/films/bulk/update", Named("given", all));
  EXPECT_EQ(Undone("made").json["detail"], "There are films with it now.");

  api.Do("POST", "/api/admin/films/bulk/update",
         Named("taken", {{"items", Items(3)}, {"remove_genres", {made["id"]}}}));
  ASSERT_EQ(Undone("made").status, 200u);
  const auto lost = Undone("taken");
  EXPECT_EQ(lost.status, 409u);
  EXPECT_EQ(lost.json["left"]["count"], 3);
  EXPECT_EQ(lost.json["left"]["first"][0]["why"], "It had a genre or a person that is deleted now.");
}

TEST_F(Undo, OnlyWhatOneDidOneselfAndTheHistoryKnows) {
  api.Do("POST", "/api/admin/films/bulk/update", Named("bulk", {{"items", Items(2)}, {"set", {{"rating", 2}}}}));
  EXPECT_EQ(Undone("nothing").status, 404u);
  api.actor.user_id = "10000000-0000-4000-8000-000000000002";
  EXPECT_EQ(Undone("bulk").status, 404u) << "another user";
  api.actor.name = "pavel";
  EXPECT_EQ(Undone("bulk").status, 404u);
}

TEST_F(Undo, OneWhoIsInTheMiddleOfASaveIsWaitedForAndSeen) {
  api.Do("POST", "/api/admin/films/bulk/update", Named("bulk", {{"items", Items(2)}, {"set", {{"rating", 2}}}}));
  const std::string id = api.Get("/api/admin/films?_end=1").json[0]["id"];
  auto other = api.database().Connect();
  other.Exec("BEGIN; UPDATE content.film_work SET title = 'Other' WHERE id = '" + id + "'");
  Answer answer;
  std::jthread undoing([&] { answer = Undone("bulk"); });
  while (api.database().Value("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
                              "wait_event_type = 'Lock'") == "0") {
    std::this_thread::yield();
  }
  other.Exec("COMMIT");
  undoing.join();
  EXPECT_EQ(answer.status, 409u);
  EXPECT_EQ(answer.json["left"]["count"], 1);
}

}  // namespace
}  // namespace admin
