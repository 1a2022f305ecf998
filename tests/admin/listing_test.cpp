#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/admin/editing.h"
#include "tests/support/films.h"

namespace admin {
namespace {

using test::Answer;
using test::Editing;
using testing::ElementsAre;
using testing::IsEmpty;

// 1,000 films of the sample, which no test changes.
Editing& Sample() {
  static Editing api(1000);
  return api;
}

std::vector<std::string> Column(const Answer& answer, const char* name) {
  std::vector<std::string> values;
  for (const auto& row : answer.json)
    values.push_back(row[name].is_string() ? row[name].get<std::string>() : row[name].dump());
  return values;
}

class Titles : public testing::Test {
 protected:
  Titles() {
    api.database().Exec(
        "INSERT INTO content.film_work (id, title, type, rating, creation_date, description) VALUES "
        "('f0000000-0000-4000-8000-000000000001', 'Solaris', 'movie', 8, '1972-03-20', 'planet'),"
        "('f0000000-0000-4000-8000-000000000002', 'Stalker', 'movie', 8, '1979-05-25', NULL),"
        "('f0000000-0000-4000-8000-000000000003', 'Зеркало', 'movie', 9.5, '1975-03-07', NULL),"
        "('f0000000-0000-4000-8000-000000000004', '100% Wolf_', 'tv_show', NULL, NULL, NULL)");
  }
  std::vector<std::string> List(const std::string& query) {
    return Column(api.Get("/api/admin/films?" + query), "title");
  }

