#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "admin/server/catalogue/bulk.h"
#include "admin/server/catalogue/difference.h"
#include "tests/admin/editing.h"

namespace admin {
namespace {

using test::Answer;
using test::Editing;
using testing::ElementsAre;

class Bulk : public testing::Test {
 protected:
  Bulk() {
    api.database().Exec(
        "INSERT INTO content.film_work (id, title, type) SELECT ('f0000000-0000-4000-8000-00000000000' || i)::uuid, "
        "'Film ' || i, 'movie' FROM generate_series(1, 5) AS i;"
        "INSERT INTO content.genre (id, name) VALUES ('90000000-0000-4000-8000-000000000001', 'Drama'), "
        "('90000000-0000-4000-8000-000000000002', 'Western');"
        "INSERT INTO content.person (id, full_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'Ann');"
        "INSERT INTO content.genre_film_work (film_work_id, genre_id) SELECT id, "
        "'90000000-0000-4000-8000-000000000001' "
        "FROM content.film_work WHERE title < 'Film 4';"
        "INSERT INTO content.person_film_work (film_work_id, person_id, role) SELECT id, "
        "'a0000000-0000-4000-8000-000000000001', role FROM content.film_work, unnest(ARRAY['actor', 'writer']) AS role "
        "WHERE title < 'Film 3'");
  }
  static std::string Film(int i) { return "f0000000-0000-4000-8000-00000000000" + std::to_string(i); }
  static Json Items(std::initializer_list<int> films) {
    Json items = Json::array();
    for (const int i : films) items.push_back({{"id", Film(i)}});
    return items;
  }
  Answer Post(const std::string& path, const Json& body) {
    return api.Do("POST", "/api/admin/" + path, {.body = body.dump()});
  }

