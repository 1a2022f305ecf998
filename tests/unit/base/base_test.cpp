// cdc/base and cdc/model: units, waiting times, the queue, the log, positions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <thread>

#include "cdc/base/backoff.h"
#include "cdc/base/log.h"
#include "cdc/base/queue.h"
#include "cdc/base/suggest.h"
#include "cdc/base/units.h"
#include "cdc/model/change.h"
#include "cdc/model/lsn.h"

namespace cdc::test {
namespace {

using namespace std::chrono_literals;

// ---- units

TEST(Units, BytesAreReadAsPeopleWriteThem) {
  EXPECT_EQ(ParseBytes("4096"), 4096U);
  EXPECT_EQ(ParseBytes("8MiB"), 8U << 20);
  EXPECT_EQ(ParseBytes("512 KiB"), 512U << 10);
  EXPECT_EQ(ParseBytes("1GiB"), 1U << 30);
  EXPECT_EQ(ParseBytes("10MB"), 10'000'000U);
  EXPECT_EQ(ParseBytes("0"), 0U);
  EXPECT_EQ(ParseBytes("18446744073709551615"), UINT64_MAX);
}

TEST(Units, WhatIsNoSizeIsRefused) {
  for (const char* text :
       {"", "MiB", "-1", "1.5MiB", "1mib", "1 TiB", "1MiB ", " 1", "0x10", "18446744073709551616", "17179869184GiB"}) {
    EXPECT_EQ(ParseBytes(text), std::nullopt) << text;
  }
}

TEST(Units, DurationsAreReadAsPeopleWriteThem) {
  EXPECT_EQ(ParseDuration("5ms"), 5ms);
  EXPECT_EQ(ParseDuration("10s"), 10s);
  EXPECT_EQ(ParseDuration("5min"), 5min);
  EXPECT_EQ(ParseDuration("1h"), 1h);
  EXPECT_EQ(ParseDuration("250us"), 250us);
}

TEST(Units, WhatIsNoDurationIsRefused) {
  for (const char* text : {"", "5", "ms", "-5ms", "1.5s", "5 parsecs", "9223372036855s", "99999999999999999999ms"}) {
    EXPECT_EQ(ParseDuration(text), std::nullopt) << text;
  }
}

TEST(Units, SizesAndDurationsArePrintedForPeople) {
  EXPECT_EQ(FormatBytes(0), "0 B");
  EXPECT_EQ(FormatBytes(1023), "1023 B");
  EXPECT_EQ(FormatBytes(8 << 20), "8.0 MiB");
  EXPECT_EQ(FormatDuration(15ms), "15 ms");
  EXPECT_EQ(FormatDuration(1500ms), "1.5 s");
  EXPECT_EQ(FormatDuration(200s), "3 min 20 s");
  EXPECT_EQ(FormatDuration(3700s), "1 h 1 min");
}

// ---- Backoff

TEST(Backoff, GrowsWithinItsBounds) {
  Backoff backoff({.min = 100ms, .max = 30s}, 1);
  Duration cap = 200ms;
  for (int i = 0; i < 40; ++i) {
    const Duration wait = backoff.Next();
    EXPECT_GE(wait, 100ms);
    EXPECT_LE(wait, std::min<Duration>(cap, 30s));
    if (cap < 30s) cap *= 2;
  }
  backoff.Reset();
  EXPECT_LE(backoff.Next(), 200ms);
}

TEST(Backoff, IsJittered) {
  Backoff one({.min = 100ms, .max = 30s}, 1), other({.min = 100ms, .max = 30s}, 2);
  int same = 0;
  for (int i = 0; i < 10; ++i) same += one.Next() == other.Next() ? 1 : 0;
  EXPECT_LT(same, 10);
}

TEST(Backoff, AMaximumBelowTheMinimumIsTheMinimum) {
  Backoff backoff({.min = 100ms, .max = 10ms}, 1);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(backoff.Next(), 100ms);
}

// ---- Queue

TEST(Queue, GivesBackInOrder) {
  Queue<int> queue(10);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(queue.Push(i, {}));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(queue.Pop({}), i);
}

TEST(Queue, ABoundSlowsTheProducer) {
  Queue<int> queue(2);
  EXPECT_TRUE(queue.Push(1, {}));
  EXPECT_TRUE(queue.Push(2, {}));
  EXPECT_FALSE(queue.HasRoom());
  int item = 3;
  EXPECT_FALSE(queue.PushFor(item, 1ms, {}, 1));
  std::jthread producer([&] { EXPECT_TRUE(queue.Push(3, {})); });
  EXPECT_EQ(queue.Pop({}), 1);
  EXPECT_EQ(queue.Pop({}), 2);
  EXPECT_EQ(queue.Pop({}), 3);
}

TEST(Queue, AnItemHeavierThanTheBoundEntersAlone) {
  Queue<int> queue(10);
  EXPECT_TRUE(queue.Push(1, {}, 100));
  int item = 2;
  EXPECT_FALSE(queue.PushFor(item, 0ms, {}, 1));
  EXPECT_EQ(queue.Pop({}), 1);
  EXPECT_TRUE(queue.PushFor(item, 0ms, {}, 1));
}

TEST(Queue, AStopEndsBothWaits) {
  Queue<int> queue(1);
  std::stop_source stop;
  std::jthread consumer([&] { EXPECT_EQ(queue.Pop(stop.get_token()), std::nullopt); });
  stop.request_stop();
  consumer.join();
  EXPECT_TRUE(queue.Push(1, {}));
  EXPECT_FALSE(queue.Push(2, stop.get_token()));
  EXPECT_EQ(queue.PopFor(1h, {}), 1);
  EXPECT_EQ(queue.PopFor(1ms, {}), std::nullopt);
}

TEST(Queue, ClearingMakesRoom) {
  Queue<int> queue(1);
  EXPECT_TRUE(queue.Push(1, {}));
  queue.Clear();
  EXPECT_TRUE(queue.HasRoom());
  EXPECT_EQ(queue.Size(), 0U);
}

// ---- Log

std::string Logged(const std::string& format, std::string_view message, LogFields fields) {
  testing::internal::CaptureStderr();
  const auto log = StandardLog("debug", format);
  log->Info(message, fields);
  return testing::internal::GetCapturedStderr();
}

TEST(Log, JsonIsOneObjectALineWhateverTheValuesHold) {
  const std::string hostile = "a \"quote\" \\ \n new line \x01 {} %s и \xff";
  const std::string line = Logged("json", hostile, {{"index", hostile}, {"lsn", "0/1"}});
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  const auto event = nlohmann::json::parse(line);
  EXPECT_EQ(event["level"], "info");
  EXPECT_EQ(event["lsn"], "0/1");
  EXPECT_THAT(event["msg"].get<std::string>(), testing::HasSubstr("a \"quote\" \\ \n new line \x01 {} %s и"));
  EXPECT_EQ(event["index"], event["msg"]);
}

TEST(Log, ALineBreakInAValueBeginsNoLineOfText) {
  const std::string line = Logged("text", "first\n2026-01-01 info forged", {{"reason", "a\r\nb"}});
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
}

TEST(Log, AnErrorCarriesItsKindAndHint) {
  testing::internal::CaptureStderr();
  StandardLog("info", "json")->Write(Level::kWarn, "it failed", Error(Kind::kSlotBusy, "the slot is held", "Wait."));
  const auto event = nlohmann::json::parse(testing::internal::GetCapturedStderr());
  EXPECT_EQ(event["kind"], "slot_busy");
  EXPECT_EQ(event["error"], "the slot is held");
  EXPECT_EQ(event["hint"], "Wait.");
}

TEST(Log, WhatIsBelowTheLevelIsNotWritten) {
  testing::internal::CaptureStderr();
  StandardLog("warn", "text")->Info("quiet");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

// What stands on a terminal, which standard error is meanwhile.
template <typename Write>
std::string OnTerminal(Write write) {
  int master = -1, slave = -1;
  EXPECT_EQ(openpty(&master, &slave, nullptr, nullptr, nullptr), 0);
  const int former = dup(STDERR_FILENO);
  dup2(slave, STDERR_FILENO);
  write();
  dup2(former, STDERR_FILENO);
  close(former);
  close(slave);
  std::string shown;
  char bytes[512];
  for (ssize_t n = 0; (n = read(master, bytes, sizeof bytes)) > 0;) shown.append(bytes, static_cast<std::size_t>(n));
  close(master);
  return shown;
}

TEST(Log, ALineOfItTakesTheLineBelowAwayFirst) {
  const std::string shown = OnTerminal([] {
    const auto log = StandardLog("info", "json");
    log->Info("before");
    log->Draw("[###   ]");
    log->Info("between");
    log->Draw("");
    log->Draw("");
    log->Info("after");
  });
  const auto messages = std::regex_replace(shown, std::regex(R"re(\{"ts"[^}]*"msg":"(\w+)"\}\r\n)re"), "$1 ");
  EXPECT_EQ(messages, "before \r\x1b[K[###   ]\r\x1b[Kbetween [###   ]\r\x1b[Kafter ");
}

TEST(Log, ElsewhereThanOnATerminalNothingIsDrawn) {
  testing::internal::CaptureStderr();
  StandardLog("info", "text")->Draw("[###   ]");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(Log, UnknownWordsAreRefused) {
  EXPECT_THROW(StandardLog("loud", "text"), Error);
  EXPECT_THROW(StandardLog("info", "xml"), Error);
}

// ---- Lsn, Interest

TEST(Lsn, IsWrittenAndReadAsPostgreSqlDoes) {
  EXPECT_EQ((Lsn{0x16'B374D848}.ToString()), "16/B374D848");
  EXPECT_EQ(Lsn{}.ToString(), "0/0");
  EXPECT_EQ(Lsn::Parse("16/B374D848"), (Lsn{0x16'B374D848}));
  EXPECT_EQ(Lsn::Parse("FFFFFFFF/ffffffff"), Lsn{UINT64_MAX});
  for (const char* text : {"", "/", "1", "1/", "/1", "1/2/3", "1 /2", "-1/2", "100000000/0", "0x1/2", "g/1", "1/2 "}) {
    EXPECT_EQ(Lsn::Parse(text), std::nullopt) << text;
  }
}

TEST(Lsn, IsOrdered) {
  EXPECT_LT(Lsn{1}, Lsn{2});
  EXPECT_FALSE(Lsn{});
  EXPECT_TRUE(Lsn{1});
}

TEST(Interest, PositionsStayWhatTheyAre) {
  Interest interest;
  EXPECT_EQ(interest.Add({"a", "t"}, {"x", "y"}), 0U);
  EXPECT_EQ(interest.Add({"a", "T"}, {"x"}), 1U);
  EXPECT_EQ(interest.Add({"a", "t"}, {"y", "z"}), 0U);
  EXPECT_EQ(interest.Column(0, "z"), 2U);
  EXPECT_EQ(interest.Find("a", "T"), 1U);
  EXPECT_EQ(interest.Find("A", "t"), std::nullopt);
}

// ---- suggestions

TEST(Suggestion, DistanceCountsEdits) {
  EXPECT_EQ(Distance("status", "status"), 0U);
  EXPECT_EQ(Distance("", "abc"), 3U);
  EXPECT_EQ(Distance("abc", ""), 3U);
  EXPECT_EQ(Distance("stauts", "status"), 1U);
  EXPECT_EQ(Distance("kitten", "sitting"), 3U);
}

TEST(Suggestion, AFarOrVeryLongWordHasNone) {
  const std::vector<std::string> known = {"status", "wait"};
  EXPECT_EQ(Nearest("xyz", known), "");
  EXPECT_EQ(Nearest("", known), "");
  EXPECT_EQ(Nearest(std::string(100'000, 's'), known), "");
  EXPECT_EQ(DidYouMean("wiat", known, "--"), " (did you mean --wait?)");
}

}  // namespace
}  // namespace cdc::test