  Editing api;
};

TEST_F(Titles, AreSortedBySeveralKeysAndEmptyOnesComeLast) {
  EXPECT_THAT(List("_sort=rating,title&_order=DESC,ASC"), ElementsAre("Зеркало", "Solaris", "Stalker", "100% Wolf_"));
  EXPECT_THAT(List("_sort=rating,title&_order=ASC,DESC"), ElementsAre("Stalker", "Solaris", "Зеркало", "100% Wolf_"));
  EXPECT_THAT(List("_sort=creation_date&_order=DESC&_start=1&_end=3"), ElementsAre("Зеркало", "Solaris"));
}

TEST_F(Titles, AnUnknownSortKeyIsRefusedWithTheKnownOnes) {
  for (const auto* query :
       {"_sort=file_path", "_sort=title;DROP%20TABLE%20x", "_sort=title&_order=SIDEWAYS", "_sort=title,title,",
        "_sort=title&_order=ASC,DESC", "_start=5&_end=2", "_start=0&_end=5000"}) {
    EXPECT_EQ(api.Get(std::string("/api/admin/films?") + query).status, 400u) << query;
  }
}

TEST_F(Titles, AreFoundThoughLettersAreWrong) {
  EXPECT_THAT(List("q=solrais"), ElementsAre("Solaris"));
  EXPECT_THAT(List("q=STALK"), ElementsAre("Stalker"));
  EXPECT_THAT(List("q=%D0%B7%D0%B5%D1%80%D0%BA%D0%BE%D0%BB%D0%BE"), ElementsAre("Зеркало"));
  EXPECT_THAT(List("q=%D0%B7%D1%8D%D1%80%D0%BA%D0%B0%D0%BB%D0%BE"), ElementsAre("Зеркало"));
  EXPECT_THAT(List("q=nothing"), IsEmpty());
}

TEST_F(Titles, WhatPeopleTypeIsNeverAPatternOrSql) {
  EXPECT_THAT(List("q=%25"), ElementsAre("100% Wolf_")) << "a percent sign";
  EXPECT_THAT(List("q=f_"), ElementsAre("100% Wolf_")) << "an underscore";
  for (const auto* text :
       {"'%20OR%201=1%20--", "'%3B%20DROP%20TABLE%20content.film_work%3B%20--", "%5C", "%22", "%7B%7D", "$x"}) {
    const auto answer = api.Get(std::string("/api/admin/films?q=") + text);
    EXPECT_EQ(answer.status, 200u) << text << answer.text;
    EXPECT_EQ(answer.json.size(), 0u) << text;
  }
  EXPECT_EQ(api.database().Value("SELECT count(*) FROM content.film_work"), "4");
}

TEST_F(Titles, ManyAreReadByTheirIds) {
  EXPECT_THAT(List("id=f0000000-0000-4000-8000-000000000003&id=F0000000-0000-4000-8000-000000000001"),
              ElementsAre("Solaris", "Зеркало"));
}

TEST_F(Titles, AreFilteredByRatingDateAndWhatIsMissing) {
  EXPECT_THAT(List("rating_gte=8&rating_lte=9"), ElementsAre("Solaris", "Stalker"));
  EXPECT_THAT(List("year=1972&month=3&day=20"), ElementsAre("Solaris"));
  EXPECT_THAT(List("month=3"), ElementsAre("Solaris", "Зеркало"));
  EXPECT_THAT(List("creation_date_gte=1975-03-07&creation_date_lte=1979-05-24"), ElementsAre("Зеркало"));
  EXPECT_THAT(List("missing=rating"), ElementsAre("100% Wolf_"));
  EXPECT_THAT(List("missing=description&missing=creation_date"), ElementsAre("100% Wolf_"));
  EXPECT_THAT(List("type=tv_show&type=movie&missing=genres&missing=people").size(), 4u);
}

TEST_F(Titles, DatesLeadFromYearsToDays) {
  const auto count = [](int value) { return Json{{"value", value}, {"count", 1}}; };
  EXPECT_EQ(api.Get("/api/admin/films/dates").json, Json::array({count(1972), count(1975), count(1979)}));
  EXPECT_EQ(api.Get("/api/admin/films/dates?year=1972").json, Json::array({count(3)}));
  EXPECT_EQ(api.Get("/api/admin/films/dates?year=1972&month=3").json, Json::array({count(20)}));
}

// A replica that has replayed nothing: another database without films, whose server says that it is a standby.
class Behind {
 public:
  Behind() {
    cdc::test::LoadFilms(replica_, 0);
    role_ = replica_.CreateRole("IN ROLE walcast_reader");
    // In this database alone.
    replica_.Exec(
        "ALTER FUNCTION pg_catalog.pg_is_in_recovery() RENAME TO pg_was_in_recovery;"
        "ALTER FUNCTION pg_catalog.pg_last_wal_replay_lsn() RENAME TO pg_was_last_wal_replay_lsn;"
        "CREATE FUNCTION pg_catalog.pg_is_in_recovery() RETURNS boolean LANGUAGE sql RETURN true;"
        "CREATE FUNCTION pg_catalog.pg_last_wal_replay_lsn() RETURNS pg_lsn LANGUAGE sql RETURN '0/10'::pg_lsn");
  }
  std::string dsn() const { return replica_.Dsn(role_); }

