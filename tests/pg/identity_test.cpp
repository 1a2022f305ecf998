#include "cdc/pg/identity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/postgres.h"

namespace cdc::pg {
namespace {

using stream::FormerIdentity;
using test::TestConnection;
using test::TestDatabase;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class PgIdentity : public testing::Test {
 protected:
  static NeededIdentity Needs(const std::string& table, std::vector<std::string> columns,
                              IdentityStyle style = IdentityStyle::kFull) {
    return {{"public", table}, std::move(columns), style};
  }
  std::vector<IdentityGap> Gaps(const std::vector<NeededIdentity>& needed) {
    return FindIdentityGaps(connection_, needed);
  }
  std::string Identity(const std::string& table) {
    return database_.Value("SELECT relreplident FROM pg_class WHERE oid = '" + table + "'::regclass");
  }
  void Mend(const std::vector<NeededIdentity>& needed) { MendIdentities(connection_, Gaps(needed), *clock_); }

  TestDatabase database_;
  Connection connection_{{.dsn = database_.Dsn()}};
  const std::unique_ptr<Clock> clock_ = SystemClock();
};

TEST_F(PgIdentity, WhatAnOldRowCarriesDecides) {
  database_.Exec(
      "CREATE TABLE keyed (id int PRIMARY KEY, a int);"
      "CREATE TABLE keyless (id int);"
      "CREATE TABLE whole (id int); ALTER TABLE whole REPLICA IDENTITY FULL;"
      "CREATE TABLE none (id int PRIMARY KEY); ALTER TABLE none REPLICA IDENTITY NOTHING;"
      "CREATE TABLE indexed (id int PRIMARY KEY, a int NOT NULL, b int NOT NULL);"
      "CREATE UNIQUE INDEX indexed_a_b ON indexed (b, a); ALTER TABLE indexed REPLICA IDENTITY USING INDEX indexed_a_b;"
      "CREATE TABLE orphan (id int PRIMARY KEY, a int NOT NULL); CREATE UNIQUE INDEX orphan_a ON orphan (a);"
      "ALTER TABLE orphan REPLICA IDENTITY USING INDEX orphan_a; DROP INDEX orphan_a;"
      "CREATE TABLE late (id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED);"
      "CREATE TABLE covering (id int, a int, PRIMARY KEY (id) INCLUDE (a))");
  EXPECT_THAT(Gaps({Needs("keyed", {"id"}), Needs("whole", {"id"}), Needs("indexed", {"a", "b"})}), IsEmpty());
  struct Case {
    NeededIdentity needed;
    std::string found;
    std::vector<std::string> lacking;
  };
  for (const auto& [needed, found, lacking] :
       {Case{Needs("keyed", {"a", "id"}), "DEFAULT (id)", {"a"}},
        Case{Needs("keyless", {"id"}), "DEFAULT without a primary key", {}}, Case{Needs("none", {}), "NOTHING", {}},
        Case{Needs("indexed", {"id"}), "USING INDEX indexed_a_b (a, b)", {"id"}},
        Case{Needs("orphan", {"a"}), "USING INDEX of an index that is gone", {}},
        // PostgreSQL takes neither a deferrable key nor included columns for an identity.
        Case{Needs("late", {"id"}), "DEFAULT without a primary key", {}},
        Case{Needs("covering", {"a"}), "DEFAULT (id)", {"a"}}}) {
    const auto gaps = Gaps({needed});
    ASSERT_EQ(gaps.size(), 1u) << needed.table.table;
    EXPECT_EQ(gaps[0].found, found);
    EXPECT_EQ(gaps[0].lacking, lacking);
    EXPECT_EQ(gaps[0].statement, "ALTER TABLE \"public\".\"" + needed.table.table + "\" REPLICA IDENTITY FULL;");
    EXPECT_TRUE(gaps[0].owned);
  }
}

TEST_F(PgIdentity, MendingIsDoneOnce) {
  database_.Exec("CREATE TABLE link (id int PRIMARY KEY, film int, person int)");
  const std::vector<NeededIdentity> needed{Needs("link", {"film", "person"})};
  EXPECT_THAT(Describe(Gaps(needed)[0]),
              HasSubstr("public.link has replica identity DEFAULT (id), which lacks film, person"));
  Mend(needed);
  EXPECT_EQ(Identity("link"), "f");
  EXPECT_THAT(Gaps(needed), IsEmpty());
}

TEST_F(PgIdentity, WithStyleIndexTheNarrowestIndexThatHoldsTheColumnsIsTaken) {
  database_.Exec(
      "CREATE TABLE link (id int PRIMARY KEY, film int NOT NULL, person int NOT NULL, role int NOT NULL, note int);"
      "CREATE UNIQUE INDEX a_nullable ON link (film, person, note);"
      "CREATE UNIQUE INDEX b_partial ON link (film, person) WHERE role = 1;"
      "CREATE UNIQUE INDEX c_expression ON link (film, person, abs(role));"
      "CREATE INDEX d_not_unique ON link (film, person);"
      "CREATE UNIQUE INDEX e_wide ON link (id, film, person, role);"
      "CREATE UNIQUE INDEX f_fits ON link (person, film, role);"
      "ALTER TABLE link ADD CONSTRAINT g_deferrable UNIQUE (film, person) DEFERRABLE");
  const std::vector<NeededIdentity> needed{Needs("link", {"film", "person"}, IdentityStyle::kIndex)};
  EXPECT_EQ(Gaps(needed)[0].statement, "ALTER TABLE \"public\".\"link\" REPLICA IDENTITY USING INDEX \"f_fits\";");
  Mend(needed);
  EXPECT_THAT(Gaps(needed), IsEmpty());
}

TEST_F(PgIdentity, WithStyleIndexAPrimaryKeyThatSufficesIsTheDefault) {
  database_.Exec("CREATE TABLE t (id int PRIMARY KEY); ALTER TABLE t REPLICA IDENTITY NOTHING");
  Mend({Needs("t", {"id"}, IdentityStyle::kIndex)});
  EXPECT_EQ(Identity("t"), "d");
}

TEST_F(PgIdentity, WithStyleIndexAndNoIndexItIsFull) {
  database_.Exec("CREATE TABLE t (id int PRIMARY KEY, a int)");
  Mend({Needs("t", {"a"}, IdentityStyle::kIndex)});
  EXPECT_EQ(Identity("t"), "f");
}

TEST_F(PgIdentity, PartitionsAndChildrenHaveIdentitiesOfTheirOwn) {
  database_.Exec(
      "CREATE TABLE p (id int, a int, PRIMARY KEY (id)) PARTITION BY RANGE (id);"
      "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);"
      "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20) PARTITION BY RANGE (id);"
      "CREATE TABLE p21 PARTITION OF p2 FOR VALUES FROM (10) TO (15);"
      "ALTER TABLE p REPLICA IDENTITY FULL;"
      "CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child () INHERITS (parent)");
  const std::vector<NeededIdentity> needed{Needs("p", {"a"}), Needs("p1", {"a"}), Needs("parent", {"id"})};
  std::vector<std::string> tables;
  for (const auto& gap : Gaps(needed)) tables.push_back(gap.now.table.table);
  EXPECT_THAT(tables, ElementsAre("child", "p1", "p21"));
  Mend(needed);
  EXPECT_THAT(Gaps(needed), IsEmpty());
}

TEST_F(PgIdentity, PartitionsOfAnIndexedTableTakeTheirOwnIndexes) {
  database_.Exec(
      "CREATE TABLE p (id int NOT NULL, a int NOT NULL) PARTITION BY RANGE (id); CREATE UNIQUE INDEX ON p (id, a);"
      "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)");
  const std::vector<NeededIdentity> needed{Needs("p", {"a"}, IdentityStyle::kIndex)};
  EXPECT_EQ(Gaps(needed)[0].statement, "ALTER TABLE \"public\".\"p1\" REPLICA IDENTITY USING INDEX \"p1_id_a_idx\";");
  Mend(needed);
  EXPECT_THAT(Gaps(needed), IsEmpty());
}

TEST_F(PgIdentity, OddNamesAreQuoted) {
  database_.Exec(R"(CREATE SCHEMA "S.x"; CREATE TABLE "S.x"."a ""b""" ("C,d" int NOT NULL, e int);
                    CREATE UNIQUE INDEX "I ""x""" ON "S.x"."a ""b""" ("C,d"))");
  const NeededIdentity needed{{"S.x", "a \"b\""}, {"C,d"}, IdentityStyle::kIndex};
  const auto gaps = FindIdentityGaps(connection_, std::vector{needed});
  ASSERT_EQ(gaps.size(), 1u);
  MendIdentities(connection_, gaps, *clock_);
  EXPECT_EQ(FindIdentityGaps(connection_, std::vector{needed}).size(), 0u);
  EXPECT_EQ(database_.Value("SELECT relreplident FROM pg_class WHERE relname = 'a \"b\"'"), "i");
}

TEST_F(PgIdentity, SeveralPlansAreServedTogether) {
  std::vector<Plan> plans(2);
  plans[0].identities = {{{"public", "a"}, {"x"}}, {{"public", "b"}, {"y"}}};
  plans[1].identities = {{{"public", "a"}, {"z", "x"}}};
  using enum IdentityStyle;
  EXPECT_THAT(
      UniteIdentities(plans, std::vector{kIndex, kIndex}),
      ElementsAre(NeededIdentity{{"public", "a"}, {"x", "z"}, kIndex}, NeededIdentity{{"public", "b"}, {"y"}, kIndex}));
  EXPECT_THAT(
      UniteIdentities(plans, std::vector{kIndex, kFull}),
      ElementsAre(NeededIdentity{{"public", "a"}, {"x", "z"}, kFull}, NeededIdentity{{"public", "b"}, {"y"}, kIndex}));
}

TEST_F(PgIdentity, TablesOfOthersAreNamedBeforeAnythingChanges) {
  const std::string role = database_.CreateRole();
  database_.Exec("CREATE TABLE mine (id int); ALTER TABLE mine OWNER TO " + role + "; CREATE TABLE theirs (id int)");
  Connection connection({.dsn = database_.Dsn(role)});
  const auto gaps = FindIdentityGaps(connection, std::vector{Needs("mine", {"id"}), Needs("theirs", {"id"})});
  ASSERT_EQ(gaps.size(), 2u);
  try {
    RequireOwned(gaps);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Kind::kRights);
    EXPECT_THAT(error.what(), HasSubstr("public.theirs"));
    EXPECT_THAT(error.what(), testing::Not(HasSubstr("public.mine")));
    EXPECT_THAT(error.hint(), HasSubstr("ALTER TABLE \"public\".\"theirs\" REPLICA IDENTITY FULL;"));
  }
}

TEST_F(PgIdentity, ATableInUseIsGivenUpWithTheProcessesInTheWay) {
  database_.Exec("CREATE TABLE t (id int)");
  TestConnection other = database_.Connect();
  other.Exec("BEGIN");
  other.Exec("SELECT * FROM t");
  const auto gaps = Gaps({Needs("t", {"id"})});
  try {
    MendIdentities(connection_, gaps, *clock_);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Kind::kUnavailable);
    EXPECT_THAT(error.hint(), HasSubstr(std::to_string(other.Pid())));
  }
  other.Exec("COMMIT");
  MendIdentities(connection_, gaps, *clock_);
  EXPECT_EQ(Identity("t"), "f");
  EXPECT_EQ(connection_.Execute("SHOW lock_timeout").Text(0, 0), "0");
}

