#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "cdc/model/lsn.h"
#include "tests/admin/editing.h"

namespace admin {
namespace {

using test::Answer;
using test::Editing;
using testing::ElementsAre;
using testing::HasSubstr;

class Saving : public testing::Test {
 protected:
  Saving() {
    api.database().Exec(
        "INSERT INTO content.genre (id, name) VALUES ('90000000-0000-4000-8000-000000000001', 'Drama'), "
        "('90000000-0000-4000-8000-000000000002', 'Western');"
        "INSERT INTO content.person (id, full_name) VALUES ('a0000000-0000-4000-8000-000000000001', 'Zoe'), "
        "('a0000000-0000-4000-8000-000000000002', 'Ann')");
  }
  static Json Film() {
    return {{"title", "Solaris"},
            {"creation_date", "1972-03-20"},
            {"rating", 8.1},
            {"type", "movie"},
            {"genres", {{{"id", "90000000-0000-4000-8000-000000000001"}}}},
            {"actors",
             {{{"id", "a0000000-0000-4000-8000-000000000001"}}, {{"id", "a0000000-0000-4000-8000-000000000002"}}}},
            {"directors", {{{"id", "A0000000-0000-4000-8000-000000000002"}}}}};
  }
  Answer Create(const Json& film, std::map<std::string, std::string> headers = {}) {
    return api.Do("POST", "/api/admin/films", {.body = film.dump(), .headers = std::move(headers)});
  }
  Answer Put(const Json& film, const std::string& tag) {
    return api.Do("PUT", "/api/admin/films/" + film["id"].get<std::string>(),
                  {.body = film.dump(), .headers = {{"If-Match", tag}}});
  }
  static std::vector<std::string> Names(const Json& list) {
    std::vector<std::string> names;
    for (const auto& one : list) names.push_back(one["name"]);
    return names;
  }

