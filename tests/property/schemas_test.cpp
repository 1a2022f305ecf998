// The promise on schemas and documents of many shapes, with changes made from the catalog alone.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/pg/prove_cases.h"
#include "tests/support/compare.h"
#include "tests/support/daemon.h"
#include "tests/support/postgres.h"
#include "tests/support/workload.h"

namespace cdc::test {
namespace {

constexpr int kBursts = 4;

// The documents' shape is not known: they are stored, not indexed.
const Json kStored = {{"settings", {{"index", {{"number_of_replicas", 0}, {"refresh_interval", "-1"}}}}},
                      {"mappings", {{"dynamic", false}}}};

class PropertySchemas : public testing::TestWithParam<ProveCase> {};

TEST_P(PropertySchemas, WhenTheStreamIsIdleEveryDocumentEqualsItsSql) {
  TestDatabase database;
  database.Exec(GetParam().schema);
  Site site(database.Dsn(), {{"tried", GetParam().document, kStored, GetParam().root, GetParam().key}});
  Daemon daemon(site);
  daemon.Start();
  const AnyChange change(database.Dsn());
  const std::uint64_t first = std::hash<std::string>{}(GetParam().name) % 1'000'000;
  for (std::uint64_t seed = first; seed < first + kBursts; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RunWorkload(database.Dsn(), change, {.seed = seed, .clients = 3, .transactions = 20});
    daemon.Wait();
    ASSERT_EQ(Differences(site), "");
    if (seed == first + 1) {
      daemon.Kill();
      daemon.Start();
    }
  }
  EXPECT_EQ(daemon.Terminate(), 0);
}

std::vector<ProveCase> Cinema() {
  auto cases = ProvedOverOneSchema();
  // Its document may have two rows of one `_id`, which suspends an index.
  std::erase_if(cases, [](const ProveCase& one) { return one.name == "LateralWithLimit"; });
  for (auto& one : cases) one.schema = kCinema + one.schema;
  // The root that it names has to have every key the document may show: walks go over its keys.
  std::ranges::find(cases, "TheKeyOfALink", &ProveCase::name)->schema +=
      "DELETE FROM role WHERE film_id NOT IN (SELECT id FROM film);"
      "ALTER TABLE role ADD FOREIGN KEY (film_id) REFERENCES film ON DELETE CASCADE;";
  // A lead with two jobs in a film would be two rows of one `_id`.
  std::ranges::find(cases, "HiddenColumnsOfAWindow", &ProveCase::name)->schema +=
      "DELETE FROM role r USING role s WHERE (s.film_id, s.person_id) = (r.film_id, r.person_id) AND s.job < r.job;"
      "ALTER TABLE role ADD UNIQUE (film_id, person_id);";
  return cases;
}

std::string Name(const testing::TestParamInfo<ProveCase>& tried) { return tried.param.name; }

INSTANTIATE_TEST_SUITE_P(Cinema, PropertySchemas, testing::ValuesIn(Cinema()), Name);
INSTANTIATE_TEST_SUITE_P(Own, PropertySchemas, testing::ValuesIn(ProvedOverTheirOwn()), Name);

}  // namespace
}  // namespace cdc::test
