#include <ostream>

#include "cdc/base/error.h"
#include "cdc/cli/commands.h"
#include "cdc/cli/confirm.h"
#include "cdc/cli/done.h"
#include "cdc/cli/output.h"
#include "cdc/cli/slot_use.h"
#include "cdc/cli/wiring.h"

namespace cdc::cli {
namespace {

// Generations that carry another slot's name in their `_meta` belong to another walcast, those without to somebody
// else.
void DropIndex(es::Indices& indices, const std::string& index, const std::string& slot, Done& done) {
  for (const auto& generation : indices.List(index)) {
    if (!generation.meta || generation.meta->slot != slot) continue;
    indices.Drop(generation.name);
    done.Add("dropped the index " + generation.name);
  }
  indices.RemoveTemplate(index);
}

void RestoreIdentities(pg::Database& database, stream::Store& store, Done& done) {
  auto former = store.LoadIdentities();
  if (former.empty()) return;
  for (const auto& statement : database.RestoreIdentities(former)) done.Add(statement);
  store.SaveIdentities({});
}

// One index that is not configured any more. A daemon that still has it would write to it.
int Forget(const Invocation& invocation, const Config& config, const std::string& index) {
  if (IsConfigured(config, index)) {
    throw Error(Kind::kUsage, "the index " + index + " is configured",
                "Take it out of the configuration and start walcast anew first.");
  }
  Json known = Json::array();
  try {
    const Json status = control::Client(ControlClientOptions(config)).Status();
    if (TextOf(status, "state") != "streaming") {  // it would name no index
      throw Error(Kind::kNotYet, "the daemon that answers on control.listen does not stream at present",
                  "Try again once it does, or stop it first.");
    }
    known = status.at("indices");
  } catch (const control::NotRunning&) {
    // Nobody writes to it.
  }
  for (const auto& one : known) {
    if (TextOf(one, "name") != index) continue;
    throw Error(Kind::kUsage, "the running daemon still has the index " + index,
                "Start it anew with the new configuration first.");
  }
  Confirm(invocation, "This drops the index " + index + " and what is recorded of it.", index);
  return Done(invocation).Finish([&](Done& done) {
    auto store = MakeStore(config);
    DropIndex(*MakeIndices(config), index, config.postgres.slot, done);
    auto record = store->Load();
    if (record && record->indices.contains(index)) {
      store->RemoveIndex(record->epoch, index);
      done.Add("removed the record of " + index);
    }
  });
}

// The slot goes first: whatever fails afterwards, it does not fill the server's disk.
int TearDown(const Invocation& invocation, const Config& config) {
  const auto& name = config.postgres.slot;
  auto clock = SystemClock();
  auto store = MakeStore(config);
  auto database = MakeDatabase(config, store.get(), *clock);
  control::Client daemon(ControlClientOptions(config));
  RefuseWhileFollowed(daemon, name);
  auto slot = UnusedSlot(*database, *clock, name);
  bool with_indices = invocation.Has("indices");
  Confirm(invocation,
          "This drops the slot " + name + ", gives the tables their former replica identities and removes the record" +
              (with_indices ? ", and drops every configured index." : "; the indices stay."),
          name);
  return Done(invocation).Finish([&](Done& done) {
    if (slot) {
      database->DropSlot(name);
      done.Add("dropped the slot " + name);
    }
    RestoreIdentities(*database, *store, done);
    if (with_indices) {
      auto indices = MakeIndices(config);
      for (const auto& index : config.indices) DropIndex(*indices, index.name, name, done);
    }
    bool recorded = store->Load().has_value();
    store->Clear();
    if (recorded) done.Add("removed the record from " + store->Describe());
  });
}

int Run(const Invocation& invocation) {
  auto loaded = invocation.Configuration();
  auto index = invocation.ArgumentAt(0);
  return index ? Forget(invocation, loaded.config, *index) : TearDown(invocation, loaded.config);
}

}  // namespace

Command TeardownCommand() {
  return {.name = "teardown",
          .summary = "remove what walcast has made",
          .description =
              "Removes the slot, gives the tables the replica identities they had before, and removes the record with "
              "its dead letters;\n"
              "a slot that is forgotten fills the server's disk. With INDEX it drops only that index, which must not "
              "be configured any\n"
              "more. It asks first.",
          .arguments = {{.name = "INDEX"}},
          .options = {{.name = "indices", .value = "", .help = "drop the configured indices and their templates, too"},
                      YesOption()},
          .run = Run};
}

}  // namespace cdc::cli