TEST_F(PgIdentity, WhatWasChangedIsGivenBack) {
  database_.Exec(
      "CREATE TABLE d (id int PRIMARY KEY, a int);"
      "CREATE TABLE n (id int PRIMARY KEY, a int); ALTER TABLE n REPLICA IDENTITY NOTHING;"
      "CREATE TABLE i (id int NOT NULL, a int); CREATE UNIQUE INDEX i_id ON i (id); ALTER TABLE i REPLICA IDENTITY "
      "USING INDEX i_id;"
      "CREATE TABLE dropped (id int)");
  const auto gaps = Gaps({Needs("d", {"a"}), Needs("n", {"a"}), Needs("i", {"a"}), Needs("dropped", {"id"})});
  std::vector<FormerIdentity> former;
  for (const auto& gap : gaps) former.push_back(gap.now);
  MendIdentities(connection_, gaps, *clock_);
  EXPECT_EQ(Identity("d") + Identity("n") + Identity("i"), "fff");
  database_.Exec("DROP TABLE dropped");
  EXPECT_EQ(RestoreIdentities(connection_, former, *clock_).size(), 3u);
  EXPECT_EQ(Identity("d") + Identity("n") + Identity("i"), "dni");
  EXPECT_THAT(RestoreIdentities(connection_, former, *clock_), IsEmpty());
}

