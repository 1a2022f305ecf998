// Plans of many shapes, proved by brute force: rows are changed, one and several at a time, and every document that
// differs must have been routed.
#include "cdc/pg/prove.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "cdc/pg/planner.h"
#include "tests/pg/prove_cases.h"
#include "tests/pg/random_document.h"
#include "tests/support/postgres.h"

namespace cdc::pg {
namespace {

using test::ProveCase;
using test::TestDatabase;

Plan PlanOf(const TestDatabase& database, const ProveCase& tried) {
  Connection connection({.dsn = database.Dsn()});
  return MakePlan(connection,
                  {.index = "tried", .sql = tried.document, .root = tried.root, .key = tried.key, .routes = {}});
}

std::string Describe(const Plan& plan, const Proof& proof) {
  std::string text;
  for (const Miss& miss : proof.misses) {
    if (text.size() > 2000) break;
    text +=
        miss.table.ToString() + " (" + miss.alias + "), " + miss.change + ": " + std::to_string(miss.documents) + "\n";
  }
  for (const Route& route : plan.routes) {
    text += route.table.ToString();
    for (const auto& column : route.columns) text += " " + column.name;
    text += "\n" + route.sql + "\n";
  }
  return text;
}

class PgProve : public testing::TestWithParam<ProveCase> {};

TEST_P(PgProve, EveryDocumentThatDiffersWasRouted) {
  TestDatabase database;
  database.Exec(GetParam().schema);
  const Plan plan = PlanOf(database, GetParam());
  Connection connection({.dsn = database.Dsn()});
  const Proof proof = Prove(connection, plan, 10, 1);
  EXPECT_TRUE(proof.holds()) << Describe(plan, proof);
  EXPECT_GT(proof.touched, 40u) << "the changes prove nothing: " << Describe(plan, proof);
  RecordProperty("changes", std::to_string(proof.changes));
}

std::vector<ProveCase> Cases() {
  auto cases = test::ProvedOverOneSchema();
  for (auto& one : test::ProvedColumns()) cases.push_back(std::move(one));
  for (auto& one : cases) one.schema = test::kCinema + one.schema;
  for (auto& one : test::ProvedOverTheirOwn()) cases.push_back(std::move(one));
  return cases;
}

INSTANTIATE_TEST_SUITE_P(Shapes, PgProve, testing::ValuesIn(Cases()),
                         [](const auto& tried) { return tried.param.name; });

// FULL JOIN on what PostgreSQL cannot merge, or an entry without a route: such a document is not one of ours.
std::optional<Plan> PlanIfPossible(const TestDatabase& database, const std::string& document) {
  try {
    return PlanOf(database, {"random", "", document, "", ""});
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), Kind::kBadDocument) << error.what() << "\n" << document;
    return std::nullopt;
  }
}

TEST(PgProveRandom, DocumentsMadeUpFromSeedsHoldOrAreRefused) {
  TestDatabase database;
  database.Exec(test::kCinema);
  Connection connection({.dsn = database.Dsn()});
  int proved = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const std::string document = test::RandomDocument(seed);
    const auto plan = PlanIfPossible(database, document);
    if (!plan) continue;
    const Proof proof = Prove(connection, *plan, 3, seed);
    EXPECT_TRUE(proof.holds()) << "seed " << seed << "\n" << document << "\n" << Describe(*plan, proof);
    ++proved;
  }
  EXPECT_GT(proved, 15);
}

class PgProveItself : public testing::Test {
 protected:
  PgProveItself() { database_.Exec(test::kCinema); }
  Proof Try(const Plan& plan, const std::string& dsn) {
    Connection connection({.dsn = dsn});
    return Prove(connection, plan, 5, 1);
  }
  const ProveCase people_{"people", "", R"sql(
SELECT f.id AS _id, ARRAY(SELECT p.name FROM role r JOIN person p ON p.id = r.person_id WHERE r.film_id = f.id ORDER BY 1) AS people
  FROM film f)sql",
                          "", ""};
  TestDatabase database_;
};

TEST_F(PgProveItself, ARouteThatLeadsNowhereIsSeen) {
  Plan plan = PlanOf(database_, people_);
  for (Route& route : plan.routes) {
    if (route.table.table == "person") route.sql = "SELECT 'x' FROM unnest($1::text[]) WHERE false";
  }
  const Proof proof = Try(plan, database_.Dsn());
  ASSERT_FALSE(proof.holds());
  EXPECT_EQ(proof.misses[0].table.table, "person");
  EXPECT_EQ(proof.misses[0].alias, "p");
  EXPECT_FALSE(proof.misses[0].ids.empty());
}

TEST_F(PgProveItself, AnEntryThatIsFollowedFromTheWrongColumnIsSeen) {
  Plan plan = PlanOf(database_, people_);
  for (Route& route : plan.routes) {
    if (route.table.table == "role") route.columns[0].name = "person_id";
  }
  EXPECT_FALSE(Try(plan, database_.Dsn()).holds());
}

TEST_F(PgProveItself, AColumnThatAnEntryDoesNotNameIsSeen) {
  const Plan right = PlanOf(database_, people_);
  for (std::size_t entry = 0; entry < right.entries.size(); ++entry) {
    for (const auto& column : right.entries[entry].columns) {
      Plan plan = right;
      std::erase(plan.entries[entry].columns, column);
      const Proof proof = Try(plan, database_.Dsn());
      ASSERT_FALSE(proof.holds()) << right.entries[entry].alias << "." << column;
      EXPECT_EQ(proof.misses[0].change, "update of " + column);
    }
  }
}

TEST_F(PgProveItself, AWholeRowThatAnEntryDoesNotNameIsSeen) {
  Plan plan = PlanOf(database_, {"rows", "", "SELECT f.id AS _id, to_jsonb(f) FROM film f", "", ""});
  EXPECT_TRUE(Try(plan, database_.Dsn()).holds());
  plan.entries[0].whole_row = false;
  EXPECT_FALSE(Try(plan, database_.Dsn()).holds());
}

TEST_F(PgProveItself, ANanThatIsTakenForNullIsSeen) {
  database_.Exec("ALTER TABLE film ADD price numeric");
  Plan plan = PlanOf(database_, {"prices", "", "SELECT f.id AS _id, f.price FROM film f", "", ""});
  EXPECT_TRUE(Try(plan, database_.Dsn()).holds());
  plan.entries[0].unclear_nulls.clear();
  EXPECT_FALSE(Try(plan, database_.Dsn()).holds());
}

TEST_F(PgProveItself, NothingStays) {
  const std::string digest =
      "SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM (SELECT film_id, person_id, job, ctid FROM role) t";
  const std::string before = database_.Value(digest);
  Try(PlanOf(database_, people_), database_.Dsn());
  EXPECT_EQ(database_.Value(digest), before);
}

TEST_F(PgProveItself, WithoutASuperuserChangesThatCascadeAreSkippedAndTheOthersProved) {
  database_.Exec(
      "DELETE FROM role WHERE film_id NOT IN (SELECT id FROM film);"
      "ALTER TABLE role ADD FOREIGN KEY (film_id) REFERENCES film ON DELETE CASCADE");
  const std::string role = database_.CreateRole();
  database_.Exec("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO " + role);
  const Proof proof = Try(PlanOf(database_, people_), database_.Dsn(role));
  EXPECT_TRUE(proof.holds());
  EXPECT_GT(proof.skipped, 0u);
  EXPECT_GT(proof.touched, 10u);
}

}  // namespace
}  // namespace cdc::pg
