// Expressions whose value changes while no row does: the time, the session, the catalogs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "cdc/pg/planner.h"
#include "tests/pg/prove_cases.h"
#include "tests/support/postgres.h"

namespace cdc::pg {
namespace {

using testing::HasSubstr;

class PgPlanContext : public testing::Test {
 protected:
  PgPlanContext() {
    database_.Exec(test::kCinema);
    database_.Exec(
        "CREATE DOMAIN day AS date; CREATE TYPE span AS (first day, last day); CREATE TYPE moment AS ENUM ('now', "
        "'then');"
        "ALTER TABLE film ADD released date, ADD note jsonb, ADD moment moment;"
        "CREATE VIEW since AS SELECT id, released > date 'today' AS late FROM film");
  }
  std::optional<Error> RefusalOf(const std::string& expression) {
    try {
      const std::string sql = "SELECT f.id AS _id, " + expression + " AS value FROM film f";
      MakePlan(connection_, {.index = "films", .sql = sql, .root = "", .key = "", .routes = {}});
    } catch (const Error& error) {
      return error;
    }
    return std::nullopt;
  }
  void Refused(const std::string& expression, const std::string& what) {
    const auto error = RefusalOf(expression);
    ASSERT_TRUE(error) << expression;
    EXPECT_EQ(error->kind(), Kind::kBadDocument) << expression << ": " << error->what();
    EXPECT_THAT(error->what(), HasSubstr(what)) << expression;
    EXPECT_FALSE(error->hint().empty()) << expression;
  }
  void Taken(const std::string& expression) {
    const auto error = RefusalOf(expression);
    EXPECT_FALSE(error) << expression << ": " << error->what();
  }

  test::TestDatabase database_;
  Connection connection_{{.dsn = database_.Dsn()}};
};

TEST_F(PgPlanContext, AWordForTheTimeThatBecameAConstantIsRefused) {
  for (const char* expression :
       {"'now'::timestamptz", "timestamp 'now'", "f.released > 'today'", "date 'yesterday'", "' TOMORROW '::date",
        "'today 12:00'::timestamp", "time 'now'", "'now'::timetz", "CAST('Today' AS date)", "E'now'::timestamptz",
        "$$now$$::timestamptz", "'today'::day", "'{2000-01-01,today}'::date[]", "'[2000-01-01,now)'::tsrange",
        "'{[2000-01-01,now)}'::tsmultirange", "'(today,today)'::span", "f.released BETWEEN '2000-01-01' AND 'today'",
        "'now' || to_char(timestamp 'now', 'YYYY')", "f.title <> 'unknown' AND f.released > date 'now'"}) {
    Refused(expression, "the time of reading");
  }
}

TEST_F(PgPlanContext, TheSameWordsAsTextAreTaken) {
  for (const char* expression :
       {"f.title = 'now'", "f.title IN ('now', 'today') AND f.released > '2000-01-01'", "'Buy now!'::varchar(20)",
        "f.moment = 'now'", "f.note @> '{\"when\": \"today\"}' AND f.released < date '2000-01-01'",
        "f.title LIKE '%yesterday%'", "(SELECT \"now\".day FROM (SELECT date '2000-01-01' AS day) AS \"now\")",
        "date '2000-01-01' -- not 'now'\n", "f.released > 'epoch' AND f.released < 'infinity'", "interval '1 day'",
        "f.title <> 'unknown' AND f.released > '2000-01-01'",
        "(SELECT s.late FROM since s WHERE s.id = f.id) -- it became a constant when the view was made\n"}) {
    Taken(expression);
  }
}

TEST_F(PgPlanContext, TextThatIsReadAsATimeIsRefusedBecauseItMayHoldSuchAWord) {
  for (const char* expression : {"f.title::date", "'x'::text::timestamptz", "(f.note ->> 'day')::timestamp",
                                 "f.title::time", "ARRAY[f.title]::date[]", "f.title::date[]", "f.title::day",
                                 "f.title::tsrange", "f.title::span", "date_in(f.title::cstring)"}) {
    Refused(expression, "depends on the time");
  }
  Taken("to_date(f.title, 'YYYY-MM-DD')");
  Taken("f.released::text || f.released::timestamp");
  Taken("f.title::numeric");
}

TEST_F(PgPlanContext, WhatIsGroupedByIsLookedAtToo) {
  const std::string groups = "(SELECT count(*) FROM (SELECT 1 FROM role r WHERE r.film_id = f.id GROUP BY ";
  Refused(groups + "r.job || now()) x)", "pg_catalog.now()");
  Refused(groups + "r.job::date) x)", "depends on the time");
  Refused(groups + "r.job, date 'today') x)", "the time of reading");
  Refused(groups + "(SELECT min(oid) FROM pg_class WHERE relname = r.job)) x)", "pg_catalog.pg_class");
}

TEST_F(PgPlanContext, NamesThatAreLookedUpInTheCatalogsAreRefused) {
  for (const char* expression : {"f.title::regclass::oid", "f.title::regtype", "f.title::varchar::regproc",
                                 "to_regclass(f.title)", "regclassin(f.title::cstring)"}) {
    Refused(expression, "catalogs");
  }
}

TEST_F(PgPlanContext, ValuesOfTheSessionAreRefused) {
  for (const char* expression : {"CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIME(2)", "CURRENT_TIMESTAMP",
                                 "CURRENT_TIMESTAMP(0)", "LOCALTIME", "LOCALTIMESTAMP(3)", "CURRENT_ROLE",
                                 "CURRENT_USER", "USER", "SESSION_USER", "CURRENT_CATALOG", "CURRENT_SCHEMA"}) {
    Refused(expression, "the time or the session");
  }
  for (const char* expression :
       {"now()", "transaction_timestamp()", "statement_timestamp()", "getpgusername()", "current_database()",
        "version()", "current_setting('x.y', true)", "current_schemas(true)", "age(f.released)", "pg_backend_pid()",
        "has_table_privilege('film', 'SELECT')", "inet_client_addr()", "obj_description(1, 'pg_class')",
        "pg_get_userbyid(10)", "format_type(23, NULL)", "mxid_age('1')", "txid_current()"}) {
    Refused(expression, "depends on the time, the session or the catalogs");
  }
  for (const char* expression :
       {"clock_timestamp()", "timeofday()", "gen_random_uuid()", "nextval('film_genre_id_seq')",
        "currval('film_genre_id_seq')", "lastval()", "pg_is_in_recovery()"}) {
    Refused(expression, "the volatile function");
  }
}

}  // namespace
}  // namespace cdc::pg
