// The bulk sink against replies that a real server gives rarely.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "cdc/es/bulk_sink.h"
#include "tests/es/elasticsearch.h"
#include "tests/support/fake_http.h"

namespace cdc::es {
namespace {

using test::Answer;
using test::FakeHttp;
using test::FakeReply;
using test::FakeRequest;
using test::HalfAnswer;
using test::KindOf;

EsOptions At(const FakeHttp& server) {
  EsOptions options;
  options.urls = {server.url()};
  return options;
}

std::vector<Document> Documents(int count, std::size_t bytes = 10) {
  std::vector<Document> documents;
  for (int i = 0; i < count; ++i)
    documents.push_back({std::to_string(i), "{\"s\":\"" + std::string(bytes, 'x') + "\"}"});
  return documents;
}

// What Elasticsearch answers when it took everything; upserts only.
std::string AllApplied(const std::string& body) {
  std::string items;
  for (std::size_t at = body.find("_id\":\""); at != std::string::npos; at = body.find("_id\":\"", at + 1)) {
    const std::size_t begin = at + 6;
    items += items.empty() ? "" : ",";
    items += R"({"index":{"_id":")" + body.substr(begin, body.find('"', begin) - begin) + R"(","status":200}})";
  }
  return R"({"errors":false,"items":[)" + items + "]}";
}

std::optional<Kind> KindWith(const FakeReply& reply) {
  FakeHttp server([&](const FakeRequest&) { return reply; });
  BulkSink sink(At(server));
  const auto kind = KindOf([&] { sink.Write("m-000001", 1, Documents(3), {}); });
  EXPECT_EQ(server.Requests().size(), 1U);
  return kind;
}

TEST(SinkReplies, NothingIsSentForNoDocuments) {
  FakeHttp server([](const FakeRequest&) { return Answer(500, ""); });
  BulkSink sink(At(server));
  EXPECT_TRUE(sink.Write("m-000001", 1, {}, {}).empty());
  EXPECT_TRUE(server.Requests().empty());
}

TEST(SinkReplies, ARequestThatIsTooLargeIsHalvedUntilItFits) {
  FakeHttp server([](const FakeRequest& request) {
    return request.body.size() > 2000 ? Answer(413, "") : Answer(200, AllApplied(request.body));
  });
  BulkSink sink(At(server));
  const auto results = sink.Write("m-000001", 1, Documents(100, 100), {});
  ASSERT_EQ(results.size(), 100U);
  for (const Result& result : results) EXPECT_EQ(result.outcome, Outcome::kApplied);
  const std::size_t first = server.Requests().size();
  sink.Write("m-000001", 1, Documents(100, 100), {});
  for (std::size_t i = first; i < server.Requests().size(); ++i) {
    EXPECT_LE(server.Requests()[i].body.size(), 2000U);  // the size is remembered
  }
}

TEST(SinkReplies, RequestsGrowAgainOnceNothingFindsThemTooLarge) {
  std::atomic<std::size_t> limit{2000};
  FakeHttp server([&](const FakeRequest& request) {
    return request.body.size() > limit ? Answer(413, "") : Answer(200, AllApplied(request.body));
  });
  BulkSink sink(At(server), 20'000);
  sink.Write("m-000001", 1, Documents(100, 100), {});
  limit = 1'000'000;
  for (int times = 0; times < 100; ++times) sink.Write("m-000001", 1, Documents(100, 100), {});
  const std::size_t before = server.Requests().size();
  sink.Write("m-000001", 1, Documents(100, 100), {});
  EXPECT_LE(server.Requests().size() - before, 2U);
}

TEST(SinkReplies, ADocumentThatIsTooLargeAloneIsRejectedAndItsNeighboursAreApplied) {
  FakeHttp server([](const FakeRequest& request) {
    return request.body.size() > 2000 ? Answer(413, "") : Answer(200, AllApplied(request.body));
  });
  BulkSink sink(At(server));
  std::vector<Document> documents = Documents(9, 100);
  documents[4].body = "\"" + std::string(5000, 'x') + "\"";
  const auto results = sink.Write("m-000001", 1, documents, {});
  ASSERT_EQ(results.size(), 9U);
  for (std::size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(results[i].outcome, i == 4 ? Outcome::kRejected : Outcome::kApplied) << i;
  }
}

TEST(SinkReplies, RequestsStayBelowTheLimit) {
  FakeHttp server([](const FakeRequest& request) { return Answer(200, AllApplied(request.body)); });
  BulkSink sink(At(server), 5000);
  EXPECT_EQ(sink.Write("m-000001", 1, Documents(100, 300), {}).size(), 100U);
  for (const FakeRequest& request : server.Requests()) EXPECT_LE(request.body.size(), 5000U);
  EXPECT_LT(server.Requests().size(), 20U);
}

TEST(SinkReplies, ABadIdIsRejectedWithoutBeingSent) {
  FakeHttp server([](const FakeRequest& request) { return Answer(200, AllApplied(request.body)); });
  BulkSink sink(At(server));
  std::vector<Document> documents = Documents(5);
  documents[0].id = "";
  documents[2].id = std::string(600, 'x');
  documents[3].id = std::string(600, 'y');
  const auto results = sink.Write("m-000001", 1, documents, {});
  ASSERT_EQ(results.size(), 5U);
  for (std::size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(results[i].outcome, i == 1 || i == 4 ? Outcome::kApplied : Outcome::kRejected) << i;
  }
}

// Busy is said of an index, which is suspended when it stays so; an overloaded server is away for all of them.
TEST(SinkReplies, AnOverloadedServerIsAway) {
  for (const int status : {408, 429, 500, 502, 503, 504}) {
    EXPECT_EQ(KindWith(Answer(status, "<html>")), Kind::kUnavailable) << status;
    EXPECT_EQ(KindWith(Answer(status, R"({"error":{"type":"x_exception","reason":"y"}})")), Kind::kUnavailable)
        << status;
  }
}

TEST(SinkReplies, ABlockOfTheIndexMakesAllBusyAndIsNoMissingRight) {
  FakeHttp server([](const FakeRequest&) {
    return Answer(403, R"({"error":{"type":"cluster_block_exception","reason":"blocked"},"status":403})");
  });
  BulkSink sink(At(server));
  EXPECT_EQ(sink.Write("m-000001", 1, Documents(1), {}).at(0).outcome, Outcome::kBusy);
}

// To suspend every index because a password was changed would cost a rebuild of each.
TEST(SinkReplies, AServerThatRefusesTheUserIsAway) {
  const std::string body = R"({"error":{"type":"security_exception","reason":"who are you"},"status":401})";
  EXPECT_EQ(KindWith(Answer(401, body)), Kind::kUnavailable);
  EXPECT_EQ(KindWith(Answer(403, body)), Kind::kUnavailable);
  EXPECT_EQ(KindWith(Answer(401, "<html>")), Kind::kUnavailable);
}

TEST(SinkReplies, ARequestRefusedAsAWholeIsTheIndexsFault) {
  EXPECT_EQ(KindWith(Answer(400, R"({"error":{"type":"illegal_argument_exception","reason":"x"},"status":400})")),
            Kind::kConfig);
}

TEST(SinkReplies, ALostReplyIsUnavailableAndNothingIsAssumed) {
  const std::string good = AllApplied(R"("_id":"0" "_id":"1" "_id":"2")");
  EXPECT_EQ(KindWith(HalfAnswer(200, good)), Kind::kUnavailable);
  EXPECT_EQ(KindWith(Answer(200, good.substr(0, good.size() / 2))), Kind::kUnavailable);
  EXPECT_EQ(KindWith(Answer(200, "<html>login</html>")), Kind::kUnavailable);
  EXPECT_EQ(KindWith(Answer(200, "")), Kind::kUnavailable);
  EXPECT_EQ(KindWith(Answer(200, AllApplied(R"("_id":"0" "_id":"2" "_id":"1")"))), Kind::kUnavailable);
  EXPECT_EQ(KindWith(Answer(302, "")), Kind::kUnavailable);
  EXPECT_EQ(KindWith(Answer(404, "default backend")), Kind::kUnavailable);
  EXPECT_EQ(KindWith({"", true, false}), Kind::kUnavailable);
}

TEST(SinkReplies, HalfOfTheReplyThenAStopEndsTheWrite) {
  FakeHttp server([](const FakeRequest& request) {
    FakeReply reply = HalfAnswer(200, AllApplied(request.body));
    return FakeReply{reply.bytes, false, true};
  });
  BulkSink sink(At(server));
  std::stop_source stop;
  const auto begin = std::chrono::steady_clock::now();
  const std::jthread stopper([&] {
    while (server.Requests().empty()) std::this_thread::yield();
    stop.request_stop();
  });
  EXPECT_EQ(KindOf([&] { sink.Write("m-000001", 1, Documents(100), stop.get_token()); }), Kind::kUnavailable);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(1));
}

TEST(SinkReplies, ANameThatIsNoIndexIsRefused) {
  FakeHttp server([](const FakeRequest&) { return Answer(200, ""); });
  BulkSink sink(At(server));
  for (const char* name : {"", "_all", "*", "a,b", "../x", "A", "-x"}) {
    EXPECT_EQ(KindOf([&] { sink.Write(name, 1, Documents(1), {}); }), Kind::kConfig) << name;
  }
  EXPECT_TRUE(server.Requests().empty());
}

}  // namespace
}  // namespace cdc::es
