// Full scans in EXPLAIN's output.
#include "cdc/pg/plan_report.h"

#include <gtest/gtest.h>

namespace cdc::pg {
namespace {

std::string Explained(const std::string& node) { return R"([{"Plan": )" + node + "}]"; }

TEST(PlanReport, ASequentialScanNamesTheColumnOfItsFilter) {
  auto scans = FindFullScans(Explained(
      R"j({"Node Type": "Seq Scan", "Relation Name": "link", "Schema": "content", "Alias": "l",
           "Filter": "((l.film_id IS NOT NULL) AND (l.role <> 1) AND ((l.x)::text = 1) AND (l.person_id = ANY ($1)))"})j"));
  ASSERT_EQ(scans.size(), 1U);
  EXPECT_EQ(scans[0].column, "person_id");
  EXPECT_EQ(scans[0].remedy, R"j(CREATE INDEX CONCURRENTLY ON "content"."link" ("person_id");)j");
}

TEST(PlanReport, TheColumnMayStandInTheJoinAbove) {
  auto scans = FindFullScans(Explained(
      R"j({"Node Type": "Nested Loop", "Join Filter": "(v.x = \"L 1\".\"a\"\"b\")", "Plans": [
           {"Node Type": "Function Scan", "Alias": "v"},
           {"Node Type": "Seq Scan", "Relation Name": "t", "Schema": "public", "Alias": "L 1"}]})j"));
  ASSERT_EQ(scans.size(), 1U);
  EXPECT_EQ(scans[0].column, "a\"b");
}

TEST(PlanReport, AnIndexConditionIsNoFullScanAnIndexWithoutOneIs) {
  EXPECT_TRUE(FindFullScans(Explained(
                                R"j({"Node Type": "Index Scan", "Relation Name": "t", "Schema": "s", "Alias": "t",
                       "Index Cond": "(t.id = $1)"})j"))
                  .empty());
  EXPECT_EQ(FindFullScans(
                Explained(R"j({"Node Type": "Index Only Scan", "Relation Name": "t", "Schema": "s", "Alias": "t"})j"))
                .size(),
            1U);
  EXPECT_TRUE(FindFullScans(Explained(
                                R"j({"Node Type": "Bitmap Heap Scan", "Relation Name": "t", "Schema": "s", "Alias": "t",
                       "Plans": [{"Node Type": "Bitmap Index Scan", "Index Cond": "(t.id = 1)"}]})j"))
                  .empty());
}

TEST(PlanReport, ATableReadTwiceTheSameWayIsToldOnce) {
  const std::string scan =
      R"j({"Node Type": "Seq Scan", "Relation Name": "t", "Schema": "s", "Alias": "t", "Filter": "(t.a = 1)"})j";
  const std::string both = R"j({"Node Type": "Append", "Plans": [)j" + scan + "," + scan + "]}";
  EXPECT_EQ(FindFullScans(Explained(both)).size(), 1U);
}

TEST(PlanReport, WhatIsNoPlanIsCorrupt) {
  for (const char* text : {"", "{}", "[]", "[1]", "[{}]", R"([{"Plan": 1}])", R"([{"Plan")"}) {
    EXPECT_THROW(FindFullScans(text), Error) << text;
  }
}

}  // namespace
}  // namespace cdc::pg
