// What DDL a fingerprint tells, and which it leaves out.
#include <gtest/gtest.h>

#include "cdc/pg/planner.h"
#include "tests/pg/prove_cases.h"
#include "tests/support/postgres.h"

namespace cdc::pg {
namespace {

class PgFingerprint : public testing::Test {
 protected:
  // What of the fingerprint a statement changes.
  std::string Changed(const std::string& statement) {
    const Fingerprint before = ReadFingerprint(connection_, plan_);
    database_.Exec(statement);
    const Fingerprint after = ReadFingerprint(connection_, plan_);
    return std::string(before.structure == after.structure ? "" : "structure ") +
           (before.identities == after.identities ? "" : "identities");
  }

  void SetUp() override {
    database_.Exec(test::kCinema);
    database_.Exec(
        "CREATE TYPE mood AS ENUM ('sad', 'glad'); ALTER TABLE film ADD mood mood;"
        "CREATE VIEW v AS SELECT film_id, person_id FROM role;"
        "CREATE TABLE part (film_id int, x int) PARTITION BY LIST (x); CREATE TABLE part_1 PARTITION OF part FOR "
        "VALUES IN (1);"
        "CREATE FUNCTION twice(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1 * 2'");
    plan_ = MakePlan(connection_, {.index = "films",
                                   .sql = "SELECT f.id AS _id, f.title, f.mood, twice(f.score), (SELECT count(*) FROM "
                                          "v WHERE v.film_id = f.id) AS n,"
                                          " (SELECT max(x) FROM part p WHERE p.film_id = f.id) AS x FROM film f",
                                   .root = "",
                                   .key = "",
                                   .routes = {}});
  }

  test::TestDatabase database_;
  Connection connection_{{.dsn = database_.Dsn()}};
  Plan plan_;
};

TEST_F(PgFingerprint, DdlThatChangesDocumentsIsSeen) {
  EXPECT_EQ(Changed("ALTER TABLE film ALTER title TYPE varchar"), "structure ");
  EXPECT_EQ(Changed("ALTER TABLE film ALTER title TYPE varchar USING upper(title)"), "structure ")
      << "the type is the same";
  EXPECT_EQ(Changed("CREATE TABLE part_2 PARTITION OF part FOR VALUES IN (2)"), "structure ");
  EXPECT_EQ(Changed("ALTER TABLE part DETACH PARTITION part_1"), "structure ");
  EXPECT_EQ(Changed("CREATE OR REPLACE VIEW v AS SELECT film_id, person_id FROM role WHERE job <> 'j1'"), "structure ");
  EXPECT_EQ(Changed("CREATE OR REPLACE FUNCTION twice(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1 * 3'"),
            "structure ");
  EXPECT_EQ(Changed("ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'"), "structure ");
  EXPECT_EQ(Changed("ALTER TABLE film ENABLE ROW LEVEL SECURITY"), "structure ");
  EXPECT_EQ(Changed("ALTER TABLE role SET UNLOGGED"), "structure identities");
  EXPECT_EQ(Changed("ALTER TABLE film RENAME COLUMN title TO name"), "structure ");
  EXPECT_EQ(Changed("DROP TABLE role CASCADE"), "structure identities");
}

TEST_F(PgFingerprint, IdentitiesAreSeparate) {
  EXPECT_EQ(Changed("ALTER TABLE film REPLICA IDENTITY FULL"), "identities");
  EXPECT_EQ(Changed("ALTER TABLE role DROP CONSTRAINT role_pkey"), "identities");
}

TEST_F(PgFingerprint, WhatTheDocumentDoesNotReadDoesNotMatter) {
  EXPECT_EQ(Changed("ALTER TABLE film ADD extra int; ALTER TABLE film ALTER kind SET DEFAULT 'x'"), "");
  EXPECT_EQ(Changed("CREATE INDEX ON role (person_id); CREATE TABLE other (id int); ANALYZE film"), "");
  EXPECT_EQ(Changed("CLUSTER film USING film_pkey"), "");
  EXPECT_EQ(Changed("INSERT INTO film (id) VALUES (1000); GRANT SELECT ON film TO public"), "");
}

}  // namespace
}  // namespace cdc::pg
