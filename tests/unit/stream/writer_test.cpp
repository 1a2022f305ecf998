#include "cdc/stream/writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "tests/support/wait.h"
#include "tests/unit/stream/fakes.h"

namespace cdc::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::SizeIs;

class WriterTest : public testing::Test {
 protected:
  bool Write(const stream::Ids& ids, Version version = 500, std::stop_token stop = {}) {
    stream::Writer writer(bench_.tools(), bench_.shared(), limits_);
    return writer.WriteAll(*bench_.target, ids, [version] { return version; }, stop);
  }
  const Document& Last() { return bench_.sink.sent.back().documents.back(); }

  WriterBench bench_;
  stream::WriterLimits limits_{.documents = 2, .bytes = 1000, .stale = 10s, .busy = 5min, .backoff = {}};
};

TEST_F(WriterTest, ADocumentWithARowIsAnUpsertAndOneWithoutIsADelete) {
  bench_.renderer.rows = {{"a", "{1}"}};
  EXPECT_TRUE(Write({"a", "b"}));
  ASSERT_THAT(bench_.sink.sent, SizeIs(1));
  EXPECT_EQ(bench_.sink.sent[0].generation, "films-000001");
  EXPECT_EQ(bench_.sink.sent[0].version, 500U);
  EXPECT_EQ(bench_.sink.sent[0].documents[0].body, "{1}");
  EXPECT_EQ(bench_.sink.sent[0].documents[1].body, std::nullopt);
  EXPECT_EQ(bench_.counts.applied, 2U);
}

TEST_F(WriterTest, RequestsAreCutByCountAndByBytes) {
  bench_.renderer.rows = {{"a", "{}"}, {"b", "{}"}, {"c", "{}"}, {"d", std::string(2000, 'x')}, {"e", "{}"}};
  EXPECT_TRUE(Write({"a", "b", "c", "d", "e"}));
  std::vector<std::size_t> sizes;
  for (const auto& sent : bench_.sink.sent) sizes.push_back(sent.documents.size());
  EXPECT_THAT(sizes, ElementsAre(2, 2, 1));
  EXPECT_THAT(bench_.renderer.rendered, SizeIs(1));
}

TEST_F(WriterTest, BytesOfALostRequestAreNotSentAgainButRenderedAnew) {
  bench_.renderer.rows = {{"a", "{old}"}};
  bench_.sink.answer = [&](const Document&, Version) -> Result {
    if (bench_.sink.sent.size() > 1) return {Outcome::kApplied, "", {}};
    bench_.renderer.rows["a"] = "{new}";
    throw Away();
  };
  EXPECT_TRUE(Write({"a"}));
  ASSERT_THAT(bench_.sink.sent, SizeIs(2));
  EXPECT_EQ(Last().body, "{new}");
  EXPECT_EQ(bench_.sink.sent[1].version, 500U) << "a retry of the stream keeps its version";
}

TEST_F(WriterTest, BusyDocumentsAloneAreRenderedAndSentAgain) {
  bench_.renderer.rows = {{"a", "{}"}, {"b", "{}"}};
  bench_.sink.answer = [&](const Document& document, Version) -> Result {
    const bool first = bench_.sink.sent.size() == 1;
    return {first && document.id == "b" ? Outcome::kBusy : Outcome::kApplied, "", {}};
  };
  EXPECT_TRUE(Write({"a", "b"}));
  EXPECT_THAT(bench_.renderer.rendered, ElementsAre(ElementsAre("a", "b"), ElementsAre("b")));
  EXPECT_EQ(bench_.counts.retried, 1U);
}

TEST_F(WriterTest, BytesThatGrewOldAreRenderedAnewInsteadOfSent) {
  bench_.renderer.rows = {{"a", "{old}"}, {"b", "{old}"}};
  bench_.renderer.on_render = [&](const stream::Ids&) {
    if (bench_.renderer.rendered.size() > 1) return;
    bench_.clock.Pass(11s);
    bench_.renderer.rows = {};
  };
  EXPECT_TRUE(Write({"a", "b"}));
  ASSERT_THAT(bench_.sink.sent, SizeIs(2)) << "in halves, which render faster";
  for (const auto& sent : bench_.sink.sent) EXPECT_EQ(sent.documents[0].body, std::nullopt);
}

