#include "cdc/stream/startup.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "cdc/stream/error_policy.h"

namespace cdc::test {
namespace {

using stream::Course;

// Everything fits: the slot has confirmed 100, the checkpoint is 120, versions up to 150 were sent, the server's WAL
// ends at 200.
stream::Found Fitting() {
  stream::Found found;
  found.server = {"7", 1, "catalogue"};
  found.flushed = Lsn{200};
  found.plugin = "wal2json";
  found.slot.emplace();
  found.slot->name = "walcast";
  found.slot->plugin = "wal2json";
  found.slot->database = "catalogue";
  found.slot->confirmed = Lsn{100};
  found.slot->wal_status = "reserved";
  found.record.emplace();
  found.record->system_id = "7";
  found.record->timeline = 1;
  found.record->database = "catalogue";
  found.record->slot = "walcast";
  found.record->plugin = "wal2json";
  found.record->checkpoint = Lsn{120};
  found.record->sent = Lsn{150};
  found.indices = true;
  return found;
}

struct Case {
  const char* name;
  std::function<void(stream::Found&)> change;
  Course course;
};

class DecideTest : public testing::TestWithParam<Case> {};

TEST_P(DecideTest, FollowsTheTableOfTheDesign) {
  stream::Found found = Fitting();
  GetParam().change(found);
  const auto decision = stream::Decide(found);
  EXPECT_EQ(decision.course, GetParam().course) << decision.reason;
  const bool quiet = decision.course == Course::kGoOn || decision.course == Course::kFirst;
  if (quiet || decision.course == Course::kGap) {
    EXPECT_EQ(decision.reason.empty(), quiet);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Startup, DecideTest,
    testing::Values(
        Case{"NothingThereIsTheFirstStart",
             [](auto& found) {
               found.slot.reset();
               found.record.reset();
               found.indices = false;
             },
             Course::kFirst},
        Case{"AFittingRecordGoesOn", [](auto&) {}, Course::kGoOn},
        Case{"ACheckpointThatTheSlotHasConfirmedGoesOn", [](auto& found) { found.record->checkpoint = Lsn{100}; },
             Course::kGoOn},
        Case{"AMissingRecordReorders", [](auto& found) { found.record.reset(); }, Course::kReorder},
        Case{"ASlotAloneReorders",
             [](auto& found) {
               found.record.reset();
               found.indices = false;
             },
             Course::kReorder},
        Case{"ARecordBehindTheSlotReorders", [](auto& found) { found.record->checkpoint = Lsn{99}; }, Course::kReorder},
        Case{"AMissingSlotIsAGap", [](auto& found) { found.slot.reset(); }, Course::kGap},
        Case{"IndicesWithoutSlotAndRecordAreAGap",
             [](auto& found) {
               found.slot.reset();
               found.record.reset();
             },
             Course::kGap},
        Case{"ALostSlotIsAGap", [](auto& found) { found.slot->wal_status = "lost"; }, Course::kGap},
        Case{"ALostSlotIsAGapAlsoWithoutARecord",
             [](auto& found) {
               found.slot->wal_status = "lost";
               found.record.reset();
             },
             Course::kGap},
        Case{"AnotherSystemIsAGap", [](auto& found) { found.server.system_id = "8"; }, Course::kGap},
        Case{"AnotherDatabaseIsAGap", [](auto& found) { found.record->database = "other"; }, Course::kGap},
        Case{"ASlotOfAnotherDatabaseIsAGap", [](auto& found) { found.slot->database = "other"; }, Course::kGap},
        Case{"ASlotOfAnotherPluginIsAGap", [](auto& found) { found.slot->plugin = "pgoutput"; }, Course::kGap},
        Case{"ARecordOfAnotherPluginIsAGap", [](auto& found) { found.record->plugin = "pgoutput"; }, Course::kGap},
        Case{"AServerWhoseLogEndsBeforeWhatWasSentIsAGap", [](auto& found) { found.flushed = Lsn{149}; }, Course::kGap},
        Case{"AServerWhoseLogEndsBeforeTheCheckpointIsAGap",
             [](auto& found) {
               found.record->sent = Lsn{10};
               found.flushed = Lsn{119};
             },
             Course::kGap},
        Case{"ATimelineThatWasLeftBeforeWhatWasSentIsAGap",
             [](auto& found) {
               found.server.timeline = 2;
               found.left_timeline = Lsn{149};
             },
             Course::kGap},
        Case{"ATimelineThatWasLeftBehindWhatWasSentGoesOn",
             [](auto& found) {
               found.server.timeline = 2;
               found.left_timeline = Lsn{150};
             },
             Course::kGoOn},
        Case{"ATimelineThatTheServerNeverWasOnIsAGap", [](auto& found) { found.foreign_timeline = true; },
             Course::kGap}),
    [](const auto& named) { return std::string(named.param.name); });

TEST(ErrorPolicy, OneIndexAtFaultDoesNotStopTheOthers) {
  for (const Kind kind : {Kind::kBadDocument, Kind::kRights, Kind::kConfig, Kind::kIndex, Kind::kRow}) {
    EXPECT_EQ(stream::OnDocuments(kind), stream::Action::kSuspend) << Name(kind);
    EXPECT_EQ(stream::OnStream(kind), stream::Action::kStop) << Name(kind);
  }
}

TEST(ErrorPolicy, AServerThatIsAwayIsTriedAgain) {
  EXPECT_EQ(stream::OnDocuments(Kind::kUnavailable), stream::Action::kRetry);
  EXPECT_EQ(stream::OnStream(Kind::kUnavailable), stream::Action::kRetry);
}

TEST(ErrorPolicy, AnotherOwnerMeansStandingBy) {
  EXPECT_EQ(stream::OnStream(Kind::kSlotBusy), stream::Action::kStandBy);
  EXPECT_EQ(stream::OnStream(Kind::kFenced), stream::Action::kStandBy);
  EXPECT_EQ(stream::OnDocuments(Kind::kFenced), stream::Action::kStandBy);
}

TEST(ErrorPolicy, WhatMakesNoSenseStopsTheProgram) {
  for (const Kind kind : {Kind::kCorrupt, Kind::kInternal, Kind::kGap, Kind::kUsage, Kind::kDiffers}) {
    EXPECT_EQ(stream::OnDocuments(kind), stream::Action::kStop) << Name(kind);
    EXPECT_EQ(stream::OnStream(kind), stream::Action::kStop) << Name(kind);
  }
}

TEST(ErrorPolicy, ExitCodesAreThoseOfTheManual) {
  const std::map<Kind, int> codes = {{Kind::kDiffers, 1},      {Kind::kUsage, 64},    {Kind::kBadDocument, 65},
                                     {Kind::kUnavailable, 69}, {Kind::kInternal, 70}, {Kind::kNotYet, 75},
                                     {Kind::kRights, 77},      {Kind::kConfig, 78},   {Kind::kGap, 79},
                                     {Kind::kCorrupt, 70},     {Kind::kFenced, 75},   {Kind::kSlotBusy, 75},
                                     {Kind::kRow, 65},         {Kind::kIndex, 78}};
  for (const auto& [kind, code] : codes) EXPECT_EQ(stream::ExitCode(kind), code) << Name(kind);
}

}  // namespace
}  // namespace cdc::test
