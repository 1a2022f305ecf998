#include "cdc/cli/slot_use.h"

#include "cdc/base/error.h"
#include "cdc/cli/output.h"
#include "cdc/control/client.h"

namespace cdc::cli {
namespace {

constexpr std::chrono::seconds kPatience{3};
constexpr std::chrono::milliseconds kPause{100};

}  // namespace

void RefuseWhileFollowed(control::Service& daemon, const std::string& slot) {
  Json status;
  try {
    status = daemon.Status();
  } catch (const control::NotRunning&) {
    return;
  }
  // Without a name the daemon finds no slot now, or cannot ask: it may well be ours.
  const auto followed = status.contains("slot") ? TextOf(status["slot"], "name") : "";
  if (!followed.empty() && followed != slot) return;
  throw Error(Kind::kSlotBusy, "the slot " + slot + " is in use by the daemon that answers on control.listen",
              "Stop it first.");
}

std::optional<stream::SlotState> UnusedSlot(stream::Database& database, const Clock& clock, const std::string& name) {
  const auto deadline = clock.Now() + kPatience;
  while (true) {
    auto slot = database.Slot(name);
    if (!slot || !slot->active) return slot;
    if (clock.Now() >= deadline) {
      throw Error(Kind::kSlotBusy, "the slot " + name + " is in use by the process " + std::to_string(slot->pid),
                  "Stop the walcast that holds it first.");
    }
    clock.Wait(kPause, {});
  }
}

}  // namespace cdc::cli
