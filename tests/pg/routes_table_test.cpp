// The shipped documents: for each kind of change on each table, the routes it takes. No route comes from the
// configuration.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "cdc/pg/connection.h"
#include "tests/pg/shipped.h"

namespace cdc::pg {
namespace {

using test::TheShipped;
using testing::HasSubstr;
using testing::Not;

struct RouteCase {
  std::string index, table;
  std::string change;              // "row": INSERT, DELETE and moves of the key; else the column that an UPDATE changes
  std::vector<std::string> taken;  // "id": the column is the document's id; "id?": a query leads from it to the ids
};

void PrintTo(const RouteCase& tried, std::ostream* out) {
  *out << tried.index << ", " << tried.table << ", " << tried.change;
}

std::vector<std::string> RoutesTaken(const Plan& plan, const std::string& table, const std::string& change) {
  std::set<std::string> taken;
  for (const Entry& entry : plan.entries) {
    if (entry.table.ToString() != table) continue;
    if (change != "row" && !entry.whole_row && std::ranges::count(entry.columns, change) == 0) continue;
    for (const auto index : entry.routes) {
      const Route& route = plan.routes[index];
      EXPECT_FALSE(route.explicit_route);
      std::string name;
      for (const auto& column : route.columns) name += (name.empty() ? "" : ",") + column.name;
      taken.insert(name + (route.sql.empty() ? "" : "?"));
    }
  }
  return {taken.begin(), taken.end()};
}

class PgRoutesTable : public testing::TestWithParam<RouteCase> {};

TEST_P(PgRoutesTable, TakesTheseRoutes) {
  const auto& tried = GetParam();
  EXPECT_EQ(RoutesTaken(TheShipped().plans.at(tried.index), tried.table, tried.change), tried.taken);
}

std::vector<RouteCase> Movies() {
  const std::string film = "content.film_work", genre = "content.genre", person = "content.person";
  const std::string film_genre = "content.genre_film_work", film_person = "content.person_film_work";
  std::vector<RouteCase> cases;
  for (const char* column : {"row", "id", "title", "description", "creation_date", "rating", "type"}) {
    cases.push_back({"movies", film, column, {"id"}});
  }
  for (const char* column : {"certificate", "file_path", "created", "modified"})
    cases.push_back({"movies", film, column, {}});
  for (const char* column : {"row", "id", "name"}) cases.push_back({"movies", genre, column, {"id?"}});
  for (const char* column : {"description", "created", "modified"}) cases.push_back({"movies", genre, column, {}});
  for (const char* column : {"row", "id", "full_name"}) cases.push_back({"movies", person, column, {"id?"}});
  for (const char* column : {"created", "modified"}) cases.push_back({"movies", person, column, {}});
  for (const char* column : {"row", "film_work_id", "genre_id"})
    cases.push_back({"movies", film_genre, column, {"film_work_id"}});
  for (const char* column : {"id", "created"}) cases.push_back({"movies", film_genre, column, {}});
  for (const char* column : {"row", "film_work_id", "person_id", "role", "position"}) {
    cases.push_back({"movies", film_person, column, {"film_work_id"}});
  }
  for (const char* column : {"id", "created"}) cases.push_back({"movies", film_person, column, {}});
  return cases;
}

std::vector<RouteCase> GenresAndPersons() {
  const std::string film = "content.film_work", genre = "content.genre", person = "content.person";
  const std::string film_genre = "content.genre_film_work", film_person = "content.person_film_work";
  std::vector<RouteCase> cases;
  for (const char* column : {"row", "id", "name", "description"}) cases.push_back({"genres", genre, column, {"id"}});
  for (const char* column : {"row", "genre_id"}) cases.push_back({"genres", film_genre, column, {"genre_id"}});
  for (const char* column : {"id", "film_work_id", "created"}) cases.push_back({"genres", film_genre, column, {}});
  for (const auto& table : {film, person, film_person}) cases.push_back({"genres", table, "row", {}});
  for (const char* column : {"row", "id", "full_name"}) cases.push_back({"persons", person, column, {"id"}});
  for (const char* column : {"created", "modified"}) cases.push_back({"persons", person, column, {}});
  for (const char* column : {"row", "id", "title"}) cases.push_back({"persons", film, column, {"id?"}});
  for (const char* column : {"rating", "description", "modified"}) cases.push_back({"persons", film, column, {}});
  for (const char* column : {"row", "film_work_id", "person_id", "role"}) {
    cases.push_back({"persons", film_person, column, {"person_id"}});
  }
  for (const auto& table : {genre, film_genre}) cases.push_back({"persons", table, "row", {}});
  return cases;
}

std::string NameOf(const testing::TestParamInfo<RouteCase>& tried) {
  std::string name = tried.param.index + "_" + tried.param.table + "_" + tried.param.change;
  std::ranges::replace(name, '.', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Movies, PgRoutesTable, testing::ValuesIn(Movies()), NameOf);
INSTANTIATE_TEST_SUITE_P(GenresAndPersons, PgRoutesTable, testing::ValuesIn(GenresAndPersons()), NameOf);

TEST(PgRoutesOfTheShippedDocuments, NeedNoTableOtherThanALink) {
  for (const auto& [name, plan] : TheShipped().plans) {
    for (const Route& route : plan.routes) {
      EXPECT_THAT(route.sql, Not(HasSubstr("JOIN"))) << name;
    }
  }
}

TEST(PgRoutesOfTheShippedDocuments, AreServedByTheIndexesOfTheMigrations) {
  Connection connection({.dsn = TheShipped().database.Dsn()});
  connection.Execute("SET enable_seqscan = off");
  for (const auto& [name, plan] : TheShipped().plans) {
    for (const Route& route : plan.routes) {
      if (route.sql.empty()) continue;
      connection.Execute("PREPARE route AS " + route.sql);
      const Rows rows = connection.Query("EXPLAIN EXECUTE route ('{}')", {});
      std::string text;
      for (int i = 0; i < rows.size(); ++i) text += std::string(rows.Text(i, 0)) + "\n";
      EXPECT_THAT(text, HasSubstr("Index Cond")) << name << ": " << route.sql;
      connection.Execute("DEALLOCATE route");
    }
  }
}

}  // namespace
}  // namespace cdc::pg
