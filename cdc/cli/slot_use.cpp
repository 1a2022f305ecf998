#include "cdc/cli/slot_use.h"

#include "cdc/base/error.h"

namespace cdc::cli {
namespace {

constexpr std::chrono::seconds kPatience{3};
constexpr std::chrono::milliseconds kPause{100};

}  // namespace

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