  Editing api;
};

TEST_F(Bulk, ManyFilmsGetATypeAGenreAndAPersonInOneChange) {
  const auto done = Post("films/bulk/update",
                         {{"items", Items({1, 2, 9})},
                          {"set", {{"type", "tv_show"}}},
                          {"add_genres", {"90000000-0000-4000-8000-000000000002"}},
                          {"remove_genres", {"90000000-0000-4000-8000-000000000001"}},
                          {"remove_people", {{{"id", "a0000000-0000-4000-8000-000000000001"}, {"role", "writer"}}}}});
  ASSERT_EQ(done.status, 200u) << done.text;
  EXPECT_EQ(done.json["changed"], 2);
  EXPECT_THAT(done.json["missing"], ElementsAre(Film(9)));
  const auto film = api.Get("/api/admin/films/" + Film(1)).json;
  EXPECT_EQ(film["type"], "tv_show");
  EXPECT_EQ(film["genres"][0]["name"], "Western");
  EXPECT_EQ(film["genres"].size(), 1u);
  EXPECT_EQ(film["writers"].size(), 0u);
  EXPECT_EQ(film["actors"].size(), 1u);
  EXPECT_EQ(api.Get("/api/admin/history").json.size(), 2u);
}

TEST_F(Bulk, AFilmThatIsThatWayAlreadyIsNotSaved) {
  const auto done =
      Post("films/bulk/update", {{"items", Items({3, 4})}, {"add_genres", {"90000000-0000-4000-8000-000000000001"}}});
  EXPECT_EQ(done.json["changed"], 1);
  EXPECT_EQ(api.Get("/api/admin/films/" + Film(3)).json["version"], 1);
}

TEST_F(Bulk, OneThatWasChangedMeanwhileStopsAll) {
  api.database().Exec("UPDATE content.film_work SET title = 'New' WHERE id = '" + Film(2) + "'");
  const Json items{{{"id", Film(1)}, {"version", 1}}, {{"id", Film(2)}, {"version", 1}}};
  const auto refused = Post("films/bulk/delete", {{"items", items}});
  EXPECT_EQ(refused.status, 412u);
  ASSERT_EQ(refused.json["current"].size(), 1u);
  EXPECT_EQ(refused.json["current"][0]["title"], "New");
  EXPECT_EQ(api.database().Value("SELECT count(*) FROM content.film_work"), "5");
}

TEST_F(Bulk, ManyGenresGetADescriptionInOneChange) {
  const auto genre = [](const std::string& last) { return "90000000-0000-4000-8000-00000000000" + last; };
  const Json items{{{"id", genre("1")}, {"version", 1}}, {{"id", genre("2")}}, {{"id", genre("f")}}};
  const auto done = Post("genres/bulk/update", {{"items", items}, {"set", {{"description", "To be written."}}}});
  ASSERT_EQ(done.status, 200u) << done.text;
  EXPECT_EQ(done.json["changed"], 2);
  EXPECT_THAT(done.json["missing"], ElementsAre(genre("f")));
  const auto drama = api.Get("/api/admin/genres/" + genre("1")).json;
  EXPECT_EQ(drama["description"], "To be written.");
  EXPECT_EQ(drama["name"], "Drama");
  EXPECT_EQ(drama["version"], 2);
  const auto history = api.Get("/api/admin/history?object_type=genre&action=update").json;
  EXPECT_EQ(history.size(), 2u);
  const auto stale = Post("genres/bulk/update", {{"items", items}, {"set", {{"description", nullptr}}}});
  EXPECT_EQ(stale.status, 412u) << stale.text;
  const Json all{{{"id", genre("1")}}, {{"id", genre("2")}}};
  EXPECT_EQ(Post("genres/bulk/update", {{"items", all}, {"set", {{"description", nullptr}}}}).json["changed"], 2);
  EXPECT_EQ(Post("genres/bulk/update", {{"items", all}, {"set", {{"description", nullptr}}}}).json["changed"], 0)
      << "they are that way already";
  EXPECT_EQ(api.Get("/api/admin/genres/" + genre("2")).json["description"], nullptr);
}

TEST_F(Bulk, AnUnknownGenreIsNamedByItsPlace) {
  const auto refused =
      Post("films/bulk/update",
           {{"items", Items({1})},
            {"add_genres", {"90000000-0000-4000-8000-000000000002", "90000000-0000-4000-8000-00000000000f"}}});
  EXPECT_EQ(refused.status, 422u);
  EXPECT_EQ(refused.json["errors"][0]["field"], "add_genres/1");
}

TEST_F(Bulk, ManyAreDeletedAndEachIsInTheHistory) {
  const auto done = Post("persons/bulk/delete", {{"items", {{{"id", "a0000000-0000-4000-8000-000000000001"}}}}});
  EXPECT_EQ(done.json["changed"], 1);
  EXPECT_EQ(Post("films/bulk/delete", {{"items", Items({1, 2, 3})}}).json["changed"], 3);
  EXPECT_EQ(api.database().Value("SELECT count(*) FROM content.film_work"), "2");
  EXPECT_EQ(api.database().Value("SELECT count(*) FROM admin.history WHERE action = 'delete'"), "4");
  EXPECT_EQ(api.database().Value("SELECT jsonb_array_length(before->'films') FROM admin.history WHERE seq = 1"), "4");
}

TEST_F(Bulk, APreviewShowsWhatGoesWithAnObjectAndDeletesNothing) {
  const auto film = api.Get("/api/admin/films/" + Film(1) + "/deletion").json;
  EXPECT_EQ(film["objects"], Json::parse(R"({"count": 1, "names": ["Film 1"]})"));
  EXPECT_EQ(film["links"], Json::parse(R"([{"table": "genre_film_work", "role": null, "count": 1},
    {"table": "person_film_work", "role": "actor", "count": 1}, {"table": "person_film_work", "role": "writer", "count": 1}])"));
  EXPECT_EQ(film["documents"]["movies"]["removed"]["count"], 1);
  EXPECT_EQ(film["documents"]["genres"]["changed"]["names"], Json::array({"Drama"}));
  EXPECT_EQ(film["documents"]["persons"]["changed"]["names"], Json::array({"Ann"}));
  const auto genre = api.Get("/api/admin/genres/90000000-0000-4000-8000-000000000001/deletion").json;
  EXPECT_EQ(genre["documents"]["movies"]["changed"]["count"], 3);
  EXPECT_EQ(genre["documents"]["movies"]["removed"]["count"], 0);
  const auto person = api.Get("/api/admin/persons/a0000000-0000-4000-8000-000000000001/deletion").json;
  EXPECT_EQ(person["documents"]["movies"]["changed"]["names"], Json::array({"Film 1", "Film 2"}));
  const auto many = Post("films/bulk/deletion", {{"items", Items({1, 2, 4})}}).json;
  EXPECT_EQ(many["objects"]["count"], 3);
  EXPECT_EQ(many["links"][0]["count"], 2);
  EXPECT_EQ(api.Get("/api/admin/films/" + Film(9) + "/deletion").status, 404u);
  EXPECT_EQ(api.database().Value("SELECT count(*) FROM content.film_work"), "5");
}

TEST(Changes, AreFieldsAndOfListsWhatCameAndWent) {
  const Json before =
      Json::parse(R"({"id": "1", "title": "A", "version": 1, "genres": [{"id": "g1", "name": "x"}, {"id": "g2"}]})");
  const Json after =
      Json::parse(R"({"id": "1", "title": "B", "version": 2, "genres": [{"id": "g1", "name": "y"}, {"id": "g3"}]})");
  EXPECT_EQ(catalogue::Difference(before, after), Json::parse(R"([{"field": "title", "before": "A", "after": "B"},
    {"field": "genres", "added": [{"id": "g3"}], "removed": [{"id": "g2"}]}])"));
  EXPECT_EQ(catalogue::Difference(before, before), Json::array());
  EXPECT_EQ(catalogue::Difference(nullptr, Json::parse(R"({"title": "A"})")),
            Json::parse(R"([{"field": "title", "before": null, "after": "A"}])"));
}

}  // namespace
}  // namespace admin
