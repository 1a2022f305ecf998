// People of a film stand in the order that an editor gave them, in each role.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/admin/editing.h"

namespace admin {
namespace {

using test::Answer;
using test::Editing;
using testing::ElementsAre;

std::string Id(const std::string& name) {
  static const std::map<std::string, char> kLast{{"Ann", '1'}, {"Bob", '2'}, {"Cid", '3'}, {"Dee", '4'}};
  return std::string("a0000000-0000-4000-8000-00000000000") + kLast.at(name);
}

Json List(const std::vector<std::string>& names) {
  Json list = Json::array();
  for (const auto& name : names) list.push_back({{"id", Id(name)}});
  return list;
}

std::vector<std::string> Names(const Json& list) {
  std::vector<std::string> names;
  for (const auto& one : list) names.push_back(one["name"]);
  return names;
}

class CastOrder : public testing::Test {
 protected:
  CastOrder() {
    for (const auto* name : {"Ann", "Bob", "Cid", "Dee"}) {
      api.database().Exec("INSERT INTO content.person (id, full_name) VALUES ('" + Id(name) + "', '" + name + "')");
    }
    // As it was before orders were kept.
    api.database().Exec(
        "INSERT INTO content.film_work (id, title, type) VALUES ('f0000000-0000-4000-8000-000000000001', 'One', "
        "'movie');"
        "INSERT INTO content.person_film_work (film_work_id, person_id, role) "
        "SELECT f.id, p.id, 'actor' FROM content.film_work AS f, content.person AS p WHERE full_name <> 'Dee'");
  }

  Json Read() { return api.Get(path_).json; }
  std::vector<std::string> Actors() { return Names(Read()["actors"]); }
  Answer Save(const Json& fields) {
    return api.Do("PATCH", path_, {.body = fields.dump(), .headers = {{"If-Match", "*"}}});
  }
  // What is kept for the actors, in the order of their names.
  std::string Places() {
    return api.database().Value(
        "SELECT string_agg(l.position::text, ' ' ORDER BY p.full_name) FROM content.person_film_work AS l "
        "JOIN content.person AS p ON p.id = l.person_id WHERE role = 'actor'");
  }
  void Rename(const std::string& from, const std::string& to) {
    api.database().Exec("UPDATE content.person SET full_name = '" + to + "' WHERE full_name = '" + from + "'");
  }

