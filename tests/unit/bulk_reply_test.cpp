// The meaning of a bulk reply: replies captured from Elasticsearch 8.19, and hostile ones.
#include <gtest/gtest.h>

#include "cdc/base/error.h"
#include "cdc/es/bulk.h"

namespace cdc::es {
namespace {

const Document kUpsert{"1", "{}"};
const Document kDelete{"1", std::nullopt};

std::string ReplyOf(const std::string& item) { return R"({"errors":true,"took":3,"items":[)" + item + "]}"; }

std::string Failed(int status, const std::string& type, const std::string& reason) {
  return ReplyOf(R"({"index":{"_index":"m-000001","_id":"1","status":)" + std::to_string(status) +
                 R"(,"error":{"type":")" + type + R"(","reason":")" + reason + R"("}}})");
}

Result ReadOne(const std::string& reply, const Document& document = kUpsert) {
  return ReadBulkReply(reply, std::span(&document, 1)).at(0);
}

Kind KindOf(const std::string& reply, std::span<const Document> documents) {
  try {
    ReadBulkReply(reply, documents);
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()).find("secret"), std::string::npos);
    return error.kind();
  }
  ADD_FAILURE() << "was taken: " << reply.substr(0, 200);
  return Kind::kInternal;
}

TEST(BulkReply, CreatedUpdatedAndDeletedAreApplied) {
  EXPECT_EQ(
      ReadOne(
          ReplyOf(
              R"({"index":{"_index":"m","_id":"1","_version":5,"result":"created","_shards":{"total":2,"successful":1,)"
              R"("failed":0},"_seq_no":0,"_primary_term":1,"status":201}})"))
          .outcome,
      Outcome::kApplied);
  EXPECT_EQ(ReadOne(ReplyOf(R"({"index":{"_id":"1","result":"updated","status":200}})")).outcome, Outcome::kApplied);
  EXPECT_EQ(ReadOne(ReplyOf(R"({"delete":{"_id":"1","result":"deleted","status":200}})"), kDelete).outcome,
            Outcome::kApplied);
}

TEST(BulkReply, ADeleteOfWhatIsNotThereIsApplied) {
  EXPECT_EQ(
      ReadOne(ReplyOf(R"({"delete":{"_index":"m","_id":"1","_version":7,"result":"not_found","status":404}})"), kDelete)
          .outcome,
      Outcome::kApplied);
}

TEST(BulkReply, AVersionConflictIsStaleAndTellsTheVersion) {
  const Result result =
      ReadOne(Failed(409, "version_conflict_engine_exception",
                     "[1]: version conflict, current version [5] is higher than the one provided [4]"));
  EXPECT_EQ(result.outcome, Outcome::kStale);
  EXPECT_EQ(result.in_index, 5U);
}

TEST(BulkReply, AnIdThatLooksLikeTheReasonDoesNotFakeTheVersion) {
  const std::string id = "current version [99]";
  const Document document{id, "{}"};
  const std::string reply =
      ReplyOf(R"({"index":{"_id":"current version [99]","status":409,"error":{"type":)"
              R"("version_conflict_engine_exception","reason":"[current version [99]]: version conflict, )"
              R"(current version [5] is higher than the one provided [4]"}}})");
  EXPECT_EQ(ReadOne(reply, document).in_index, 5U);
}

TEST(BulkReply, AVersionConflictOfUnknownWordingIsStaleWithoutVersion) {
  for (const char* reason : {"", "current version [", "current version [x]", "current version [5",
                             "current version [99999999999999999999]"}) {
    const Result result = ReadOne(Failed(409, "version_conflict_engine_exception", reason));
    EXPECT_EQ(result.outcome, Outcome::kStale);
    EXPECT_EQ(result.in_index, std::nullopt) << reason;
  }
}

struct Case {
  int status;
  const char* type;
  Outcome outcome;
};

TEST(BulkReply, EachFaultHasItsOutcome) {
  const Case cases[] = {
      {404, "index_not_found_exception", Outcome::kNoIndex},
      {429, "es_rejected_execution_exception", Outcome::kBusy},
      {429, "rejected_execution_exception", Outcome::kBusy},
      {429, "circuit_breaking_exception", Outcome::kBusy},
      {503, "circuit_breaking_exception", Outcome::kBusy},
      {429, "cluster_block_exception", Outcome::kBusy},
      {403, "cluster_block_exception", Outcome::kBusy},
      {400, "index_closed_exception", Outcome::kBusy},
      {503, "unavailable_shards_exception", Outcome::kBusy},
      {503, "no_shard_available_action_exception", Outcome::kBusy},
      {502, "", Outcome::kBusy},
      {504, "timeout_exception", Outcome::kBusy},
      {500, "null_pointer_exception", Outcome::kBusy},
      {400, "strict_dynamic_mapping_exception", Outcome::kRejected},
      {400, "document_parsing_exception", Outcome::kRejected},
      {400, "mapper_parsing_exception", Outcome::kRejected},
      {400, "illegal_argument_exception", Outcome::kRejected},
      {413, "", Outcome::kRejected},
  };
  for (const Case& c : cases)
    EXPECT_EQ(ReadOne(Failed(c.status, c.type, "x")).outcome, c.outcome) << c.status << ' ' << c.type;
}

