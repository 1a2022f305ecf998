// What becomes of documents in a real Elasticsearch.
#include "cdc/es/bulk_sink.h"

#include <gtest/gtest.h>

#include "tests/es/elasticsearch.h"

namespace cdc::es {
namespace {

using test::Ask;
using test::TestEs;
using test::TestIndex;

class Sink : public testing::Test {
 protected:
  Result WriteOne(Version version, const Document& document) {
    return sink_.Write(generation_, version, std::span(&document, 1), {}).at(0);
  }
  std::optional<std::string> Get(const std::string& id) { return index_.indices.Get(generation_, id); }
  std::optional<Version> VersionOf(const std::string& id) {
    return index_.indices.Versions(generation_, std::span(&id, 1)).at(0);
  }
  void Set(const std::string& settings) {
    EXPECT_EQ(Ask("PUT", "/" + generation_ + "/_settings", settings).status, 200);
  }

  bool OnOpenSearch() { return index_.indices.Server().starts_with("OpenSearch"); }

  TestIndex index_;
  std::string generation_ = index_.Create(1);
  BulkSink sink_{TestEs()};
};

TEST_F(Sink, ALateWriteLosesAndTellsTheVersionInTheIndex) {
  EXPECT_EQ(WriteOne(10, {"1", R"({"n":10})"}).outcome, Outcome::kApplied);
  const Result late = WriteOne(9, {"1", R"({"n":9})"});
  EXPECT_EQ(late.outcome, Outcome::kStale);
  EXPECT_EQ(late.in_index, 10U);
  EXPECT_EQ(Get("1"), R"({"n":10})");
  EXPECT_EQ(VersionOf("1"), 10U);
}

TEST_F(Sink, AnEqualVersionWins) {
  EXPECT_EQ(WriteOne(10, {"1", R"({"n":1})"}).outcome, Outcome::kApplied);
  EXPECT_EQ(WriteOne(10, {"1", R"({"n":2})"}).outcome, Outcome::kApplied);
  EXPECT_EQ(Get("1"), R"({"n":2})");
}

TEST_F(Sink, ADeleteIsRememberedWithItsVersion) {
  EXPECT_EQ(WriteOne(10, {"1", R"({"n":1})"}).outcome, Outcome::kApplied);
  EXPECT_EQ(WriteOne(20, {"1", std::nullopt}).outcome, Outcome::kApplied);
  const Result late = WriteOne(15, {"1", R"({"n":1})"});
  EXPECT_EQ(late.outcome, Outcome::kStale);
  EXPECT_EQ(late.in_index, 20U);
  EXPECT_EQ(Get("1"), std::nullopt);
  EXPECT_EQ(WriteOne(20, {"1", std::nullopt}).outcome, Outcome::kApplied);
  EXPECT_EQ(WriteOne(21, {"1", R"({"n":2})"}).outcome, Outcome::kApplied);
  EXPECT_EQ(WriteOne(5, {"1", std::nullopt}).outcome, Outcome::kStale);
}

TEST_F(Sink, ADeleteOfWhatWasNeverThereIsRememberedToo) {
  EXPECT_EQ(WriteOne(20, {"1", std::nullopt}).outcome, Outcome::kApplied);
  EXPECT_EQ(WriteOne(10, {"1", R"({"n":1})"}).outcome, Outcome::kStale);
}

TEST_F(Sink, WhatTheMappingRefusesIsRejectedAndTheOthersAreApplied) {
  const std::vector<Document> documents = {
      {"1", R"({"n":1})"}, {"2", R"({"unknown":1})"}, {"3", R"({"n":"word"})"}, {"4", R"({"n":)"},
      {"5", "null"},       {"6", R"({"n":6})"}};
  const auto results = sink_.Write(generation_, 5, documents, {});
  ASSERT_EQ(results.size(), documents.size());
  for (std::size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(results[i].outcome, i == 0 || i == 5 ? Outcome::kApplied : Outcome::kRejected) << i << results[i].reason;
  }
  EXPECT_NE(results[1].reason.find("unknown"), std::string::npos) << results[1].reason;
}

TEST_F(Sink, ADroppedIndexIsReportedAndNotMadeAnew) {
  if (OnOpenSearch()) GTEST_SKIP() << "OpenSearch has no allow_auto_create";
  index_.indices.Drop(generation_);
  const std::vector<Document> documents = {{"1", R"({"n":1})"}, {"2", std::nullopt}};
  for (const Result& result : sink_.Write(generation_, 5, documents, {})) EXPECT_EQ(result.outcome, Outcome::kNoIndex);
  for (const Result& result : sink_.Write(index_.name(), 5, documents, {}))
    EXPECT_EQ(result.outcome, Outcome::kNoIndex);
  EXPECT_TRUE(index_.indices.List(index_.name()).empty());
}

TEST_F(Sink, OnOpenSearchADroppedIndexComesBackEmptyAndTakesNoWrite) {
  if (!OnOpenSearch()) GTEST_SKIP() << "the template forbids it";
  index_.indices.Drop(generation_);
  EXPECT_EQ(WriteOne(5, {"1", R"({"n":1})"}).outcome, Outcome::kBusy);
  EXPECT_EQ(WriteOne(5, {"1", std::nullopt}).outcome, Outcome::kBusy);
  EXPECT_EQ(index_.indices.Count(generation_), 0U);
  EXPECT_FALSE(index_.indices.List(index_.name()).at(0).meta);
}

TEST_F(Sink, AnIndexThatMayNotBeWrittenIsBusy) {
  for (const char* block : {"write", "read_only_allow_delete", "read_only"}) {
    Set(R"({"index.blocks.)" + std::string(block) + R"(":true})");
    EXPECT_EQ(WriteOne(5, {"1", R"({"n":1})"}).outcome, Outcome::kBusy) << block;
    EXPECT_EQ(WriteOne(5, {"1", std::nullopt}).outcome, Outcome::kBusy) << block;
    Set(R"({"index.blocks.)" + std::string(block) + R"(":null})");
  }
  EXPECT_EQ(WriteOne(5, {"1", R"({"n":1})"}).outcome, Outcome::kApplied);
}

TEST_F(Sink, AClosedIndexIsBusy) {
  EXPECT_EQ(Ask("POST", "/" + generation_ + "/_close").status, 200);
  EXPECT_EQ(WriteOne(5, {"1", R"({"n":1})"}).outcome, Outcome::kBusy);
  EXPECT_EQ(Ask("POST", "/" + generation_ + "/_open").status, 200);
}

TEST_F(Sink, TheDocumentIsStoredAsItWasWritten) {
  const std::string body = R"({ "n" :  1, "s": "a\"\\\u0416ж" })";
  EXPECT_EQ(WriteOne(5, {"1", body}).outcome, Outcome::kApplied);
  EXPECT_EQ(Get("1"), body);
  EXPECT_EQ(WriteOne(5, {"2", "{\n\"n\":\r\n1}"}).outcome, Outcome::kApplied);
  EXPECT_EQ(Get("2"), "{ \"n\":  1}");
}

