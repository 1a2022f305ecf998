// Full scans in EXPLAIN's output.
#include "cdc/pg/plan_report.h"

#include <gtest/gtest.h>

namespace cdc::pg {
namespace {

std::string Explained(const std::string& node) { return R"([{"Plan": )" + node + "}]"; }

TEST(PlanReport, ASequentialScanNamesTheColumnOfItsFilter) {
  auto scans = FindFullScans(Explained(R"({"Node Type": "Seq Scan", "Relation Name": "link", "Schema": "content", "Alias": "l",
                                           "Filter": "((1 = 1) AND (l.person_id = ANY ($1)))"})"));
  ASSERT_EQ(scans.size(), 1U);
EXPECT_EQ(scans[0].column, "person_id");
EXPECT_EQ(scans[0].remedy, R"(CREATE INDEX CONCURRENTLY ON "content"."link" ("person_id");)");
}

TEST(PlanReport, TheColumnMayStandInTheJoinAbove) {
  auto scans = FindFullScans(Explained(R"({"Node Type": "Nested Loop", "Join Filter": "(v.x = \"L 1\".\"a\"\"b\")", "Plans": [
      {"Node Type": "Function Scan", "Alias": "v"},
      {"Node Type": "Seq Scan", "Relation Name": "t", "Schema": "public", "Alias": "L 1"}]})"));
  ASSERT_EQ(scans.size(), 1U);
EXPECT_EQ(scans[0].column, "a\"b");
}

TEST(PlanReport, AnIndexConditionIsNoFullScanAnIndexWithoutOneIs) {
  EXPECT_TRUE(FindFullScans(Explained(R"({"Node Type": "Index Scan", "Relation Name": "t", "Schema": "s", "Alias": "t",
                                          "Index Cond": "(t.id = $1)"})")).empty());
  EXPECT_EQ(FindFullScans(Explained(R"({"Node Type": "Index Only Scan", "Relation Name": "t", "Schema": "s", "Alias": "t"})")).size(), 1U);
  EXPECT_TRUE(FindFullScans(Explained(R"({"Node Type": "Bitmap Heap Scan", "Relation Name": "t", "Schema": "s", "Alias": "t",
      "Plans": [{"Node Type": "Bitmap Index Scan", "Index Cond": "(t.id = 1)"
  }]
  })")).empty());
  }

TEST(PlanReport, ATableReadTwiceTheSameWayIsToldOnce) {
  const std::string scan = R"({"Node Type": "Seq Scan", "Relation Name": "t", "Schema": "s", "Alias": "t", "Filter": "(t.a = 1)"})";
  EXPECT_EQ(FindFullScans(Explained(R"({"Node Type": "Append", "Plans": [)" + scan + "," + scan + "]}")).size(), 1U);
}

TEST(PlanReport, WhatIsNoPlanIsCorrupt) {
  for (const char* text : {"", "{}", "[]", "[1]", "[{}]", R"([{"Plan": 1}])", "[{\"Plan\""}) {
    EXPECT_THROW(FindFullScans(text), Error) << text;
  }
}

}  // namespace
}  // namespace cdc::pg
