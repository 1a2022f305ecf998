// Documents that cannot be followed, or only with a route from the configuration: each is refused in words that name
// what is wrong and say what to do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "cdc/pg/planner.h"
#include "tests/pg/prove_cases.h"
#include "tests/support/postgres.h"

namespace cdc::pg {
namespace {

using testing::HasSubstr;

struct RefusedCase {
  std::string name;
  std::string schema;  // beyond kCinema
  std::string document;
  std::string what;  // in the message
  std::string hint;  // in the hint
  std::string root = {}, key = {};
};

void PrintTo(const RefusedCase& tried, std::ostream* out) { *out << tried.name; }

// One database for all cases: each begins on an empty schema.
class PgPlanRefused : public testing::TestWithParam<RefusedCase> {
 protected:
  static void SetUpTestSuite() { database_ = std::make_unique<test::TestDatabase>(); }
  static void TearDownTestSuite() { database_.reset(); }
  static std::unique_ptr<test::TestDatabase> database_;
};

std::unique_ptr<test::TestDatabase> PgPlanRefused::database_;

TEST_P(PgPlanRefused, InWordsThatNameIt) {
  database_->Exec("DROP EXTENSION IF EXISTS postgres_fdw CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public;" +
                  test::kCinema + GetParam().schema);
  Connection connection({.dsn = database_->Dsn()});
  connection.Execute("CREATE TEMPORARY TABLE scratch (film_id int)");
  const DocumentSource source{
      .index = "films", .sql = GetParam().document, .root = GetParam().root, .key = GetParam().key, .routes = {}};
  try {
    MakePlan(connection, source);
    FAIL() << "it was not refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Kind::kBadDocument) << error.what();
    EXPECT_THAT(error.what(), HasSubstr(GetParam().what));
    EXPECT_THAT(error.hint(), HasSubstr(GetParam().hint));
  }
  EXPECT_EQ(database_->Value("SELECT count(*) FROM pg_class WHERE relname = 'walcast_document'"), "0")
      << "something stays";
}

std::vector<RefusedCase> WithoutARoute() {
  const std::string lines = R"("routes": { "public.role": { "mode": "replace", "columns": [)";
  return {
      {"LimitAtTheTop", "",
       "SELECT f.id AS _id, r.job FROM film f JOIN role r ON r.film_id = f.id ORDER BY 1, 2 LIMIT 10",
       "public.film (alias f)", R"("routes": { "public.film": { "mode": "replace", "columns": ["id"])"},
      {"OffsetBelow", "",
       "SELECT f.id AS _id, r.job FROM film f LEFT JOIN (SELECT * FROM role ORDER BY job OFFSET 1) r ON r.film_id = "
       "f.id",
       "public.role", lines},
      {"Or", "",
       "SELECT f.id AS _id, (SELECT count(*) FROM role r WHERE r.film_id = f.id OR r.person_id = f.lead_id) AS n FROM "
       "film f",
       "public.role (alias r)", lines},
      {"Not", "", "SELECT f.id AS _id, (SELECT count(*) FROM role r WHERE NOT (r.film_id = f.id)) AS n FROM film f",
       "public.role (alias r)", lines},
      {"NotIn", "", "SELECT f.id AS _id FROM film f WHERE f.id NOT IN (SELECT r.film_id FROM role r)",
       "public.role (alias r)", lines},
      {"InAsAColumn", "", "SELECT f.id AS _id, f.id IN (SELECT r.film_id FROM role r) AS cast FROM film f",
       "public.role (alias r)", lines},
      {"AWindowOverEverything", "", "SELECT f.id AS _id, rank() OVER (ORDER BY f.score) AS place FROM film f",
       "public.film (alias f)", ""},
      {"AWindowByAnotherColumn", "",
       "SELECT f.id AS _id, r.n FROM film f JOIN (SELECT film_id, count(*) OVER (PARTITION BY job) AS n FROM role) r "
       "ON r.film_id = f.id",
       "public.role", lines},
      {"OneOfTwoWindows", "",
       "SELECT f.id AS _id, r.n, r.m FROM film f JOIN (SELECT film_id, count(*) OVER (PARTITION BY film_id) AS n, "
       "sum(1) OVER () AS m FROM role) r "
       "ON r.film_id = f.id",
       "public.role", lines},
      {"DistinctOnAnotherColumn", "",
       "SELECT f.id AS _id, r.job FROM film f JOIN (SELECT DISTINCT ON (person_id) * FROM role ORDER BY person_id, "
       "job, film_id) r ON r.film_id = f.id",
       "public.role", lines},
      {"AnAggregateOfEverything", "",
       "SELECT f.id AS _id, f.score - (SELECT avg(o.score) FROM film o) AS above FROM film f", "public.film (alias o)",
       ""},
      {"ByAnAggregate", "",
       "SELECT f.id AS _id, r.n FROM film f JOIN (SELECT max(film_id) AS top, count(*) AS n FROM role) r ON r.top = "
       "f.id",
       "public.role", lines},
      {"FullJoin", "", "SELECT f.id AS _id, r.job FROM film f FULL JOIN role r ON r.film_id = f.id",
       "public.role (alias r)", lines},
      {"AnOuterJoinOnOnlyTheKeptSide", "",
       "SELECT f.id AS _id, r.job FROM role r LEFT JOIN studio s ON s.id = r.person_id AND r.film_id = 3 CROSS JOIN "
       "film f",
       "public.role (alias r)", lines},
      {"TheKeptSideOfAnOuterJoin", "",
       "SELECT f.id AS _id, r.job, s.name FROM film f CROSS JOIN role r "
       "LEFT JOIN studio s ON s.id = r.person_id AND s.id = f.studio_id",
       "public.role (alias r)", lines},
      {"AnAggregateMakesARowOfNone", "",
       "SELECT f.id AS _id, p.name, x.n FROM film f CROSS JOIN person p CROSS JOIN LATERAL "
       "(SELECT count(*) AS n FROM role r WHERE r.film_id = f.id AND r.person_id = p.id) x",
       "public.person (alias p)", R"("routes": { "public.person")"},
      {"RecursiveCte", "",
       "WITH RECURSIVE up AS (SELECT id, parent_id FROM genre UNION SELECT up.id, g.parent_id FROM up JOIN genre g ON "
       "g.id = up.parent_id) "
       "SELECT f.id AS _id, (SELECT count(*) FROM up JOIN film_genre x ON x.genre_id = up.id WHERE x.film_id = f.id) "
       "AS n FROM film f",
       "public.genre", R"("routes": { "public.genre")"},
      {"GroupingSets", "",
       "SELECT f.id AS _id, r.n FROM film f JOIN (SELECT film_id, job, count(*) AS n FROM role GROUP BY ROLLUP "
       "(film_id, job)) r ON r.film_id = f.id",
       "public.role", lines},
      {"AnExpressionAsCondition", "",
       "SELECT f.id AS _id, (SELECT count(*) FROM role r WHERE r.film_id = f.id + 0) AS n FROM film f",
       "public.role (alias r)", lines},
      {"MergedMoreCoarselyThanCompared",
       "CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);"
       "CREATE TABLE word (film_title text COLLATE loose, n int);",
       R"(SELECT f.id AS _id, w.n FROM film f JOIN (SELECT film_title, sum(n) AS n FROM word GROUP BY film_title) w ON w.film_title COLLATE "C" = f.title COLLATE "C")",
       "public.word", R"("routes": { "public.word")"},
      {"InAView", "CREATE VIEW top AS SELECT film_id, job FROM role ORDER BY job LIMIT 3",
       "SELECT f.id AS _id, t.job FROM film f JOIN top t ON t.film_id = f.id", "public.role (alias t.role)", lines},
      {"AFloatAsTheOnlyTie", "CREATE TABLE a (x float8, n int); ALTER TABLE film ADD x real",
       "SELECT f.id AS _id, a.n FROM film f JOIN a ON a.x = f.x",
       "public.a to the documents: the column x, which ties it to them, is real or double precision", "numeric"},
      {"AFloatAsKey", "CREATE TABLE a (x float8 PRIMARY KEY, n int)", "SELECT a.x AS _id, a.n FROM a",
       "the NaN of public.a.x", ""},
      {"AGeneratedColumnThatTheStreamMayLack",
       "CREATE TABLE g (id int PRIMARY KEY, a int, film_id int GENERATED ALWAYS AS (a + 1) STORED)",
       "SELECT f.id AS _id, g.a FROM film f JOIN g ON g.film_id = f.id", "public.g", R"("columns": ["id"])"},
  };
}

// Nobody connects to it: the document is not run.
const std::string kForeign =
    "CREATE EXTENSION postgres_fdw; CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw;"
    "CREATE USER MAPPING FOR public SERVER far;";

std::vector<RefusedCase> Unseen() {
  return {
      {"AMaterialisedView", "CREATE MATERIALIZED VIEW m AS SELECT film_id, count(*) AS n FROM role GROUP BY 1",
       "SELECT f.id AS _id, m.n FROM film f JOIN m ON m.film_id = f.id", "public.m, a materialised view",
       "Read the tables behind it instead"},
      {"AMaterialisedViewsRoute", "CREATE MATERIALIZED VIEW m AS SELECT film_id, count(*) AS n FROM role GROUP BY 1",
       "SELECT f.id AS _id, m.n FROM film f JOIN m ON m.film_id = f.id", "public.m, a materialised view",
       R"("routes": { "public.m")"},
      {"AnUnloggedTable", "CREATE UNLOGGED TABLE u (film_id int)",
       "SELECT f.id AS _id FROM film f JOIN u ON u.film_id = f.id", "public.u, an unlogged table",
       "ALTER TABLE public.u SET LOGGED"},
      {"AnUnloggedPartition",
       "CREATE TABLE p (film_id int) PARTITION BY LIST (film_id); CREATE UNLOGGED TABLE p_1 PARTITION OF p FOR VALUES "
       "IN (1)",
       "SELECT f.id AS _id FROM film f JOIN p ON p.film_id = f.id", "public.p_1 (alias p), an unlogged table",
       R"("routes": { "public.p_1")"},
      {"AForeignTable", kForeign + "CREATE FOREIGN TABLE t (film_id int) SERVER far",
       "SELECT f.id AS _id FROM film f JOIN t ON t.film_id = f.id", "public.t, a foreign table",
       "Copy its rows into a table of this database"},
      {"AForeignPartition",
       kForeign + "CREATE TABLE p (film_id int) PARTITION BY LIST (film_id);"
                  "CREATE FOREIGN TABLE p_1 PARTITION OF p FOR VALUES IN (1) SERVER far",
       "SELECT f.id AS _id FROM film f JOIN p ON p.film_id = f.id", "public.p_1 (alias p), a foreign table",
       R"("routes": { "public.p_1")"},
      {"ATemporaryTable", "", "SELECT f.id AS _id FROM film f JOIN scratch s ON s.film_id = f.id",
       "the temporary table scratch", "Use a permanent table"},
      {"ASequence", "", "SELECT f.id AS _id, (SELECT s.last_value FROM film_genre_id_seq s) AS last FROM film f",
       "the sequence public.film_genre_id_seq", "leave it out"},
      {"ASequenceInAView", "CREATE VIEW v AS SELECT is_called FROM film_genre_id_seq",
       "SELECT f.id AS _id, v.is_called FROM film f, v", "the sequence public.film_genre_id_seq", "leave it out"},
      {"ASystemTable", "", "SELECT f.id AS _id, (SELECT count(*) FROM pg_class) AS n FROM film f",
       "the system table pg_catalog.pg_class", "leave it out"},
      {"ASystemView", "", "SELECT f.id AS _id, (SELECT count(*) FROM information_schema.tables) AS n FROM film f",
       "the system table information_schema.tables", "leave it out"},
      {"SequencesAsASystemView", "", "SELECT f.id AS _id, (SELECT max(last_value) FROM pg_sequences) AS n FROM film f",
       "the system table pg_catalog.pg_sequences", "leave it out"},
      {"ASqlFunction",
       "CREATE FUNCTION jobs(int) RETURNS bigint STABLE LANGUAGE sql AS 'SELECT count(*) FROM role WHERE film_id = $1'",
       "SELECT f.id AS _id, jobs(f.id) AS n FROM film f", "public.jobs(integer)", R"("routes": { "public.role")"},
      {"AFunctionThatIsCalledImmutableButReads",
       "CREATE FUNCTION jobs(int) RETURNS bigint IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM "
       "role WHERE film_id = $1); END'",
       "SELECT f.id AS _id, jobs(f.id) AS n FROM film f", "public.jobs(integer)", ""},
      {"AnOperatorOfTheUsers",
       "CREATE FUNCTION near(int, int) RETURNS boolean STABLE LANGUAGE sql AS 'SELECT $1 = (SELECT max(id) FROM film "
       "WHERE id < $2)';"
       "CREATE OPERATOR ~~~ (LEFTARG = int, RIGHTARG = int, FUNCTION = near)",
       "SELECT f.id AS _id, f.score ~~~ 3 AS near FROM film f", "public.near(", ""},
      {"AnAggregateOfTheUsers",
       "CREATE FUNCTION add_it(int, int) RETURNS int STABLE LANGUAGE sql AS 'SELECT $1 + $2 + (SELECT count(*)::int "
       "FROM genre)';"
       "CREATE AGGREGATE sum_up(int) (SFUNC = add_it, STYPE = int, INITCOND = '0')",
       "SELECT f.id AS _id, (SELECT sum_up(r.person_id) FROM role r WHERE r.film_id = f.id) AS n FROM film f",
       "public.add_it(", ""},
      {"AVolatileFunction", "", "SELECT f.id AS _id, random() AS r FROM film f",
       "volatile function pg_catalog.random()", "leave it out"},
      {"AVolatileFunctionInAView", "CREATE VIEW v AS SELECT id, random() AS r FROM film",
       "SELECT v.id AS _id, v.r FROM v", "pg_catalog.random()", ""},
      {"TheTime", "", "SELECT f.id AS _id, now() AS at FROM film f", "pg_catalog.now()", "leave it out"},
      {"TheDate", "", "SELECT f.id AS _id, CURRENT_DATE AS at FROM film f", "CURRENT_DATE", "leave it out"},
      {"TheAge", "", "SELECT f.id AS _id, age(timestamp '2000-01-01') AS at FROM film f", "pg_catalog.age(", ""},
      {"TheUser", "", "SELECT f.id AS _id, current_user AS who FROM film f", "CURRENT_USER", ""},
      {"ASetting", "", "SELECT f.id AS _id, current_setting('search_path') AS s FROM film f",
       "pg_catalog.current_setting(", ""},
      {"ATableAsText", "", "SELECT f.id AS _id, table_to_xml('role', true, true, '')::text AS x FROM film f",
       "pg_catalog.table_to_xml(", ""},
      {"ASample", "", "SELECT f.id AS _id FROM film f TABLESAMPLE SYSTEM (10)", "random sample of public.film",
       "TABLESAMPLE"},
      {"Locks", "", "SELECT f.id AS _id FROM film f FOR UPDATE", "locks rows", ""},
      {"SystemColumns", "", "SELECT f.id AS _id, f.ctid::text AS at FROM film f", "system column", ""},
  };
}

std::vector<RefusedCase> BadSql() {
  return {
      {"ASyntaxError", "", "SELECT f.id AS _id,\n  FROM film f", "line 2, character 3", ""},
      {"AMissingColumn", "", "SELECT f.id AS _id, f.tittle FROM film f", "f.tittle does not exist", "title"},
      {"AMissingTable", "", "SELECT f.id AS _id FROM films f", "line 1, character 25", ""},
      {"TwoStatements", "", "SELECT f.id AS _id FROM film f; DROP TABLE film", "multiple commands", ""},
      {"NoSelect", "", "DELETE FROM film RETURNING id AS _id", "line 1", ""},
      {"Nothing", "", " -- nothing\n;", "empty", ""},
      {"NoId", "", "SELECT f.id FROM film f", "no column \"_id\"", "SELECT f.id AS _id"},
      {"AValueThatFails", "", "SELECT f.id AS _id, 'x'::int AS n FROM film f", "SQL is wrong", ""},
      {"AnExpressionAsId", "", "SELECT f.id + 1 AS _id FROM film f", "\"_id\"",
       R"("root": "schema.table", "key": "column")"},
      {"TextAsId", "", "SELECT f.id::text AS _id FROM film f", "\"_id\"", R"("root": "schema.table", "key": "column")"},
      {"AnIdThatIsNotUnique", "", "SELECT r.film_id AS _id FROM role r", "\"_id\"", R"("root":)"},
      {"AUniqueIdThatMayBeNull", "ALTER TABLE film ADD other int UNIQUE", "SELECT f.other AS _id FROM film f",
       "\"_id\"", R"("root":)"},
      {"OnlyARoot", "", "SELECT f.id AS _id FROM film f", "only one of", "Give both", "public.film", ""},
      {"ARootThatIsNotThere", "", "SELECT f.id AS _id FROM film f", "there is no table public.films", "",
       "public.films", "id"},
      {"AKeyThatIsNotThere", "", "SELECT f.id AS _id FROM film f", "no column ident", "", "public.film", "ident"},
      {"AKeyThatIsNotUnique", "", "SELECT f.id AS _id FROM film f", "not unique", "", "public.film", "title"},
      {"AViewAsRoot", "CREATE VIEW v AS SELECT * FROM film", "SELECT v.id AS _id FROM v", "is no table", "", "public.v",
       "id"},
  };
}

std::string NameOf(const testing::TestParamInfo<RefusedCase>& tried) { return tried.param.name; }

INSTANTIATE_TEST_SUITE_P(NoRoute, PgPlanRefused, testing::ValuesIn(WithoutARoute()), NameOf);
INSTANTIATE_TEST_SUITE_P(Unseen, PgPlanRefused, testing::ValuesIn(Unseen()), NameOf);
INSTANTIATE_TEST_SUITE_P(BadSql, PgPlanRefused, testing::ValuesIn(BadSql()), NameOf);

}  // namespace
}  // namespace cdc::pg
