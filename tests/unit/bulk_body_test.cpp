// The body of a bulk request, byte by byte.
#include <gtest/gtest.h>

#include "cdc/es/bulk.h"

namespace cdc::es {
namespace {

TEST(BulkBody, AnUpsertIsTwoLinesAndADeleteOne) {
  const std::vector<Document> documents = {{"1", R"({"a": 1})"}, {"2", std::nullopt}};
  EXPECT_EQ(BulkBody(documents, 42),
            "{\"index\":{\"_id\":\"1\",\"version\":42,\"version_type\":\"external_gte\"}}\n"
            "{\"a\": 1}\n"
            "{\"delete\":{\"_id\":\"2\",\"version\":42,\"version_type\":\"external_gte\"}}\n");
}

TEST(BulkBody, LineEndsBetweenTokensBecomeBlanksAndNothingElseChanges) {
  const std::vector<Document> documents = {{"1", "{\"a\":\r\n [1,\n 2.50], \"b\": \"x\\ny  \xd1\x8f\"}"}};
  EXPECT_EQ(BulkBody(documents, 1),
            "{\"index\":{\"_id\":\"1\",\"version\":1,\"version_type\":\"external_gte\"}}\n"
            "{\"a\":   [1,  2.50], \"b\": \"x\\ny  \xd1\x8f\"}\n");
}

TEST(BulkBody, AnIdCannotBreakOutOfItsLine) {
  const std::vector<Document> documents = {{"a\"},\\\n\x01\tя", std::nullopt}};
  EXPECT_EQ(
      BulkBody(documents, 7),
      "{\"delete\":{\"_id\":\"a\\\"},\\\\\\u000a\\u0001\\u0009я\",\"version\":7,\"version_type\":\"external_gte\"}}\n");
}

TEST(BulkBody, TheLargestLsnIsWrittenInFull) {
  const std::vector<Document> documents = {{"1", std::nullopt}};
  EXPECT_NE(BulkBody(documents, 9223372036854775807ULL).find("\"version\":9223372036854775807,"), std::string::npos);
}

TEST(BulkBody, TheEstimateIsNeverTooSmall) {
  const std::vector<Document> documents = {{std::string(512, '\x01'), "{}"}, {"x", std::nullopt}, {"я", R"({"a":1})"}};
  for (const Document& document : documents) {
    std::string body;
    AppendOperation(body, document, ~0ULL >> 1);
    EXPECT_LE(body.size(), OperationBytes(document));
  }
}

TEST(BulkBody, WhatWouldSpoilTheWholeRequestIsNamed) {
  const std::vector<Document> bad = {{"", "{}"}, {std::string(513, 'x'), "{}"}, {"\xff\xfe", "{}"}, {"1", ""}};
  for (const Document& document : bad) EXPECT_TRUE(WhyUnsendable(document));
  EXPECT_FALSE(WhyUnsendable({std::string(512, 'x'), "{}"}));
  EXPECT_FALSE(WhyUnsendable({"я", std::nullopt}));
}

}  // namespace
}  // namespace cdc::es
