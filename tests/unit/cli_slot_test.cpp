// Whether the slot may be dropped.
#include <gtest/gtest.h>

#include "cdc/cli/slot_use.h"
#include "cdc/control/client.h"
#include "tests/support/fake_service.h"

namespace cdc::cli {
namespace {

// The kind of the refusal; nullopt: it may be dropped.
std::optional<Kind> Refusal(const std::function<control::Json()>& status) {
  control::FakeService daemon;
  daemon.on_status = status;
  try {
    RefuseWhileFollowed(daemon, "walcast");
  } catch (const Error& error) {
    return error.kind();
  }
  return std::nullopt;
}

control::Json StatusOf(const char* text) { return control::Json::parse(text); }

TEST(SlotUse, ADaemonBetweenTwoTermsStillFollowsItsSlot) {
  EXPECT_EQ(Refusal([] { return StatusOf(R"({"state": "starting", "slot": {"name": "walcast", "active": false}})"); }),
            Kind::kSlotBusy);
}

TEST(SlotUse, ADaemonThatCannotTellItsSlotMayFollowThisOne) {
  for (const char* text : {R"({"slot": null})", "{}", R"({"slot": 5})"}) {
    EXPECT_EQ(Refusal([&] { return StatusOf(text); }), Kind::kSlotBusy) << text;
  }
}

TEST(SlotUse, NoDaemonOrOneOfAnotherSlotIsInNobodysWay) {
  EXPECT_EQ(Refusal([]() -> control::Json { throw control::NotRunning(Kind::kUnavailable, "no daemon", "Start it."); }),
            std::nullopt);
  EXPECT_EQ(Refusal([] { return StatusOf(R"({"slot": {"name": "other"}})"); }), std::nullopt);
}

TEST(SlotUse, ADaemonThatRefusesToAnswerIsNotPassedOver) {
  EXPECT_EQ(Refusal([]() -> control::Json { throw Error(Kind::kRights, "no token", "Give one."); }), Kind::kRights);
}

}  // namespace
}  // namespace cdc::cli