TEST_F(Sink, IdsOfEverySortComeThrough) {
  const std::vector<std::string> ids = {
      "a/b",   "..",   ".",     "a b",      "%2F", "a\"b\\c", "a\nb", "\x01",
      "фильм", "a?b#", "a+b&c", "_version", "*",   ",",       "😀",   std::string(512, 'x')};
  std::vector<Document> documents;
  for (const std::string& id : ids) documents.push_back({id, R"({"n":)" + std::to_string(documents.size()) + "}"});
  for (const Result& result : sink_.Write(generation_, 77, documents, {})) {
    EXPECT_EQ(result.outcome, Outcome::kApplied) << result.reason;
  }
  const auto versions = index_.indices.Versions(generation_, ids);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    EXPECT_EQ(versions[i], 77U) << ids[i];
    EXPECT_EQ(Get(ids[i]), documents[i].body) << ids[i];
  }
}

TEST_F(Sink, ABatchLargerThanARequestIsSplit) {
  BulkSink sink(TestEs(), 10'000);
  std::vector<Document> documents;
  for (int i = 0; i < 1000; ++i) documents.push_back({std::to_string(i), R"({"n":1})"});
  for (const Result& result : sink.Write(generation_, 5, documents, {})) EXPECT_EQ(result.outcome, Outcome::kApplied);
  index_.indices.Refresh(generation_);
  EXPECT_EQ(index_.indices.Count(generation_), 1000U);
}

TEST_F(Sink, PackedRequestsAreUnderstood) {
  EsOptions options = TestEs();
  options.compress = true;
  BulkSink sink(options);
  std::vector<Document> documents;
  for (int i = 0; i < 1000; ++i) documents.push_back({std::to_string(i), R"({"n":1})"});
  for (const Result& result : sink.Write(generation_, 5, documents, {})) EXPECT_EQ(result.outcome, Outcome::kApplied);
}

TEST_F(Sink, ADocumentLargerThanTheServerTakesIsRejected) {
  const std::vector<Document> documents = {
      {"1", R"({"n":1})"}, {"2", R"({"s":")" + std::string(105 << 20, 'x') + "\"}"}, {"3", R"({"n":3})"}};
  const auto results = sink_.Write(generation_, 5, documents, {});
  EXPECT_EQ(results.at(0).outcome, Outcome::kApplied);
  EXPECT_EQ(results.at(1).outcome, Outcome::kRejected) << results[1].reason;
  EXPECT_EQ(results.at(2).outcome, Outcome::kApplied);
}

}  // namespace
}  // namespace cdc::es