TEST_F(WriterTest, NothingIsWrittenWhilePausedAndWhatWasRenderedBeforeIsRenderedAnew) {
  bench_.renderer.rows = {{"a", "{old}"}};
  bench_.renderer.on_render = [&](const stream::Ids&) {
    if (bench_.renderer.rendered.size() == 1) bench_.valve.Close();
  };
  std::jthread writer([&] { EXPECT_TRUE(Write({"a"})); });
  ASSERT_TRUE(WaitUntil([&] { return bench_.valve.closed(); }, 10s));
  ASSERT_TRUE(bench_.valve.WaitQuiet(10s));
  EXPECT_THAT(bench_.sink.sent, SizeIs(0));
  bench_.renderer.rows["a"] = "{new}";
  bench_.valve.Open();
  writer.join();
  ASSERT_THAT(bench_.sink.sent, SizeIs(1));
  EXPECT_EQ(Last().body, "{new}");
}

TEST_F(WriterTest, AStopEndsAPausedWriter) {
  bench_.valve.Close();
  std::stop_source stop;
  std::jthread stopper([&] { stop.request_stop(); });
  EXPECT_FALSE(Write({"a"}, 500, stop.get_token()));
  EXPECT_THAT(bench_.sink.sent, SizeIs(0));
}

TEST_F(WriterTest, APageThatTakesLongerThanAStatementMayIsRenderedInParts) {
  bench_.renderer.rows = {{"a", "{}"}, {"b", "{}"}, {"c", "{}"}};
  bench_.renderer.on_render = [](const stream::Ids& ids) {
    if (ids.size() > 1) throw Error(Kind::kTimeout, "statement timeout");
  };
  EXPECT_TRUE(Write({"a", "b", "c"}));
  EXPECT_EQ(bench_.counts.applied, 3U);
}

TEST_F(WriterTest, ADocumentAloneThatNeverRendersInTimeIsKeptAsALetterAfterAWhile) {
  bench_.renderer.on_render = [](const stream::Ids&) { throw Error(Kind::kTimeout, "statement timeout"); };
  const TimePoint began = bench_.clock.Now();
  EXPECT_TRUE(Write({"a"}));
  EXPECT_GT(bench_.clock.Now() - began, 5min);
  EXPECT_TRUE(bench_.store.letters["films-000001"].contains("a"));
  EXPECT_THAT(bench_.events.suspended, SizeIs(0));
}

TEST_F(WriterTest, ARefusedDocumentIsNoTroubleOfTheIndex) {
  bench_.renderer.rows = {{"a", "{bad}"}};
  bench_.sink.answer = [&](const Document&, Version) -> Result {
    EXPECT_EQ(bench_.troubles.Now(), "");
    return {Outcome::kRejected, "mapping", {}};
  };
  EXPECT_TRUE(Write({"a"}));
  EXPECT_EQ(bench_.troubles.Now(), "");
}

TEST_F(WriterTest, AnIndexThatIsSuspendedIsNoTroubleAnyMore) {
  bench_.renderer.rows = {{"a", "{}"}};
  bench_.sink.answer = [](const Document&, Version) -> Result { return {Outcome::kBusy, "", {}}; };
  EXPECT_TRUE(Write({"a"}));
  EXPECT_TRUE(bench_.target->suspended);
  EXPECT_EQ(bench_.troubles.Now(), "");
}

TEST_F(WriterTest, ASingleDocumentIsSentHoweverLongItsRenderingTook) {
  bench_.renderer.rows = {{"a", "{}"}};
  bench_.renderer.on_render = [&](const stream::Ids&) { bench_.clock.Pass(11s); };
  EXPECT_TRUE(Write({"a"}));
  EXPECT_THAT(bench_.sink.sent, SizeIs(1));
}

TEST_F(WriterTest, AnIndexThatStaysBusyIsSuspended) {
  bench_.renderer.rows = {{"a", "{}"}};
  bench_.sink.answer = [](const Document&, Version) -> Result { return {Outcome::kBusy, "", {}}; };
  EXPECT_TRUE(Write({"a"}));
  EXPECT_THAT(bench_.events.suspended, SizeIs(1));
  EXPECT_TRUE(bench_.target->suspended);
}

TEST_F(WriterTest, NothingIsWrittenForASuspendedIndex) {
  bench_.target->suspended = true;
  EXPECT_TRUE(Write({"a"}));
  EXPECT_THAT(bench_.renderer.rendered, SizeIs(0));
}

