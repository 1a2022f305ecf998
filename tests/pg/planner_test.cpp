// What a plan holds: entries and columns, routes and their SQL, explicit routes, identities, hash.
#include "cdc/pg/planner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/pg/prove_cases.h"
#include "tests/support/postgres.h"

namespace cdc::pg {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class PgPlanner : public testing::Test {
 protected:
  PgPlanner() { database_.Exec(test::kCinema); }

  Plan Make(const std::string& document, std::vector<ExplicitRoute> routes = {}) {
    return MakePlan(connection_,
                    {.index = "films", .sql = document, .root = "", .key = "", .routes = std::move(routes)});
  }
  std::string Refusal(const std::string& document, std::vector<ExplicitRoute> routes = {}) {
    try {
      Make(document, std::move(routes));
    } catch (const Error& error) {
      return std::string(Name(error.kind())) + ": " + error.what();
    }
    return "";
  }
  static const Entry& EntryOf(const Plan& plan, const std::string& alias) {
    const auto found = std::ranges::find(plan.entries, alias, &Entry::alias);
    if (found == plan.entries.end()) throw std::runtime_error("no entry " + alias);
    return *found;
  }
  static const Route& RouteOf(const Plan& plan, const std::string& alias) {
    return plan.routes.at(EntryOf(plan, alias).routes.at(0));
  }
  static std::vector<std::string> StartOf(const Route& route) {
    std::vector<std::string> names;
    for (const auto& column : route.columns) names.push_back(column.name);
    return names;
  }