TEST(BulkReply, TheReasonNamesTypeAndCause) {
  const Result result = ReadOne(ReplyOf(
      R"({"index":{"_id":"1","status":400,"error":{"type":"document_parsing_exception","reason":"failed to parse field [a]",)"
      R"("caused_by":{"type":"number_format_exception","reason":"For input string: \"x\""}}}})"));
  EXPECT_EQ(result.reason,
            "document_parsing_exception: failed to parse field [a], caused by number_format_exception: For input "
            "string: \"x\"");
}

TEST(BulkReply, AReasonOfMegabytesIsCutBetweenCharacters) {
  std::string reason;
  for (int i = 0; i < 100'000; ++i) reason += "я";
  const Result result = ReadOne(Failed(400, "t", reason));
  EXPECT_LT(result.reason.size(), 2100U);
  EXPECT_TRUE(result.reason.ends_with("я …")) << result.reason.substr(result.reason.size() - 8);
}

TEST(BulkReply, AMissingRightEndsTheAttempt) {
  EXPECT_EQ(KindOf(Failed(403, "security_exception", "secret"), std::span(&kUpsert, 1)), Kind::kRights);
}

TEST(BulkReply, WhatDoesNotBelongToTheRequestIsCorrupt) {
  const std::string one = R"({"index":{"_id":"1","status":200}})";
  const std::string hostile[] = {
      "",
      " ",
      "null",
      "[]",
      "<html>secret</html>",
      "{}",
      R"({"items":null})",
      R"({"items":{}})",
      R"({"items":[]})",
      R"({"items":[null]})",
      R"({"items":[[]]})",
      R"({"items":[{}]})",
      R"({"items":[{"index":null}]})",
      ReplyOf(one + "," + one),
      ReplyOf(R"({"index":{"_id":"secret","status":200}})"),
      ReplyOf(R"({"index":{"_id":1,"status":200}})"),
      ReplyOf(R"({"index":{"status":200}})"),
      ReplyOf(R"({"delete":{"_id":"1","status":200}})"),
      ReplyOf(R"({"create":{"_id":"1","status":200}})"),
      ReplyOf(R"({"index":{"_id":"1"}})"),
      ReplyOf(R"({"index":{"_id":"1","status":"200"}})"),
      ReplyOf(R"({"index":{"_id":"1","status":400}})"),
      ReplyOf(R"({"index":{"_id":"1","status":404,"result":"not_found"}})"),
      ReplyOf(R"({"index":{"_id":"1","status":200,"error":"secret"}})"),
      ReplyOf(R"({"index":{"_id":"1","status":200,"error":null}})"),
      ReplyOf(one).substr(0, 40),
      ReplyOf(one) + "x",
      ReplyOf("{\"index\":{\"_id\":\"1\",\"status\":200,\"x\":\"\xff\"}}"),
      std::string(100'000, '['),
      "{\"items\":" + std::string(5000, '[') + std::string(5000, ']') + "}",
  };
  for (const std::string& reply : hostile) {
    EXPECT_EQ(KindOf(reply, std::span(&kUpsert, 1)), Kind::kCorrupt) << reply.substr(0, 200);
  }
}

TEST(BulkReply, FewerItemsThanDocumentsAndSwappedOnesAreCorrupt) {
  const std::vector<Document> documents = {{"1", "{}"}, {"2", "{}"}};
  const std::string one = R"({"index":{"_id":"1","status":200}})";
  const std::string two = R"({"index":{"_id":"2","status":200}})";
  EXPECT_EQ(KindOf(ReplyOf(one), documents), Kind::kCorrupt);
  EXPECT_EQ(KindOf(ReplyOf(two + "," + one), documents), Kind::kCorrupt);
  EXPECT_EQ(ReadBulkReply(ReplyOf(one + "," + two), documents).size(), 2U);
}

TEST(BulkReply, AnIdWithEscapesIsComparedUnescaped) {
  const Document document{"a\"\n\\я", "{}"};
  EXPECT_EQ(ReadOne(ReplyOf(R"({"index":{"_id":"a\"\n\\\u044f","status":201}})"), document).outcome, Outcome::kApplied);
}

TEST(BulkReply, AHundredThousandItemsAreRead) {
  std::vector<Document> documents;
  std::string items;
  for (int i = 0; i < 100'000; ++i) {
    documents.push_back({std::to_string(i), "{}"});
    if (i > 0) items += ',';
    items += R"({"index":{"_id":")" + std::to_string(i) + R"(","status":201}})";
  }
  EXPECT_EQ(ReadBulkReply(ReplyOf(items), documents).size(), documents.size());
}

}  // namespace
}  // namespace cdc::es