TEST_F(WriterTest, AMissingIndexIsSuspended) {
  bench_.sink.answer = [](const Document&, Version) -> Result { return {Outcome::kNoIndex, "", {}}; };
  EXPECT_TRUE(Write({"a"}));
  EXPECT_THAT(bench_.events.suspended, SizeIs(1));
}

TEST_F(WriterTest, AStaleWriteIsDoneWhereWeCanHaveSentTheNewerVersion) {
  bench_.sink.answer = [](const Document&, Version) -> Result { return {Outcome::kStale, "", 1000}; };
  EXPECT_TRUE(Write({"a"}));
  EXPECT_EQ(bench_.counts.stale, 1U);
  EXPECT_THAT(bench_.events.suspended, SizeIs(0));
}

TEST_F(WriterTest, AVersionThatWeNeverSentSuspendsTheIndex) {
  bench_.sink.answer = [](const Document&, Version) -> Result { return {Outcome::kStale, "", 1001}; };
  EXPECT_TRUE(Write({"a"}));
  EXPECT_THAT(bench_.events.suspended, SizeIs(1));
}

TEST_F(WriterTest, SentIsKeptAheadOfAVersionThatPassesIt) {
  EXPECT_TRUE(Write({"a"}, 2000));
  EXPECT_GE(bench_.store.record.sent, Lsn{2000});
}

TEST_F(WriterTest, ARefusedDocumentBecomesADeadLetterAndTheOthersGoOn) {
  bench_.renderer.rows = {{"a", "{bad}"}, {"b", "{}"}};
  bench_.sink.answer = [](const Document& document, Version) -> Result {
    return {document.id == "a" ? Outcome::kRejected : Outcome::kApplied, "mapping", {}};
  };
  EXPECT_TRUE(Write({"a", "b"}));
  const auto& letters = bench_.store.letters["films-000001"];
  ASSERT_TRUE(letters.contains("a"));
  EXPECT_EQ(letters.at("a").reason, "mapping");
  EXPECT_EQ(letters.at("a").version, 500U);
  EXPECT_EQ(bench_.counts.rejected, 1U);
}

TEST_F(WriterTest, ARefusedDocumentThatIndexHasNewerIsNoDeadLetter) {
  bench_.renderer.rows = {{"a", "{bad}"}};
  bench_.indices.versions["a"] = 501;
  bench_.sink.answer = [](const Document&, Version) -> Result { return {Outcome::kRejected, "mapping", {}}; };
  EXPECT_TRUE(Write({"a"}));
  EXPECT_TRUE(bench_.store.letters["films-000001"].empty());
}

// Another writer deletes the document while this one is about to keep its letter: a tombstone has no version to be
// asked for.
TEST_F(WriterTest, ALetterDoesNotOutliveTheDocumentThatWentWhileItWasKept) {
  bench_.renderer.rows = {{"a", "{bad}"}};
  bench_.sink.answer = [](const Document& document, Version) -> Result {
    return {document.body ? Outcome::kRejected : Outcome::kApplied, "mapping", {}};
  };
  bench_.store.on_call = [&](const std::string& call) {
    if (call == "letter a") bench_.renderer.rows = {};
  };
  EXPECT_TRUE(Write({"a"}));
  EXPECT_TRUE(bench_.store.letters["films-000001"].empty());
}

TEST_F(WriterTest, ALetterIsGoneOnceTheDocumentIsWritten) {
  bench_.renderer.rows = {{"a", "{bad}"}};
  bool refuses = true;
  bench_.sink.answer = [&](const Document&, Version) -> Result {
    return {refuses ? Outcome::kRejected : Outcome::kApplied, "mapping", {}};
  };
  EXPECT_TRUE(Write({"a"}));
  EXPECT_EQ(bench_.letters.Count("films-000001"), 1U);
  refuses = false;
  EXPECT_TRUE(Write({"a"}, 600));
  EXPECT_EQ(bench_.letters.Count("films-000001"), 0U);
  EXPECT_TRUE(bench_.store.letters["films-000001"].empty());
}