  Editing api;
};

TEST_F(Saving, AFilmIsMadeAndReadWithItsGenresAndPeople) {
  const auto made = Create(Film());
  ASSERT_EQ(made.status, 201u) << made.text;
  EXPECT_EQ(made.json["version"], 1);
  EXPECT_THAT(Names(made.json["genres"]), ElementsAre("Drama"));
  EXPECT_THAT(Names(made.json["actors"]), ElementsAre("Zoe", "Ann"));
  EXPECT_THAT(Names(made.json["directors"]), ElementsAre("Ann"));
  EXPECT_THAT(made.json["writers"], testing::IsEmpty());
  EXPECT_TRUE(cdc::Lsn::Parse(made.headers.at("X-Walcast-Lsn")));
  const auto read = api.Get(made.headers.at("Location"));
  EXPECT_EQ(read.status, 200u);
  EXPECT_EQ(read.text, made.text);
  EXPECT_EQ(read.headers.at("ETag"), made.headers.at("ETag"));
  EXPECT_EQ(api.Get(made.headers.at("Location"), {.headers = {{"If-None-Match", made.headers.at("ETag")}}}).status,
            304u);
}

TEST_F(Saving, WhatWasReadMayBeSavedAndOnlyLinksThatChangedAreTouched) {
  auto film = Create(Film());
  const std::string links = "SELECT string_agg(id::text, ',' ORDER BY id) FROM content.person_film_work";
  const auto before = api.database().Value(links);
  const auto same = Put(film.json, film.headers.at("ETag"));
  ASSERT_EQ(same.status, 200u) << same.text;
  EXPECT_EQ(same.json["version"], 2);
  EXPECT_EQ(api.database().Value(links), before);
  Json changed = same.json;
  changed["genres"] = {{{"id", "90000000-0000-4000-8000-000000000002"}}};
  changed["actors"] = Json::array();
  changed["description"] = "A planet.";
  const auto saved = Put(changed, same.headers.at("ETag"));
  ASSERT_EQ(saved.status, 200u) << saved.text;
  EXPECT_THAT(Names(saved.json["genres"]), ElementsAre("Western"));
  EXPECT_EQ(api.database().Value("SELECT string_agg(role, ',') FROM content.person_film_work"), "director");
  const auto patched = api.Do("PATCH", "/api/admin/films/" + film.json["id"].get<std::string>(),
                              {.body = R"({"rating": null})", .headers = {{"If-Match", "\"3\""}}});
  ASSERT_EQ(patched.status, 200u) << patched.text;
  EXPECT_TRUE(patched.json["rating"].is_null());
  EXPECT_EQ(patched.json["description"], "A planet.");
}

TEST_F(Saving, OfTwoEditorsTheSecondIsShownTheStateOfTheFirst) {
  const auto film = Create(Film());
  Json one = film.json, other = film.json;
  one["title"] = "Solaris (1972)";
  other["title"] = "Солярис";
  ASSERT_EQ(Put(one, film.headers.at("ETag")).status, 200u);
  const auto refused = Put(other, film.headers.at("ETag"));
  EXPECT_EQ(refused.status, 412u);
  EXPECT_EQ(refused.json["current"]["title"], "Solaris (1972)");
  EXPECT_EQ(Put(other, refused.headers.at("ETag")).status, 200u);
}

TEST_F(Saving, ManyEditorsAtOnceLoseNoChange) {
  const auto film = Create(Film());
  std::atomic<int> saved = 0;
  std::vector<std::thread> editors;
  for (int i = 0; i < 4; ++i) {
    editors.emplace_back([&, seat = std::shared_ptr<test::Seat>(api.MakeSeat())] {
      for (int attempt = 0; attempt < 10; ++attempt) {
        const std::string path = "/api/admin/films/" + film.json["id"].get<std::string>();
        const auto read = api.Get(path, {.seat = seat.get()});
        Json changed = read.json;
        changed["title"] = read.json["title"].get<std::string>() + "+";
        const auto put =
            api.Do("PUT", path,
                   {.body = changed.dump(), .headers = {{"If-Match", read.headers.at("ETag")}}, .seat = seat.get()});
        if (put.status == 200) ++saved;
        ASSERT_TRUE(put.status == 200 || put.status == 412) << put.text;
      }
    });
  }
  for (auto& editor : editors) editor.join();
  EXPECT_GE(saved, 10);
  const auto title = api.database().Value("SELECT title FROM content.film_work");
  EXPECT_EQ(title.size(), std::string("Solaris").size() + static_cast<std::size_t>(saved));
  EXPECT_EQ(api.database().Value("SELECT count(*) FROM admin.history"), std::to_string(saved + 1));
}

TEST_F(Saving, AChangeNamesTheStateItWasMadeFrom) {
  const auto film = Create(Film());
  const std::string path = "/api/admin/films/" + film.json["id"].get<std::string>();
  EXPECT_EQ(api.Do("PUT", path, {.body = film.text}).status, 428u);
  EXPECT_EQ(api.Do("DELETE", path).status, 428u);
  EXPECT_EQ(api.Do("PUT", path, {.body = film.text, .headers = {{"If-Match", "W/\"1\""}}}).status, 412u);
  EXPECT_EQ(api.Do("PUT", path, {.body = film.text, .headers = {{"If-Match", "\"2\", \"11\""}}}).status, 412u);
  EXPECT_EQ(api.Do("PUT", path, {.body = film.text, .headers = {{"If-Match", "\"9\", \"1\""}}}).status, 200u);
}

TEST_F(Saving, ALinkThatSomebodyElseMadeIsAChangeToo) {
  const auto film = Create(Film());
  api.database().Exec(
      "INSERT INTO content.genre_film_work (film_work_id, genre_id) SELECT id, '90000000-0000-4000-8000-000000000002' "
      "FROM content.film_work");
  EXPECT_EQ(Put(film.json, film.headers.at("ETag")).status, 412u);
}

TEST_F(Saving, ARenamedGenreChangesWhatIsCachedButIsNoConflict) {
  Json two = Film();
  two["genres"].push_back({{"id", "90000000-0000-4000-8000-000000000002"}});
  const auto film = Create(two);
  api.database().Exec("UPDATE content.genre SET name = 'Zdrama' WHERE name = 'Drama'");  // now behind the other
  api.database().Exec("UPDATE content.person SET full_name = 'Zz' WHERE full_name = 'Ann'");
  const std::string path = "/api/admin/films/" + film.json["id"].get<std::string>();
  EXPECT_EQ(api.Get(path, {.headers = {{"If-None-Match", film.headers.at("ETag")}}}).status, 200u);
  EXPECT_EQ(Put(film.json, film.headers.at("ETag")).status, 200u) << "the whole ETag";
  const auto state = film.headers.at("ETag").substr(0, film.headers.at("ETag").rfind('-')) + "\"";
  EXPECT_EQ(Put(film.json, state).status, 412u) << "saved meanwhile";
}

TEST_F(Saving, TheSameRequestAgainGetsTheSameAnswerAndIsDoneOnce) {
  const std::map<std::string, std::string> key{{"Idempotency-Key", "8e03978e"}};
  const auto first = Create(Film(), key), second = Create(Film(), key);
  EXPECT_EQ(second.status, 201u);
  EXPECT_EQ(second.text, first.text);
  EXPECT_EQ(second.headers.at("Location"), first.headers.at("Location"));
  EXPECT_EQ(second.headers.at("ETag"), first.headers.at("ETag"));
  EXPECT_EQ(api.database().Value("SELECT count(*) FROM content.film_work"), "1");
  EXPECT_EQ(api.database().Value("SELECT count(*) FROM admin.history"), "1");
  Json other = Film();
  other["title"] = "Stalker";
  EXPECT_EQ(Create(other, key).status, 422u);
  api.actor.user_id = "10000000-0000-4000-8000-000000000002";
  EXPECT_EQ(Create(other, key).status, 201u) << "keys of other people are theirs";
}

TEST_F(Saving, TheSameRequestManyTimesAtOnceIsDoneOnce) {
  std::vector<std::thread> clients;
  for (int i = 0; i < 6; ++i) {
    clients.emplace_back([&, seat = std::shared_ptr<test::Seat>(api.MakeSeat())] {
      const auto made = api.Do("POST", "/api/admin/films",
                               {.body = Film().dump(), .headers = {{"Idempotency-Key", "k"}}, .seat = seat.get()});
      EXPECT_EQ(made.status, 201u);
    });
  }
  for (auto& client : clients) client.join();
  EXPECT_EQ(api.database().Value("SELECT count(*) FROM content.film_work"), "1");
}

TEST_F(Saving, WhatIsRefusedIsNotRemembered) {
  const std::map<std::string, std::string> key{{"Idempotency-Key", "k"}};
  Json wrong = Film();
  wrong["title"] = "  ";
  EXPECT_EQ(Create(wrong, key).status, 422u);
  EXPECT_EQ(Create(Film(), key).status, 201u);
}

TEST_F(Saving, FieldsAtFaultAreNamedInTheLanguageOfTheRequest) {
  Json film = Film();
  film["title"] = " ";
  film["creation_date"] = "1972-02-30";
  film["actors"].push_back({{"id", "a0000000-0000-4000-8000-000000000001"}});
  const auto refused = api.Do("POST", "/api/admin/films", {.body = film.dump(), .language = Language::kRussian});
  EXPECT_EQ(refused.status, 422u);
  std::map<std::string, std::string> errors;
  for (const auto& error : refused.json["errors"]) errors[error["field"]] = error["message"];
  EXPECT_THAT(errors["title"], HasSubstr("нужно заполнить"));
  EXPECT_THAT(errors["creation_date"], HasSubstr("Такого дня нет"));
  EXPECT_THAT(errors["actors/2/id"], HasSubstr("уже есть"));
  EXPECT_EQ(errors.size(), 3u);
}

TEST_F(Saving, WhatTheDatabaseRefusesBecomesAnErrorOfItsField) {
  Json film = Film();
  film["genres"].push_back({{"id", "90000000-0000-4000-8000-00000000000f"}});
  film["writers"] = {{{"id", "a0000000-0000-4000-8000-00000000000f"}}};
  const auto genre = Create(film);
  EXPECT_EQ(genre.status, 422u);
  ASSERT_EQ(genre.json["errors"].size(), 1u) << genre.text;
  film["genres"].erase(1);
  const auto person = Create(film);
  EXPECT_EQ(person.json["errors"][0]["field"], "writers/0/id");
  EXPECT_EQ(person.json["errors"][0]["message"], "There is no such person.");
  const auto twice = api.Do("POST", "/api/admin/genres", {.body = R"({"name": "Drama"})"});
  EXPECT_EQ(twice.status, 409u);
  EXPECT_EQ(twice.json["errors"][0]["field"], "name");
  EXPECT_EQ(api.database().Value("SELECT count(*) FROM admin.history"), "0");
}

TEST_F(Saving, GenresAndPeopleAreEditedTheSameWay) {
  const auto genre = api.Do("POST", "/api/admin/genres", {.body = R"({"name": "Noir", "description": "dark"})"});
  ASSERT_EQ(genre.status, 201u) << genre.text;
  const auto renamed =
      api.Do("PUT", genre.headers.at("Location"),
             {.body = R"({"name": "Film noir"})", .headers = {{"If-Match", genre.headers.at("ETag")}}});
  EXPECT_EQ(renamed.json["name"], "Film noir");
  EXPECT_TRUE(renamed.json["description"].is_null()) << "a PUT is the whole";
  const std::string zoe = "/api/admin/persons/a0000000-0000-4000-8000-000000000001";
  const auto person = api.Do("PATCH", zoe, {.body = R"({"full_name": "Zoë"})", .headers = {{"If-Match", "\"1\""}}});
  EXPECT_EQ(person.json["full_name"], "Zoë");
  EXPECT_EQ(api.Do("DELETE", zoe, {.headers = {{"If-Match", "\"1\""}}}).status, 412u);
  EXPECT_EQ(api.Do("DELETE", zoe, {.headers = {{"If-Match", "\"2\""}}}).status, 200u);
  EXPECT_EQ(api.Get(zoe).status, 404u);
}

// How many prepared statements a connection has run.
int Executions(store::Database& database) {
  const auto rows =
      database.Query("SELECT coalesce(sum(generic_plans + custom_plans), 0)::int FROM pg_prepared_statements");
  return std::stoi(std::string(rows.Text(0, 0)));
}

TEST_F(Saving, ASaveAndAPageTakeAsManyStatementsForTwoHundredPeopleAsForTwo) {
  api.database().Exec("INSERT INTO content.person (full_name) SELECT 'p' || i FROM generate_series(1, 200) AS i");
  Json film = Film(), crowd = Film();
  crowd["actors"] = Json::array();
  for (const auto& row : api.database().Table("SELECT id FROM content.person"))
    crowd["actors"].push_back({{"id", row[0]}});
  auto &edits = api.seat().worker().edits, &reads = api.seat().worker().reads;
  const auto statements = [&](const Json& saved) {
    const int before = Executions(edits);
    const auto made = Create(saved);
    EXPECT_EQ(made.status, 201u) << made.text;
    EXPECT_EQ(Put(made.json, made.headers.at("ETag")).status, 200u);
    return Executions(edits) - before;
  };
  const int few = statements(film);
  EXPECT_EQ(statements(crowd), few);
  EXPECT_LE(few, 14);
  for (int i = 0; i < 20; ++i) Create(film);
  const int before = Executions(reads);
  EXPECT_EQ(api.Get("/api/admin/films?_end=20").json.size(), 20u);
  EXPECT_EQ(Executions(reads) - before, 1) << "only the question itself: a page is one statement of its own";
}

}  // namespace
}  // namespace admin
