// What `q` of the editing API's lists looks into, and the order that what it finds comes in.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/admin/editing.h"

namespace admin {
namespace {

using test::Editing;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Searching : public testing::Test {
 protected:
  Searching() {
    api.database().Exec(
        "INSERT INTO content.film_work (id, title, type, rating, description) VALUES "
        "('f0000000-0000-4000-8000-000000000001', 'Solaris', 'movie', 8, 'A psychologist goes to a station by a "
        "planet.'),"
        "('f0000000-0000-4000-8000-000000000002', 'Solar Wind', 'movie', 9, NULL),"
        "('f0000000-0000-4000-8000-000000000003', 'Сталкер', 'movie', 7, 'Проводник ведёт двоих к комнате желаний.'),"
        "('f0000000-0000-4000-8000-000000000004', 'Amber', 'tv_show', 1, 'A crew near Solaris, other planets and "
        "stations.');"
        "INSERT INTO content.genre (id, name, description) VALUES "
        "('90000000-0000-4000-8000-000000000001', 'Noir', 'Dark streets, bright lamps'),"
        "('90000000-0000-4000-8000-000000000002', 'Comedy', NULL);"
        "INSERT INTO content.person (id, full_name) VALUES "
        "('a0000000-0000-4000-8000-000000000001', 'Ann Lee'), ('a0000000-0000-4000-8000-000000000002', 'Bob Ray')");
  }
  std::vector<std::string> Found(const std::string& list, const char* name) {
    std::vector<std::string> names;
    for (const auto& row : api.Get("/api/admin/" + list).json) names.push_back(row[name]);
    return names;
  }
  std::vector<std::string> Films(const std::string& query) { return Found("films?" + query, "title"); }

  Editing api;
};

TEST_F(Searching, AnIdFindsWhatItIsOfWithBlanksAroundAndInCapitals) {
  EXPECT_THAT(Films("q=f0000000-0000-4000-8000-000000000003"), ElementsAre("Сталкер"));
  EXPECT_THAT(Films("q=%20F0000000-0000-4000-8000-000000000003%20"), ElementsAre("Сталкер"));
  EXPECT_THAT(Films("q=f0000000-0000-4000-8000-000000000003&type=tv_show"), IsEmpty()) << "other filters act too";
  EXPECT_THAT(Films("q=f0000000-0000-4000-8000-00000000000f"), IsEmpty());
  EXPECT_THAT(Found("persons?q=a0000000-0000-4000-8000-000000000002", "full_name"), ElementsAre("Bob Ray"));
  EXPECT_THAT(Found("genres?q=90000000-0000-4000-8000-000000000002", "name"), ElementsAre("Comedy"));
}

TEST_F(Searching, WordsOfTheDescriptionAreFoundInAnyFormAndAsTheyBegin) {
  EXPECT_THAT(Films("q=planet"), UnorderedElementsAre("Solaris", "Amber"));
  EXPECT_THAT(Films("q=planets%20station"), UnorderedElementsAre("Solaris", "Amber")) << "all of the words";
  EXPECT_THAT(Films("q=psycholog"), ElementsAre("Solaris"));
  EXPECT_THAT(Films("q=%D0%BA%D0%BE%D0%BC%D0%BD%D0%B0%D1%82%D0%B0"), ElementsAre("Сталкер")) << "комната";
  EXPECT_THAT(Films("q=%D0%9F%D1%80%D0%BE%D0%B2%D0%BE%D0%B4"), ElementsAre("Сталкер")) << "Провод";
  EXPECT_THAT(Films("q=psychologist%20zebra"), IsEmpty());
  EXPECT_THAT(Found("genres?q=lamp", "name"), ElementsAre("Noir"));
}

TEST_F(Searching, FacetsAndExportsFindTheSame) {
  EXPECT_EQ(api.Get("/api/admin/films/facets?q=planet").json["total"], 2);
  EXPECT_EQ(api.Get("/api/admin/films/export.json?q=planet").json.size(), 2u);
  EXPECT_EQ(api.Get("/api/admin/films?q=planet&_end=1&_count=exact").headers["X-Total-Count"], "2");
}

TEST_F(Searching, TheBestHitComesFirstWhereNoOrderIsAskedFor) {
  EXPECT_THAT(Films("q=solaris"), ElementsAre("Solaris", "Solar Wind", "Amber"));
}

TEST_F(Searching, AnOrderThatIsAskedForIsThatOfTheListAlsoWhileSearching) {
  EXPECT_THAT(Films("q=solaris&_sort=rating&_order=DESC"), ElementsAre("Solar Wind", "Solaris", "Amber"));
  EXPECT_THAT(Films("q=solaris&_sort=title"), ElementsAre("Amber", "Solar Wind", "Solaris"));
}

TEST_F(Searching, NothingThatIsTypedIsAnOperator) {
  for (const std::string text :
       {"foo%20%26%20bar", "'%3A*", "planet'", "!planet", "(planet", "planet%20%7C", "%3C-%3E", "the",
        "%C2%ABplanet%C2%BB", "a", "%5C%5C", "don't", "%E2%80%94%E2%80%94%E2%80%94", "%00"}) {
    if (text == "%00") continue;  // refused before it comes here
    EXPECT_EQ(api.Get("/api/admin/films?q=" + text).status, 200u) << text;
  }
  EXPECT_THAT(Films("q=!planet"), UnorderedElementsAre("Solaris", "Amber"));
}

TEST_F(Searching, ADescriptionOfAnyLengthCanBeSaved) {
  api.database().Exec(
      "INSERT INTO content.film_work (title, type, description) SELECT 'Long', 'movie', "
      "'beginning ' || string_agg('word' || i, ' ') FROM generate_series(1, 300000) AS i");
  EXPECT_THAT(Films("q=beginning"), ElementsAre("Long"));
}

TEST_F(Searching, TheIndexIsUsedWhereThereAreManyFilms) {
  api.database().Exec(
      "INSERT INTO content.film_work (title, type, description) SELECT 'Film ' || i, 'movie', 'about number' || i || "
      "' and other things' FROM generate_series(1, 20000) AS i; ANALYZE content.film_work");
  EXPECT_THAT(Films("q=number777"), testing::Contains("Film 777"));
  std::string plan;
  auto& edits = api.seat().worker().edits;
  edits.Query("SELECT set_config('pg_trgm.word_similarity_threshold', '0.35', false)");
  const auto rows = edits.Query(
      "EXPLAIN SELECT FROM content.film_work AS e WHERE e.id IN ("
      "SELECT e.id FROM content.film_work AS e WHERE e.title ILIKE '%number777%' OR 'number777' <% e.title UNION ALL "
      "SELECT e.id FROM content.film_work AS e WHERE to_tsvector('pg_catalog.russian', left(e.description, 100000)) @@ "
      "to_tsquery('pg_catalog.russian', '''number777'':*'))");
  for (int row = 0; row < rows.size(); ++row) plan += rows.Text(row, 0);
  EXPECT_THAT(plan, HasSubstr("film_work_description_words_idx"));
  EXPECT_THAT(plan, HasSubstr("film_work_title_trgm_idx"));
}

}  // namespace
}  // namespace admin
