// Documents that call functions of users: every table that such a function names needs an explicit route of its own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cdc/pg/planner.h"
#include "tests/pg/prove_cases.h"
#include "tests/support/postgres.h"

namespace cdc::pg {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

class PgPlanFunctions : public testing::Test {
 protected:
  PgPlanFunctions() { database_.Exec(test::kCinema); }

  // Of a document that calls fn(f.id), with a route from each of the tables.
  Plan Make(const std::vector<TableName>& tables) {
    std::vector<ExplicitRoute> routes;
    for (const auto& table : tables) {
      routes.push_back({table, ExplicitRoute::Mode::kAdd, {"id"}, "SELECT id FROM public.film WHERE $1 IS NOT NULL"});
    }
    const std::string document = "SELECT f.id AS _id, fn(f.id) AS value FROM film f";
    return MakePlan(connection_, {.index = "films", .sql = document, .root = "", .key = "", .routes = routes});
  }
  std::string Refusal(const std::vector<TableName>& tables) {
    try {
      Make(tables);
    } catch (const Error& error) {
      return std::string(error.what()) + " " + error.hint();
    }
    return "";
  }
  void Function(const std::string& body, const std::string& language = "sql", const std::string& name = "fn") {
    database_.Exec("CREATE FUNCTION " + name + "(int) RETURNS bigint STABLE LANGUAGE " + language + " AS $body$" +
                   body + "$body$");
  }

  const TableName genre_{"public", "genre"}, studio_{"public", "studio"}, person_{"public", "person"};
  test::TestDatabase database_;
  Connection connection_{{.dsn = database_.Dsn()}};
};

TEST_F(PgPlanFunctions, OneRouteDoesNotAnswerForAllTablesOfAFunction) {
  Function("SELECT count(*) FROM genre, public.studio");
  EXPECT_THAT(Refusal({}), HasSubstr("names the table public.genre"));
  EXPECT_THAT(Refusal({genre_}), AllOf(HasSubstr("public.fn(integer), which names the table public.studio"),
                                       HasSubstr(R"("routes": { "public.studio")")));
  EXPECT_THAT(Refusal({studio_}), HasSubstr("names the table public.genre"));
  EXPECT_EQ(Refusal({genre_, studio_}), "");
}

TEST_F(PgPlanFunctions, AnotherTableWithAPartOfTheNameDoesNotAnswer) {
  database_.Exec(
      "CREATE TABLE gen (id int); CREATE TABLE genre_old (id int); CREATE SCHEMA other;"
      "CREATE TABLE other.genre (id int)");
  Function("SELECT count(*) FROM public.genre");
  EXPECT_THAT(Refusal({{"public", "gen"}, {"public", "genre_old"}, {"other", "genre"}}), HasSubstr("public.genre:"));
  EXPECT_EQ(Refusal({genre_}), "");
}

TEST_F(PgPlanFunctions, ANameWithoutASchemaIsEveryTableOfThatName) {
  database_.Exec("CREATE SCHEMA other; CREATE TABLE other.genre (id int)");
  Function("SELECT count(*) FROM genre");
  EXPECT_THAT(Refusal({genre_}), HasSubstr("names the table other.genre"));
  EXPECT_EQ(Refusal({genre_, {"other", "genre"}}), "");
}

TEST_F(PgPlanFunctions, QuotedNamesAreExact) {
  database_.Exec("CREATE TABLE \"Genre\" (id int)");
  Function("SELECT count(*) FROM \"Genre\" g, STUDIO s");
  EXPECT_THAT(Refusal({genre_, studio_}), HasSubstr("public.Genre:"));
  EXPECT_EQ(Refusal({{"public", "Genre"}, studio_}), "");
}

TEST_F(PgPlanFunctions, ColumnsOfAnAliasAndCommentsNameNoTable) {
  database_.Exec("ALTER TABLE genre ADD person int");
  Function("SELECT count(g.person) /* of studio */ FROM genre g -- not role");
  EXPECT_EQ(Refusal({genre_}), "");
}

TEST_F(PgPlanFunctions, AStandardBodyIsReadAsWell) {
  database_.Exec("CREATE FUNCTION fn(int) RETURNS bigint STABLE BEGIN ATOMIC SELECT count(*) FROM genre, studio; END");
  EXPECT_THAT(Refusal({genre_}), HasSubstr("public.studio"));
  EXPECT_EQ(Refusal({genre_, studio_}), "");
}

TEST_F(PgPlanFunctions, StatementsInStringsAreRead) {
  Function(
      "DECLARE n bigint; BEGIN EXECUTE 'SELECT count(*) FROM genre JOIN ' || 'studio USING (id)' INTO n; RETURN n; END",
      "plpgsql");
  EXPECT_THAT(Refusal({genre_}), HasSubstr("public.studio"));
  EXPECT_EQ(Refusal({genre_, studio_}), "");
}

TEST_F(PgPlanFunctions, TheTablesBehindViewsAndInnerFunctionsAreNamedToo) {
  Function("SELECT count(*) FROM studio", "sql", "inner_fn");
  Function("SELECT count(*) FROM person", "sql", "view_fn");
  database_.Exec("CREATE VIEW v AS SELECT id, view_fn(id) FROM genre; CREATE VIEW w AS SELECT * FROM v");
  Function("SELECT inner_fn($1) + (SELECT count(*) FROM w)");
  EXPECT_THAT(Refusal({genre_, studio_}), HasSubstr("public.person"));
  EXPECT_THAT(Refusal({genre_, person_}), HasSubstr("public.studio"));
  EXPECT_THAT(Refusal({studio_, person_}), HasSubstr("public.genre"));
  EXPECT_THAT(Make({genre_, studio_, person_}).functions,
              UnorderedElementsAre("public.fn(integer)", "public.inner_fn(integer)", "public.view_fn(integer)"))
      << "a change of any of them changes the documents";
}

TEST_F(PgPlanFunctions, AFunctionThatNamesNoTableCannotBeAnswered) {
  Function("BEGIN RETURN length($1::text); END", "plpgsql");
  EXPECT_THAT(Refusal({genre_}), AllOf(HasSubstr("may read tables"), HasSubstr("IMMUTABLE")));
}

TEST_F(PgPlanFunctions, AFunctionThatCallsItselfEnds) {
  Function("BEGIN RETURN CASE WHEN $1 > 0 THEN fn($1 - 1) ELSE (SELECT count(*) FROM genre) END; END", "plpgsql");
  EXPECT_THAT(Make({genre_}).functions, ElementsAre("public.fn(integer)"));
}

}  // namespace
}  // namespace cdc::pg