  Editing api;
  const std::string path_ = "/api/admin/films/f0000000-0000-4000-8000-000000000001";
};

TEST_F(CastOrder, IsThatOfTheListThatIsSaved) {
  EXPECT_THAT(Actors(), ElementsAre("Ann", "Bob", "Cid"));
  const auto saved = Save({{"actors", List({"Cid", "Ann", "Dee", "Bob"})}, {"writers", List({"Dee", "Ann"})}});
  ASSERT_EQ(saved.status, 200u) << saved.text;
  EXPECT_THAT(Names(saved.json["actors"]), ElementsAre("Cid", "Ann", "Dee", "Bob"));
  EXPECT_THAT(Names(saved.json["writers"]), ElementsAre("Dee", "Ann"));
  EXPECT_EQ(Read()["actors"], saved.json["actors"]);
  EXPECT_EQ(Places(), "1 3 0 2");
}

TEST_F(CastOrder, OfANewFilmIsKeptToo) {
  const Json film{{"title", "Two"}, {"type", "movie"}, {"directors", List({"Dee", "Bob"})}};
  const auto made = api.Do("POST", "/api/admin/films", {.body = film.dump()});
  ASSERT_EQ(made.status, 201u) << made.text;
  EXPECT_THAT(Names(made.json["directors"]), ElementsAre("Dee", "Bob"));
}

TEST_F(CastOrder, IsThatOfNamesUntilSomebodyGivesOne) {
  ASSERT_EQ(Save({{"title", "Other"}, {"actors", List({"Ann", "Bob", "Cid"})}}).status, 200u);
  EXPECT_EQ(Places(), "0 0 0") << "the list says nothing new";
  ASSERT_EQ(Save({{"actors", List({"Ann", "Cid"})}}).status, 200u);
  EXPECT_EQ(Places(), "0 0") << "who leaves gives no order to the others";
  Rename("Ann", "Zed");
  EXPECT_THAT(Actors(), ElementsAre("Cid", "Zed"));
  ASSERT_EQ(Save({{"actors", List({"Cid", "Ann", "Bob"})}}).status, 200u);
  Rename("Cid", "Zoe");
  EXPECT_THAT(Actors(), ElementsAre("Zoe", "Zed", "Bob")) << "a new name is no reason to move";
}

TEST_F(CastOrder, OfWhoStaysIsNotWrittenAnew) {
  ASSERT_EQ(Save({{"actors", List({"Cid", "Bob", "Ann"})}}).status, 200u);
  const std::string rows = "SELECT string_agg(ctid::text, ' ' ORDER BY person_id) FROM content.person_film_work";
  const auto before = api.database().Value(rows);
  ASSERT_EQ(Save({{"title", "Other"}}).status, 200u);
  ASSERT_EQ(Save({{"actors", List({"Cid", "Bob", "Ann", "Dee"})}}).status, 200u);
  EXPECT_EQ(api.database().Value(rows).substr(0, before.size()), before);
  ASSERT_EQ(Save({{"actors", List({"Cid", "Ann", "Dee"})}}).status, 200u);
  EXPECT_EQ(Places(), "2 0 3") << "a gap changes no order";
  ASSERT_EQ(Save({{"actors", List({"Cid", "Ann", "Bob", "Dee"})}}).status, 200u);
  EXPECT_THAT(Actors(), ElementsAre("Cid", "Ann", "Bob", "Dee"));
}

TEST_F(CastOrder, IsPartOfTheStateThatASaveIsCheckedAgainst) {
  const auto read = api.Get(path_);
  api.database().Exec("UPDATE content.person_film_work SET position = 7 WHERE person_id = '" + Id("Ann") + "'");
  const auto late =
      api.Do("PATCH", path_, {.body = R"({"title": "Late"})", .headers = {{"If-Match", read.headers.at("ETag")}}});
  EXPECT_EQ(late.status, 412u);
  EXPECT_THAT(Names(late.json["current"]["actors"]), ElementsAre("Bob", "Cid", "Ann"));
}

TEST_F(CastOrder, ThatChangedAloneIsAChangeOfTheHistoryAndCanBeBroughtBack) {
  ASSERT_EQ(Save({{"actors", List({"Cid", "Ann", "Bob"})}}).status, 200u);
  const auto changes = api.Get("/api/admin/history").json[0]["changes"];
  ASSERT_EQ(changes.size(), 1u) << changes;
  EXPECT_EQ(changes[0]["field"], "actors");
  EXPECT_EQ(changes[0]["added"], Json::array());
  EXPECT_EQ(changes[0]["removed"], Json::array());
  EXPECT_THAT(Names(changes[0]["order"]["before"]), ElementsAre("Ann", "Bob", "Cid"));
  EXPECT_THAT(Names(changes[0]["order"]["after"]), ElementsAre("Cid", "Ann", "Bob"));
  const auto back =
      api.Do("POST", "/api/admin/history/1/revert", {.body = R"({"state": "before"})", .headers = {{"If-Match", "*"}}});
  ASSERT_EQ(back.status, 200u) << back.text;
  EXPECT_THAT(Actors(), ElementsAre("Ann", "Bob", "Cid"));
}

TEST_F(CastOrder, IsToldOfNobodyWhoOnlyCameOrWent) {
  ASSERT_EQ(Save({{"actors", List({"Dee", "Ann", "Cid"})}}).status, 200u);
  const auto change = api.Get("/api/admin/history").json[0]["changes"][0];
  EXPECT_THAT(Names(change["added"]), ElementsAre("Dee"));
  EXPECT_THAT(Names(change["removed"]), ElementsAre("Bob"));
  EXPECT_FALSE(change.contains("order"));
}

TEST_F(CastOrder, OfManyIsToldFromTheFirstWhoMoved) {
  api.database().Exec("INSERT INTO content.person (full_name) SELECT 'p' || 100 + i FROM generate_series(1, 60) AS i");
  Json crowd = Json::array();
  for (const auto& row : api.database().Table("SELECT id FROM content.person ORDER BY full_name COLLATE \"C\"")) {
    crowd.push_back({{"id", row[0]}});
  }
  ASSERT_EQ(Save({{"actors", crowd}}).status, 200u);
  std::swap(crowd[50], crowd[51]);
  ASSERT_EQ(Save({{"actors", crowd}}).status, 200u);
  const auto order = api.Get("/api/admin/history").json[0]["changes"][0]["order"];
  EXPECT_EQ(order["more"], true);
  EXPECT_EQ(order["after"][0]["id"], crowd[50]["id"]);
  EXPECT_EQ(order["before"][0]["id"], crowd[51]["id"]);
  EXPECT_LE(order["after"].size(), 20u);
}

TEST_F(CastOrder, HasADeletedPersonBackWhereTheyWere) {
  ASSERT_EQ(Save({{"actors", List({"Cid", "Ann", "Bob"})}}).status, 200u);
  ASSERT_EQ(api.Do("DELETE", "/api/admin/persons/" + Id("Ann"), {.headers = {{"If-Match", "*"}}}).status, 200u);
  EXPECT_THAT(Actors(), ElementsAre("Cid", "Bob"));
  ASSERT_EQ(api.Do("POST", "/api/admin/history/2/revert", {.body = R"({"state": "before"})"}).status, 200u);
  EXPECT_THAT(Actors(), ElementsAre("Cid", "Ann", "Bob"));
}

TEST_F(CastOrder, IsExportedAndImported) {
  ASSERT_EQ(Save({{"actors", List({"Cid", "Ann", "Bob"})}}).status, 200u);
  const auto file = api.Get("/api/admin/films/export.csv");
  const auto again = api.Do("POST", "/api/admin/films/import.csv", {.body = file.text});
  EXPECT_EQ(again.json["unchanged"], 1) << again.text;
  ASSERT_EQ(Save({{"actors", List({"Ann", "Bob", "Cid"})}}).status, 200u);
  std::string text = "id,actors\nf0000000-0000-4000-8000-000000000001,Cid|Bob|Ann\n";
  const auto imported = api.Do("POST", "/api/admin/films/import.csv", {.body = text});
  EXPECT_EQ(imported.json["updated"], 1) << imported.text;
  EXPECT_THAT(Actors(), ElementsAre("Cid", "Bob", "Ann"));
}

TEST_F(CastOrder, HasWhoABulkChangeAddsAtTheEnd) {
  ASSERT_EQ(Save({{"actors", List({"Cid", "Bob"})}}).status, 200u);
  const Json change{{"items", {{{"id", "f0000000-0000-4000-8000-000000000001"}}}},
                    {"add_people", {{{"id", Id("Ann")}, {"role", "actor"}}}}};
  const auto done = api.Do("POST", "/api/admin/films/bulk/update", {.body = change.dump()});
  ASSERT_EQ(done.status, 200u) << done.text;
  EXPECT_THAT(Actors(), ElementsAre("Cid", "Bob", "Ann"));
}

}  // namespace
}  // namespace admin