 private:
  cdc::test::TestDatabase replica_;
  std::string role_;
};

TEST_F(Titles, WhatWasSavedIsInEveryListAtOnceWhateverTheReplicaHas) {
  const Behind replica;
  test::Seat seat(api.edit_dsn(), replica.dsn());
  for (const auto& headers :
       {std::map<std::string, std::string>{}, std::map<std::string, std::string>{{"X-Walcast-Lsn", "0/20"}}}) {
    const test::Ask ask{.headers = headers, .seat = &seat};
    EXPECT_EQ(api.Get("/api/admin/films?q=solaris", ask).json.size(), 1u);
    EXPECT_EQ(api.Get("/api/admin/films?_end=1&_count=exact", ask).headers["X-Total-Count"], "4");
    EXPECT_EQ(api.Get("/api/admin/films/facets", ask).text, api.Get("/api/admin/films/facets").text);
    EXPECT_EQ(api.Get("/api/admin/films/dates", ask).text, api.Get("/api/admin/films/dates").text);
    EXPECT_EQ(api.Get("/api/admin/films/export.json", ask).json.size(), 4u);
  }
  // What the replica has seen, it is asked for.
  EXPECT_EQ(api.Get("/api/admin/films", {.headers = {{"X-Walcast-Lsn", "0/8"}}, .seat = &seat}).json.size(), 0u);
  EXPECT_EQ(api.Get("/api/admin/films/export.json", {.headers = {{"X-Walcast-Lsn", "0/8"}}, .seat = &seat}).json.size(),
            0u);
}

TEST(SampleLists, APageHasWholeFilmsAndTellsHowManyThereAre) {
  const auto page = Sample().Get("/api/admin/films?_start=50&_end=75");
  ASSERT_EQ(page.json.size(), 25u);
  EXPECT_EQ(page.headers.at("X-Total-Count"), "1000");
  EXPECT_EQ(page.headers.at("X-Total-Count-Kind"), "exact");
  const auto& film = page.json[7];
  EXPECT_EQ(film, Sample().Get("/api/admin/films/" + film["id"].get<std::string>()).json);
  EXPECT_EQ(Sample().Get("/api/admin/films?_start=5000&_end=5025").headers.at("X-Total-Count"), "1000");
}

TEST(SampleLists, FacetsCountWhatTheFilterLeaves) {
  const auto all = Sample().Get("/api/admin/films/facets").json;
  EXPECT_EQ(all["total"], 1000);
  const auto genre = all["genres"][0];
  const auto some = Sample().Get("/api/admin/films/facets?genre=" + genre["value"].get<std::string>()).json;
  EXPECT_EQ(some["total"], genre["count"]);
  int types = 0;
  for (const auto& type : some["types"]) types += type["count"].get<int>();
  EXPECT_EQ(types, genre["count"].get<int>());
  const auto list = Sample().Get("/api/admin/films?_end=1&genre=" + genre["value"].get<std::string>());
  EXPECT_EQ(list.headers.at("X-Total-Count"), std::to_string(genre["count"].get<int>()));
}

TEST(SampleLists, PeopleAreFilteredByRoleAndFilm) {
  const auto directors = Sample().Get("/api/admin/persons?role=director&_end=5");
  EXPECT_EQ(directors.headers.at("X-Total-Count"),
            Sample().database().Value(
                "SELECT count(DISTINCT person_id) FROM content.person_film_work WHERE role = 'director'"));
  const std::string film =
      Sample().database().Value("SELECT film_work_id FROM content.person_film_work ORDER BY 1 LIMIT 1");
  EXPECT_EQ(std::to_string(Sample().Get("/api/admin/persons?film=" + film + "&_end=100").json.size()),
            Sample().database().Value(
                "SELECT count(DISTINCT person_id) FROM content.person_film_work WHERE film_work_id = '" + film + "'"));
  EXPECT_THAT(Column(Sample().Get("/api/admin/genres?_sort=name&_end=2"), "name").size(), 2u);
}

TEST(LargeLists, AreEstimatedUnlessTheCallerWantsToKnow) {
  Editing api;
  api.database().Exec(
      "INSERT INTO content.person (full_name) SELECT 'p' || i FROM generate_series(1, 12000) AS i; ANALYZE "
      "content.person");
  const auto page = api.Get("/api/admin/persons?_end=10");
  EXPECT_EQ(page.headers.at("X-Total-Count-Kind"), "estimate");
  const int estimate = std::stoi(page.headers.at("X-Total-Count"));
  EXPECT_GT(estimate, 10000);
  EXPECT_LT(estimate, 15000);
  const auto exact = api.Get("/api/admin/persons?_end=10&_count=exact");
  EXPECT_EQ(exact.headers.at("X-Total-Count"), "12000");
  EXPECT_EQ(exact.headers.at("X-Total-Count-Kind"), "exact");
}

}  // namespace
}  // namespace admin
