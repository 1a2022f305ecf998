// The public lists and objects of a real server.
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "tests/admin/public.h"
#include "tests/support/wait.h"

namespace cdc::test {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kNoFilm = "00000000-0000-4000-8000-000000000000";

class FilmsApi : public Public {
 protected:
  FilmsApi() : Public(230) {}
  json Page(const std::string& page) { return Get("/api/v1/movies?page=" + page).Json(); }
  std::string AnyFilm() { return database_.Value("SELECT id FROM content.film_work ORDER BY id LIMIT 1"); }
  // What a walk over all pages shows, by a member.
  std::vector<std::string> Walk(const std::string& list, const std::string& member) {
    std::vector<std::string> seen;
    for (json next = 1; !next.is_null();) {
      const auto page = Get(list + "page=" + next.dump()).Json();
      for (const auto& each : page.at("results")) seen.push_back(each.at(member));
      next = page.at("next");
    }
    return seen;
  }
};

TEST_F(FilmsApi, PagesHoldEveryFilmOnceInTheOrderOfTitles) {
  const auto ids = Walk("/api/v1/movies?", "id");
  std::vector<std::string> expected;
  for (auto& row : database_.Table("SELECT id FROM content.film_work ORDER BY title, id")) expected.push_back(row[0]);
  EXPECT_EQ(ids, expected);
}

TEST_F(FilmsApi, APageNamesItsNeighbours) {
  const auto first = Page("1"), middle = Page("2"), last = Page("last");
  EXPECT_EQ(first.at("count"), 230);
  EXPECT_EQ(first.at("total_pages"), 5);
  EXPECT_TRUE(first.at("prev").is_null());
  EXPECT_EQ(first.at("next"), 2);
  EXPECT_EQ(middle.at("prev"), 1);
  EXPECT_EQ(middle.at("next"), 3);
  EXPECT_EQ(last.at("prev"), 4);
  EXPECT_TRUE(last.at("next").is_null());
  EXPECT_EQ(last.at("results").size(), 30U);
  EXPECT_EQ(last, Page("5"));
}

TEST_F(FilmsApi, APageThatIsNoNumberIsNotFound) {
  for (const auto* page : {"abc", "0", "-1", "6", "99999999999999999999", "1.5"}) {
    const auto reply = Get(std::string("/api/v1/movies?page=") + page);
    EXPECT_EQ(reply.status, 404) << page;
    EXPECT_EQ(reply.Header("content-type"), "application/problem+json");
  }
}

TEST_F(FilmsApi, TheCountFollowsEveryWayRowsComeAndGo) {
  const auto count = [&] { return Page("1").at("count").get<int>(); };
  database_.Exec(
      "INSERT INTO content.film_work (title, type) SELECT 'a ' || n, 'movie' FROM generate_series(1, 70) AS n");
  EXPECT_EQ(count(), 300);
  database_.Exec("DELETE FROM content.film_work WHERE title LIKE 'a %'");
  EXPECT_EQ(count(), 230);
  database_.Exec("UPDATE content.film_work SET title = 'b'; DELETE FROM content.film_work WHERE false");
  EXPECT_EQ(count(), 230);
  for (int i = 0; i < 300; ++i) {  // often enough that the changes are put together on the way
    database_.Exec("INSERT INTO content.film_work (title, type) VALUES ('c', 'movie')");
  }
  EXPECT_EQ(count(), 530);
  EXPECT_LT(std::stoi(database_.Value("SELECT count(*) FROM admin.row_counts")), 301);
  auto other = database_.Connect();
  other.Exec("BEGIN");
  other.Exec("INSERT INTO content.film_work (title, type) VALUES ('d', 'movie')");
  EXPECT_EQ(count(), 530);
  other.Exec("ROLLBACK");
  EXPECT_EQ(count(), 530);
  database_.Exec("TRUNCATE content.film_work CASCADE");
  EXPECT_EQ(count(), 0);
  EXPECT_THAT(Page("1").at("results"), IsEmpty());
}

TEST_F(FilmsApi, ARecountMendsWhatHappenedWithoutTriggers) {
  database_.Exec("SET session_replication_role = replica; DELETE FROM content.film_work WHERE rating > 5");
  EXPECT_EQ(Page("1").at("count"), 230);
  database_.Exec("SELECT admin.recount_rows()");
  EXPECT_EQ(Page("1").at("count").dump(), database_.Value("SELECT count(*) FROM content.film_work"));
}

TEST_F(FilmsApi, AFilmIsReadByItsId) {
  const auto id = AnyFilm();
  const auto reply = Get("/api/v1/movies/" + id);
  ASSERT_EQ(reply.status, 200) << reply.body;
  std::vector<std::string> members;
  const auto film = reply.Json();
  for (const auto& [name, value] : film.items()) members.push_back(name);
  EXPECT_THAT(members, ElementsAre("actors", "creation_date", "description", "directors", "genres", "id", "rating",
                                   "title", "type", "writers"));
  EXPECT_EQ(Get("/api/v1/movies/" + id + "/").body, reply.body);
  EXPECT_EQ(Get("/api/v1/movies/" + id + "/?page=3").body, reply.body);
}

TEST_F(FilmsApi, AnIdInAnotherFormIsNobodys) {
  auto upper = AnyFilm(), plain = upper;
  std::ranges::transform(upper, upper.begin(), [](char c) { return static_cast<char>(std::toupper(c)); });
  std::erase(plain, '-');
  for (const auto& id : {upper, plain, std::string(kNoFilm), std::string("abc"), std::string("%27")}) {
    for (const auto* kind : {"movies", "genres", "persons"}) {
      EXPECT_EQ(Get(std::string("/api/v1/") + kind + "/" + id).status, 404) << kind << id;
    }
  }
}

TEST_F(FilmsApi, NamesThatTwoPeopleShareStandOnceAndListsMayBeEmpty) {
  database_.Exec(
      "INSERT INTO content.film_work (id, title, type, rating) VALUES ('" + std::string(kNoFilm) +
      "', 'x', 'movie', 7);"
      "WITH two AS (INSERT INTO content.person (full_name) VALUES ('Same'), ('Same'), ('Other') RETURNING id)"
      "INSERT INTO content.person_film_work (film_work_id, person_id, role) SELECT '" +
      std::string(kNoFilm) + "', id, 'actor' FROM two");
  const auto reply = Get(std::string("/api/v1/movies/") + kNoFilm);
  const auto film = reply.Json();
  EXPECT_THAT(film.at("actors"), ElementsAre("Other", "Same"));
  EXPECT_EQ(film.at("genres"), json::array());
  EXPECT_EQ(film.at("writers"), json::array());
  EXPECT_TRUE(film.at("description").is_null());
  EXPECT_NE(reply.body.find("\"rating\":7.0,"), std::string::npos) << reply.body;
}

TEST_F(FilmsApi, PeopleStandInTheOrderThatAnEditorGave) {
  database_.Exec(
      "INSERT INTO content.film_work (id, title, type) VALUES ('" + std::string(kNoFilm) +
      "', '', 'movie');"
      "WITH p AS (INSERT INTO content.person (full_name) VALUES ('Ann'), ('Bob'), ('Cid'), ('Bob') RETURNING *)"
      "INSERT INTO content.person_film_work (film_work_id, person_id, role, position) SELECT '" +
      std::string(kNoFilm) + "', id, 'actor', array_position(ARRAY['Cid', 'Bob', 'Ann'], full_name) FROM p");
  EXPECT_THAT(Get(std::string("/api/v1/movies/") + kNoFilm).Json().at("actors"), ElementsAre("Cid", "Bob", "Ann"));
  const auto listed = Get("/api/v1/movies/").Json().at("results").at(0);
  ASSERT_EQ(listed.at("id"), kNoFilm);
  EXPECT_THAT(listed.at("actors"), ElementsAre("Cid", "Bob", "Ann"));
}

TEST_F(FilmsApi, WhoHasThePageAlreadyGetsNoBody) {
  const auto first = Get("/api/v1/movies");
  const auto etag = first.Header("etag");
  ASSERT_FALSE(etag.empty());
  const auto again = Get("/api/v1/movies", {{"If-None-Match", "\"x\", " + etag}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(again.Header("etag"), etag);
  database_.Exec(
      "UPDATE content.film_work SET title = ' ' || title WHERE id = (SELECT id FROM content.film_work ORDER BY title, "
      "id LIMIT 1)");
  EXPECT_EQ(Get("/api/v1/movies", {{"If-None-Match", etag}}).status, 200);
}

TEST_F(FilmsApi, AHeadIsAnsweredAsAGetWithoutItsBody) {
  const auto reply = web_->Send("HEAD", "/api/v1/movies/");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "");
  EXPECT_EQ(web_->Send("DELETE", "/api/v1/movies").status, 405);
}

TEST_F(FilmsApi, AFarPageIsReachedByTheIndexAloneAndTouchesOnlyItsOwnLinks) {
  database_.Exec(
      "INSERT INTO content.film_work (title, type) SELECT md5(n::text), 'movie' FROM generate_series(1, 20000) AS n");
  database_.Exec("VACUUM ANALYZE");
  const auto scans = [&](const std::string& what, const std::string& table) {
    return std::stol(
        database_.Value("SELECT " + what + " FROM pg_stat_user_tables WHERE relid = '" + table + "'::regclass"));
  };
  const auto pages = Page("1").at("total_pages").get<int>();
  const auto before = scans("seq_tup_read", "content.film_work"),
             links = scans("seq_tup_read", "content.person_film_work");
  for (int i = 0; i < 12; ++i) EXPECT_EQ(Page(std::to_string(pages / 2 + i)).at("results").size(), 50U);
  server_->Terminate();  // its sessions tell their numbers at the latest when they end
  ASSERT_TRUE(WaitUntil([&] {
    return database_.Value("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()") == "1";
  }));
  database_.Exec("SELECT pg_stat_clear_snapshot()");
  EXPECT_EQ(scans("seq_tup_read", "content.film_work"), before);
  EXPECT_EQ(scans("seq_tup_read", "content.person_film_work"), links);
}

TEST_F(FilmsApi, GenresAndPeopleAreFoundByAPartOfTheirName) {
  database_.Exec("INSERT INTO content.genre (name) VALUES ('100% Nonsense_x'), ('Другое')");
  EXPECT_THAT(Walk("/api/v1/genres?query="
                   "100%25%20non&",
                   "name"),
              ElementsAre("100% Nonsense_x"));
  EXPECT_THAT(Walk("/api/v1/genres?query=%D0%B4%D0%A0%D0%A3%D0%B3&", "name"), ElementsAre("Другое"));
  EXPECT_THAT(Walk("/api/v1/genres?query=_&", "name"), ElementsAre("100% Nonsense_x"));
  EXPECT_THAT(Walk("/api/v1/genres?query=no-such-genre&", "name"), IsEmpty());
  const auto people = Walk("/api/v1/persons?", "id");
  EXPECT_EQ(std::to_string(people.size()), database_.Value("SELECT count(*) FROM content.person"));
  EXPECT_EQ(std::set(people.begin(), people.end()).size(), people.size());
  EXPECT_EQ(std::to_string(Walk("/api/v1/persons?query=MAR&", "id").size()),
            database_.Value("SELECT count(*) FROM content.person WHERE full_name ILIKE '%mar%'"));
  EXPECT_EQ(Get("/api/v1/persons?page=abc").status, 404);
  EXPECT_EQ(Get("/api/v1/genres?page=2").status, 404);
}

TEST_F(FilmsApi, SearchIsTheNameOfTheParameterToo) {
  EXPECT_EQ(std::to_string(Walk("/api/v1/persons?search=MAR&", "id").size()),
            database_.Value("SELECT count(*) FROM content.person WHERE full_name ILIKE '%mar%'"));
  EXPECT_EQ(Get("/api/v1/persons?search=%00").status, 400);
  EXPECT_EQ(Get("/api/v1/persons?search=%ff").status, 400);
}

TEST_F(FilmsApi, WhatDjangoPassedOverOrDidNotFindIsTreatedTheSame) {
  for (const auto& page : {std::string("%00"), std::string("%ff"), std::string(1001, '1')}) {
    EXPECT_EQ(Get("/api/v1/movies?page=" + page).status, 404) << page.substr(0, 10);
  }
  EXPECT_EQ(Get("/api/v1/movies?colour=%ff&other=%00").status, 200);
  EXPECT_EQ(Get("/api/v1/movies", {{"Accept", "text/html"}}).status, 200);
  EXPECT_EQ(Get("/api/v1/search?query=%ff").status, 400);
}

TEST_F(FilmsApi, AGenreTellsItsFilmsNumberAndAPersonTheirFilms) {
  const auto genre =
      database_.Table("SELECT genre_id, count(*) FROM content.genre_film_work GROUP BY 1 ORDER BY 2 DESC LIMIT 1")[0];
  EXPECT_EQ(Get("/api/v1/genres/" + genre[0]).Json().at("films_count").dump(), genre[1]);
  const auto person = database_.Table(
      "SELECT person_id, count(DISTINCT film_work_id) FROM content.person_film_work GROUP BY 1 ORDER BY count(*) DESC "
      "LIMIT 1")[0];
  const auto films = Get("/api/v1/persons/" + person[0]).Json().at("films");
  EXPECT_EQ(std::to_string(films.size()), person[1]);
  EXPECT_FALSE(films.at(0).at("roles").empty());
}

}  // namespace
}  // namespace cdc::test