  test::TestDatabase database_;
  Connection connection_{{.dsn = database_.Dsn()}};
};

TEST_F(PgPlanner, RootKeyAndFieldsAreToldByTheQuery) {
  const Plan plan = Make("-- a film\nSELECT f.id AS _id, f.title, f.tags FROM film f; -- that is all");
  EXPECT_EQ(plan.root, (TableName{"public", "film"}));
  EXPECT_EQ(plan.key, "id");
  EXPECT_EQ(plan.key_type, "integer");
  EXPECT_EQ(plan.id_type, "integer");
  EXPECT_EQ(plan.document, "-- a film\nSELECT f.id AS _id, f.title, f.tags FROM film f");
  ASSERT_EQ(plan.fields.size(), 2u);
  EXPECT_EQ(plan.fields[1].name, "tags");
  EXPECT_EQ(plan.fields[1].type, "integer[]");
}

TEST_F(PgPlanner, TheKeyIsFoundThroughSubqueriesViewsAndCtes) {
  database_.Exec("CREATE VIEW v AS SELECT id AS film, title FROM film");
  const Plan plan = Make("WITH w AS (SELECT film AS k FROM (SELECT * FROM v) s) SELECT w.k AS _id FROM w");
  EXPECT_EQ(plan.root.table, "film");
  EXPECT_EQ(plan.key, "id");
}

TEST_F(PgPlanner, ColumnsAreThoseThatTheResultRestsOn) {
  database_.Exec(
      "CREATE VIEW wide AS SELECT f.*, s.name AS studio FROM film f LEFT JOIN studio s ON s.id = f.studio_id");
  const Plan plan = Make(
      "SELECT w.id AS _id, w.title FROM wide w WHERE EXISTS (SELECT * FROM role r WHERE r.film_id = w.id) ORDER BY "
      "w.score");
  EXPECT_THAT(EntryOf(plan, "w.f").columns, ElementsAre("id", "score", "studio_id", "title"));
  EXPECT_THAT(EntryOf(plan, "w.s").columns, ElementsAre("id"));
  EXPECT_THAT(EntryOf(plan, "r").columns, ElementsAre("film_id"));
  EXPECT_FALSE(EntryOf(plan, "w.f").whole_row);
}

TEST_F(PgPlanner, AWholeRowReadsAllColumns) {
  EXPECT_TRUE(EntryOf(Make("SELECT f.id AS _id, to_jsonb(f) FROM film f"), "f").whole_row);
  const Plan joined = Make("SELECT j.id AS _id, to_jsonb(j) FROM (film f JOIN studio s USING (id)) AS j");
  EXPECT_THAT(EntryOf(joined, "s").columns, ElementsAre("country", "id", "name"));
}

TEST_F(PgPlanner, AGeneratedColumnReadsAllColumns) {
  database_.Exec("CREATE TABLE g (id int PRIMARY KEY, a int, b int GENERATED ALWAYS AS (a + 1) STORED)");
  EXPECT_TRUE(EntryOf(Make("SELECT g.id AS _id, g.b FROM g"), "g").whole_row);
}

TEST_F(PgPlanner, NumbersWhoseNanTheStreamDoesNotTellAreMarked) {
  database_.Exec(
      "CREATE DOMAIN ratio AS float8; CREATE TABLE m (id int PRIMARY KEY, a real, b float8, c numeric(5, 2), d "
      "numeric, e "
      "ratio, f float8[], g money)");
  const Plan plan = Make("SELECT m.id AS _id, m.a, m.b, m.c, m.e, m.f, m.g FROM m");
  EXPECT_THAT(EntryOf(plan, "m").unclear_nulls, ElementsAre("a", "b", "c"));
}

TEST_F(PgPlanner, AFloatIsPassedWhereAnotherColumnTiesAsWell) {
  database_.Exec("ALTER TABLE film ADD x float8; CREATE TABLE a (x float8, film_id int)");
  const Plan plan =
      Make("SELECT f.id AS _id, count(*) AS n FROM film f JOIN a ON a.x = f.x AND a.film_id = f.id GROUP BY 1");
  EXPECT_THAT(StartOf(RouteOf(plan, "a")), ElementsAre("film_id"));
}

TEST_F(PgPlanner, AValueThatStandsInTheRowCostsNoQuery) {
  const Plan plan = Make(
      "SELECT f.id AS _id, (SELECT count(*) FROM role r JOIN film_genre x ON x.film_id = r.film_id WHERE r.film_id = "
      "f.id) FROM film f");
  EXPECT_THAT(StartOf(RouteOf(plan, "r")), ElementsAre("film_id"));
  EXPECT_THAT(RouteOf(plan, "r").sql, IsEmpty());
  EXPECT_THAT(RouteOf(plan, "x").sql, IsEmpty()) << "x.film_id = r.film_id = f.id";
}

TEST_F(PgPlanner, TheLastTableIsLeftOutWhereItsKeyIsKnown) {
  const Plan plan = Make(
      "SELECT f.id AS _id, p.name FROM film f JOIN role r ON r.film_id = f.id JOIN person p ON p.id = r.person_id");
  EXPECT_EQ(RouteOf(plan, "p").sql,
            "SELECT DISTINCT t1.film_id::text\n  FROM public.role AS t1\n"
            " WHERE t1.person_id OPERATOR(pg_catalog.=) ANY ($1::text[]::integer[])\n   AND t1.film_id IS NOT NULL");
}

TEST_F(PgPlanner, TablesOfOneSqlHaveOneRouteEach) {
  const Plan plan = Make(
      "SELECT f.id AS _id, a.job, b.job AS other FROM film f LEFT JOIN role a ON a.film_id = f.id LEFT JOIN role b ON "
      "b.film_id = f.id");
  EXPECT_EQ(EntryOf(plan, "a").routes, EntryOf(plan, "b").routes);
  EXPECT_EQ(plan.routes.size(), 2u);
}

TEST_F(PgPlanner, SeveralColumnsAreFollowedTogetherAndWithAnIndex) {
  database_.Exec(
      "CREATE TABLE big (id int PRIMARY KEY, a int, b text); CREATE INDEX ON big (a, b);"
      "INSERT INTO big SELECT i, i % 5000, 'b' || i % 7 FROM generate_series(1, 100000) i; ANALYZE big;"
      "CREATE TABLE note (a int, b text, label text)");
  const Plan plan = Make("SELECT x.id AS _id, n.label FROM big x LEFT JOIN note n ON n.a = x.a AND n.b = x.b");
  const Route& route = RouteOf(plan, "n");
  EXPECT_THAT(StartOf(route), ElementsAre("a", "b"));
  std::vector<std::string> as, bs;
  for (int i = 0; i < 1000; ++i) {
    as.push_back(std::to_string(i));
    bs.push_back("b" + std::to_string(i % 7));
  }
  connection_.Execute("SET plan_cache_mode = force_generic_plan");  // what a prepared statement comes to
  connection_.Execute("PREPARE route AS " + route.sql);
  const Rows rows = connection_.Query("EXPLAIN EXECUTE route ('" + ArrayLiteral(std::span<const std::string>(as)) +
                                          "', '" + ArrayLiteral(std::span<const std::string>(bs)) + "')",
                                      {});
  std::string text;
  for (int i = 0; i < rows.size(); ++i) text += std::string(rows.Text(i, 0)) + "\n";
  EXPECT_THAT(text, AllOf(HasSubstr("Index"), Not(HasSubstr("Seq Scan on big"))));
}

TEST_F(PgPlanner, IdentitiesHoldWhatTheRoutesOfATableStartFrom) {
  const Plan plan = Make(
      "SELECT f.id AS _id, (SELECT count(*) FROM role r WHERE r.film_id = f.id) AS n,"
      " (SELECT count(*) FROM role r WHERE r.person_id = f.lead_id) AS m FROM film f");
  std::map<std::string, std::vector<std::string>> needed;
  for (const auto& identity : plan.identities) needed[identity.table.table] = identity.columns;
  EXPECT_THAT(needed["role"], ElementsAre("film_id", "person_id"));
  EXPECT_THAT(needed["film"], ElementsAre("id"));
}

TEST_F(PgPlanner, PartitionsAreEntriesOfTheirOwnAndTheirParentNeedsNoIdentity) {
  database_.Exec(
      "CREATE TABLE part (film_id int, x int) PARTITION BY LIST (x); CREATE TABLE part_1 PARTITION OF part FOR VALUES "
      "IN (1);"
      "CREATE TABLE part_2 PARTITION OF part DEFAULT PARTITION BY LIST (film_id); CREATE TABLE part_2_x PARTITION OF "
      "part_2 DEFAULT");
  const Plan plan = Make("SELECT f.id AS _id, p.x FROM film f JOIN part p ON p.film_id = f.id");
  std::vector<std::string> tables, identities;
  for (const auto& entry : plan.entries) tables.push_back(entry.table.table);
  for (const auto& identity : plan.identities) identities.push_back(identity.table.table);
  EXPECT_THAT(tables, ElementsAre("film", "part", "part_1", "part_2_x"));
  EXPECT_THAT(identities, ElementsAre("film", "part_1", "part_2_x"));
}

TEST_F(PgPlanner, AnExplicitRouteReplacesOrAdds) {
  const std::string document = "SELECT f.id AS _id, r.job FROM film f JOIN role r ON r.film_id = f.id";
  const ExplicitRoute route{
      {"public", "role"},
      ExplicitRoute::Mode::kReplace,
      {"person_id", "job"},
      "SELECT id FROM film WHERE lead_id = ANY($1) -- why $2 not",
  };
  const Plan replaced = Make(document, {route});
  ASSERT_EQ(EntryOf(replaced, "r").routes.size(), 1u);
  EXPECT_TRUE(RouteOf(replaced, "r").explicit_route);
  EXPECT_THAT(RouteOf(replaced, "r").sql, HasSubstr("lead_id = ANY(($1::text[]::integer[]))"));
  ExplicitRoute added = route;
  added.mode = ExplicitRoute::Mode::kAdd;
  EXPECT_EQ(EntryOf(Make(document, {added}), "r").routes.size(), 2u);
  EXPECT_NE(Make(document, {added}).hash, replaced.hash);
  const Rows ids = connection_.Query(RouteOf(replaced, "r").sql, {"{1,7}", "{a,b}"});
  EXPECT_EQ(std::to_string(ids.size()), database_.Value("SELECT count(DISTINCT id) FROM film WHERE lead_id IN (1, 7)"));
}

TEST_F(PgPlanner, AnExplicitRouteAnswersForWhatCannotBeSeen) {
  database_.Exec(
      "CREATE FUNCTION jobs(int) RETURNS bigint STABLE LANGUAGE sql AS 'SELECT count(*) FROM role WHERE film_id = $1';"
      "CREATE MATERIALIZED VIEW m AS SELECT film_id FROM role");
  const ExplicitRoute role{{"public", "role"}, ExplicitRoute::Mode::kReplace, {"film_id"}, ""};
  const Plan plan = Make("SELECT f.id AS _id, jobs(f.id) FROM film f", {role});
  EXPECT_EQ(plan.entries.back().table.table, "role");
  EXPECT_TRUE(plan.entries.back().whole_row);
  EXPECT_THAT(plan.functions, ElementsAre("public.jobs(integer)"));
  const Plan seen = Make("SELECT f.id AS _id FROM film f JOIN m ON m.film_id = f.id",
                         {{{"public", "m"}, ExplicitRoute::Mode::kReplace, {"film_id"}, ""}});
  EXPECT_EQ(seen.identities.size(), 1u) << "a materialised view has no identity";
}

TEST_F(PgPlanner, AnotherTablesExplicitRouteDoesNotAnswerForAFunction) {
  database_.Exec(
      "CREATE FUNCTION jobs(int) RETURNS bigint STABLE LANGUAGE sql AS 'SELECT count(*) FROM role WHERE film_id = $1'");
  EXPECT_THAT(Refusal("SELECT f.id AS _id, jobs(f.id) FROM film f",
                      {{{"public", "studio"}, ExplicitRoute::Mode::kAdd, {"id"}, ""}}),
              HasSubstr("public.jobs(integer)"));
}

TEST_F(PgPlanner, FunctionsThatCannotReadAreTaken) {
  database_.Exec(
      "CREATE FUNCTION slug(text) RETURNS text IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN lower(replace($1, '' '', "
      "''-'')); END'");
  EXPECT_THAT(Make("SELECT f.id AS _id, slug(f.title) FROM film f").functions,
              ElementsAre("public.slug(pg_catalog.text)"));
}

TEST_F(PgPlanner, WrongExplicitRoutesAreRefused) {
  const std::string document = "SELECT f.id AS _id FROM film f";
  const auto refusal = [&](const std::string& table, std::vector<std::string> columns, const std::string& sql) {
    return Refusal(document, {{{"public", table}, ExplicitRoute::Mode::kAdd, std::move(columns), sql}});
  };
  EXPECT_THAT(refusal("rolle", {"id"}, ""), HasSubstr("public.rolle cannot be used: there is no such table"));
  EXPECT_THAT(refusal("role", {"id"}, ""), HasSubstr("no column id"));
  database_.Exec("CREATE VIEW v AS SELECT * FROM role; ALTER TABLE role ADD share float8");
  EXPECT_THAT(refusal("role", {"share"}, ""), HasSubstr("does not tell the NaN of the column share"));
  EXPECT_THAT(refusal("v", {"film_id"}, ""), HasSubstr("public.v cannot be used: it is no table"));
  EXPECT_THAT(refusal("film_genre_id_seq", {"last_value"}, ""), HasSubstr("it is no table"));
  EXPECT_THAT(refusal("role", {}, "SELECT 1"), HasSubstr("names no column"));
  EXPECT_THAT(refusal("role", {"film_id", "person_id"}, ""), HasSubstr("one column"));
  EXPECT_THAT(refusal("role", {"film_id"}, "SELECT x FROM film"),
              HasSubstr("bad_document: the configuration's route for public.role is wrong"));
  EXPECT_THAT(refusal("role", {"film_id"}, "SELECT 1; DROP TABLE film"), HasSubstr("wrong"));
}

TEST_F(PgPlanner, ARouteThatCannotBePlannedLeavesNothingBehind) {
  const ExplicitRoute route{
      {"public", "role"}, ExplicitRoute::Mode::kAdd, {"film_id"}, "SELECT 1 / 0 WHERE $1 IS NOT NULL"};
  EXPECT_THAT(Refusal("SELECT f.id AS _id FROM film f", {route}), HasSubstr("route for public.role is wrong"));
  EXPECT_EQ(connection_.Query("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'walcast%'").Text(0, 0),
            "0");
  EXPECT_THAT(Refusal("SELECT f.id AS _id FROM film f"), IsEmpty());
}

TEST_F(PgPlanner, TheHashChangesWithTheMeaningNotWithTheLayout) {
  const std::string hash = Make("SELECT f.id AS _id, f.title FROM film f").hash;
  EXPECT_EQ(Make("SELECT f.id  AS _id, -- the title\n f.title\nFROM /* all */ film f ;").hash, hash);
  EXPECT_NE(Make("SELECT f.id AS _id, f.title || '  ' AS title FROM film f").hash,
            Make("SELECT f.id AS _id, f.title || ' ' AS title FROM film f").hash);
}

TEST_F(PgPlanner, MissingRightsAreSaid) {
  const std::string role = database_.CreateRole();
  Connection connection({.dsn = database_.Dsn(role)});
  const auto refusal = [&](const std::string& document) {
    try {
      MakePlan(connection, {.index = "films", .sql = document, .root = "", .key = "", .routes = {}});
    } catch (const Error& error) {
      return std::string(Name(error.kind())) + ": " + error.what() + " " + error.hint();
    }
    return std::string();
  };
  EXPECT_THAT(refusal("SELECT f.id AS _id FROM film f"), AllOf(HasSubstr("rights: "), HasSubstr("SELECT on what")));
  database_.Exec(
      "CREATE VIEW v AS SELECT f.id, r.job, p.name FROM film f JOIN role r ON r.film_id = f.id JOIN person p ON p.id = "
      "r.person_id;"
      "GRANT SELECT ON v TO " +
      role);
  EXPECT_THAT(refusal("SELECT v.id AS _id, v.name FROM v"),
              AllOf(HasSubstr("rights: "), HasSubstr("behind the document's views")));
}

}  // namespace
}  // namespace cdc::pg