TEST_F(PgIdentity, AnIndexThatIsGoneCannotBeGivenBack) {
  database_.Exec("CREATE TABLE i (id int NOT NULL); ALTER TABLE i REPLICA IDENTITY FULL");
  EXPECT_THAT(RestoreIdentities(connection_, std::vector{FormerIdentity{{"public", "i"}, "index", "i_id"}}, *clock_),
              IsEmpty());
  EXPECT_EQ(Identity("i"), "f");
}

TEST_F(PgIdentity, AStoredIdentityThatMeansNothingIsCorrupt) {
  database_.Exec("CREATE TABLE t (id int)");
  EXPECT_THROW(
      RestoreIdentities(connection_, std::vector{FormerIdentity{{"public", "t"}, "FULL; DROP TABLE t", ""}}, *clock_),
      Error);
}

// The point of it all, seen in the stream: what an old row carries is what is said to be enough.
TEST_F(PgIdentity, TheStreamCarriesTheColumnsOnceItIsMended) {
  database_.Exec(
      "CREATE TABLE link (id int PRIMARY KEY, film int, person int); INSERT INTO link VALUES (1, 10, 20), (2, 11, 21)");
  const std::string slot = test::UniqueName("identity");
  database_.Exec("SELECT pg_create_logical_replication_slot('" + slot + "', 'wal2json')");
  database_.Exec("DELETE FROM link WHERE id = 1");
  Mend({Needs("link", {"film"})});
  database_.Exec("DELETE FROM link WHERE id = 2");
  const auto rows =
      database_.Table("SELECT data FROM pg_logical_slot_get_changes('" + slot +
                      "', NULL, NULL, 'format-version', '2', 'include-types', '0') WHERE data LIKE '%\"D\"%'");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_THAT(rows[0][0], testing::Not(HasSubstr("film")));
  EXPECT_THAT(rows[1][0], HasSubstr(R"({"name":"film","value":11})"));
}

}  // namespace
}  // namespace cdc::pg