TEST_F(WriterTest, ARowThatMakesTheSqlFailIsFoundByHalving) {
  bench_.renderer.rows = {{"a", "{}"}, {"b", "{}"}, {"c", "{}"}, {"d", "{}"}, {"e", "{}"}};
  bench_.renderer.on_render = [](const stream::Ids& ids) {
    if (std::find(ids.begin(), ids.end(), "d") != ids.end()) throw Error(Kind::kRow, "division by zero");
  };
  EXPECT_TRUE(Write({"a", "b", "c", "d", "e"}));
  EXPECT_EQ(bench_.counts.applied, 4U);
  EXPECT_EQ(bench_.store.letters["films-000001"].size(), 1U);
  EXPECT_TRUE(bench_.store.letters["films-000001"].contains("d"));
}

TEST_F(WriterTest, AStopEndsTheRetries) {
  std::stop_source stop;
  bench_.sink.answer = [&](const Document&, Version) -> Result {
    stop.request_stop();
    throw Away();
  };
  EXPECT_FALSE(Write({"a"}, 500, stop.get_token()));
}

TEST_F(WriterTest, AFencedStoreEndsItAll) {
  bench_.store.failures = 1;
  bench_.store.fail = Kind::kFenced;
  EXPECT_THROW(Write({"a"}, 2000), Error);
}

// ---- when it was written

TEST_F(WriterTest, TheTimeOfAWriteIsKnownOnceItIsAnswered) {
  bench_.renderer.rows = {{"a", "{}"}};
  bench_.sink.answer = [&](const Document&, Version version) -> Result {
    EXPECT_EQ(std::get<stream::WriteTimes::Unknown>(bench_.meters.times.Find("films-000001", version)),
              stream::WriteTimes::Unknown::kUnderWay);
    return {Outcome::kApplied, "", {}};
  };
  stream::Writer writer(bench_.tools(), bench_.shared(), limits_);
  const stream::CommitTimes commits{.oldest = 7, .newest = 9};
  ASSERT_TRUE(writer.WriteAll(*bench_.target, {"a"}, [&] { return stream::Stamp(500, commits); }, {}));
  const auto known = std::get<stream::WriteTimes::Known>(bench_.meters.times.Find("films-000001", 500));
  EXPECT_LE(known.written.sent, known.written.answered);
  EXPECT_EQ(known.commits.oldest, 7);
  EXPECT_EQ(known.commits.newest, 9);
}

TEST_F(WriterTest, TheTimeOfAWriteWhoseAnswerWasLostReachesFromItToTheRetrysAnswer) {
  bench_.renderer.rows = {{"a", "{}"}};
  const auto now = [] {
    const auto time = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(time).count();
  };
  std::int64_t lost = 0, answered = 0;
  bench_.sink.answer = [&](const Document&, Version) -> Result {
    (bench_.sink.sent.size() > 1 ? answered : lost) = now();
    if (answered == 0) throw Away();
    return {Outcome::kApplied, "", {}};
  };
  ASSERT_TRUE(Write({"a"}));
  const auto known = std::get<stream::WriteTimes::Known>(bench_.meters.times.Find("films-000001", 500));
  EXPECT_LE(known.written.sent, lost) << "it may have been written by the lost one";
  EXPECT_GE(known.written.answered, answered);
}

TEST_F(WriterTest, TheTimeOfAWriteThatWasGivenUpWithoutAnAnswerIsNotKnown) {
  bench_.renderer.rows = {{"a", "{}"}};
  std::stop_source stop;
  bench_.sink.answer = [&](const Document&, Version) -> Result {
    stop.request_stop();
    throw Away();
  };
  EXPECT_FALSE(Write({"a"}, 500, stop.get_token()));
  EXPECT_EQ(std::get<stream::WriteTimes::Unknown>(bench_.meters.times.Find("films-000001", 500)),
            stream::WriteTimes::Unknown::kUnderWay);
}

TEST_F(WriterTest, WhatTheIndexHoldsNewerWasNotWrittenByThisVersion) {
  bench_.renderer.rows = {{"a", "{}"}};
  bench_.sink.answer = [&](const Document&, Version) -> Result { return {Outcome::kStale, "", 600}; };
  EXPECT_TRUE(Write({"a"}));
  EXPECT_EQ(std::get<stream::WriteTimes::Unknown>(bench_.meters.times.Find("films-000001", 500)),
            stream::WriteTimes::Unknown::kNever);
}

}  // namespace
}  // namespace cdc::test
