#include <ostream>

#include "cdc/base/error.h"
#include "cdc/base/units.h"
#include "cdc/cli/commands.h"
#include "cdc/cli/confirm.h"
#include "cdc/cli/output.h"
#include "cdc/cli/slot_use.h"
#include "cdc/cli/table.h"
#include "cdc/cli/wiring.h"

namespace cdc::cli {
namespace {

// What the actions on a slot work with.
struct Scene {
  const Invocation& invocation;
  const Config& config;
  pg::Database& database;
  const Clock& clock;
  const std::string& name;  // the slot's
};

int Finish(const Scene& scene, const std::string& message, const Json& json) {
  Say(scene.invocation, message);
  if (scene.invocation.json()) PrintJson(scene.invocation, json);
  return 0;
}

int List(const Scene& scene) {
  using Type = Column::Type;
  Table table("slots", {{.name = "NAME"},
                        {.name = "PLUGIN"},
                        {.name = "DATABASE"},
                        {.name = "ACTIVE", .type = Type::kBoolean},
                        {.name = "CONFIRMED"},
                        {.name = "RESTART"},
                        {.name = "WAL_STATUS"},
                        {.name = "RETAINED_BYTES", .type = Type::kNumber, .right = true},
                        {.name = "OURS", .type = Type::kBoolean}});
  for (const auto& slot : scene.database.Slots()) {
    table.Add({slot.name, slot.plugin, slot.database, slot.active ? "true" : "false", slot.confirmed.ToString(),
               slot.restart.ToString(), slot.wal_status, std::to_string(slot.retained),
               slot.name == scene.name ? "true" : "false"});
  }
  if (table.empty()) Say(scene.invocation, "the server has no logical replication slot");
  table.Print(scene.invocation);
  return 0;
}

int Create(const Scene& scene) {
  if (scene.database.Slot(scene.name)) {
    throw Error(Kind::kSlotBusy, "the slot " + scene.name + " is there already",
                "Make it anew with walcast slot reset.");
  }
  auto start = scene.database.CreateSlot(scene.name, scene.config.postgres.plugin, {}).ToString();
  return Finish(scene, "made the slot " + scene.name + ", which starts at " + start,
                {{"slot", scene.name}, {"start", start}});
}

int Drop(const Scene& scene) {
  control::Client daemon(ControlClientOptions(scene.config));
  RefuseWhileFollowed(daemon, scene.name);
  auto slot = UnusedSlot(scene.database, scene.clock, scene.name);
  if (!slot) return Finish(scene, "there is no slot " + scene.name, {{"dropped", false}});
  Confirm(scene.invocation,
          "Dropping the slot " + scene.name + " loses its place: every index is rebuilt when walcast runs again.",
          scene.name);
  scene.database.DropSlot(scene.name);
  return Finish(scene, "dropped the slot " + scene.name, {{"dropped", true}});
}

// Whatever the order breaks off at, the next start finds a gap or a slot ahead of its record, and rebuilds.
int ResetHere(const Scene& scene) {
  const bool replaces = UnusedSlot(scene.database, scene.clock, scene.name).has_value();
  auto store = MakeStore(scene.config);
  scene.database.TrySlot(scene.config.postgres.plugin, replaces, {});
  scene.database.DropSlot(scene.name);
  auto start = scene.database.CreateSlot(scene.name, scene.config.postgres.plugin, {}).ToString();
  store->Clear();
  return Finish(
      scene, "made the slot " + scene.name + " anew, which starts at " + start + "; walcast run rebuilds every index",
      {{"slot", scene.name}, {"start", start}, {"daemon", false}});
}

int Reset(const Scene& scene) {
  Confirm(scene.invocation, "Making the slot " + scene.name + " anew rebuilds every index.", scene.name);
  control::Client client(ControlClientOptions(scene.config));
  try {
    auto answer = client.ResetSlot();
    return Finish(scene, "the daemon makes the slot " + scene.name + " anew and rebuilds every index", answer);
  } catch (const control::NotRunning&) {
    return ResetHere(scene);
  }
}

int Run(const Invocation& invocation) {
  auto loaded = invocation.Configuration();
  auto clock = SystemClock();
  auto database = MakeDatabase(loaded.config, nullptr, *clock);
  Scene scene{invocation, loaded.config, *database, *clock, loaded.config.postgres.slot};
  auto action = *invocation.ArgumentAt(0);
  if (action == "list") return List(scene);
  if (action == "create") return Create(scene);
  if (action == "drop") return Drop(scene);
  return Reset(scene);
}

}  // namespace

Command SlotCommand() {
  return {.name = "slot",
          .summary = "list, create, drop or reset the replication slot",
          .description =
              "list    all logical slots of the server\n"
              "create  make the configured slot; run does so by itself\n"
              "drop    drop it; refused while it is in use, asks first\n"
              "reset   drop it, make it anew and rebuild every index, through the daemon where one runs; asks first",
          .arguments = {{.name = "ACTION", .required = true, .words = {"list", "create", "drop", "reset"}}},
          .options = {YesOption()},
          .run = Run};
}

}  // namespace cdc::cli
