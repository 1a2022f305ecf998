#include <ostream>

#include "cdc/cli/commands.h"
#include "cdc/cli/output.h"
#include "cdc/cli/wiring.h"

namespace cdc::cli {
namespace {

int Print(const Invocation& invocation, const char* member, const std::vector<std::string>& lines) {
  if (invocation.json()) {
    PrintJson(invocation, {{member, lines}});
  } else {
    for (const auto& line : lines) invocation.terminal().out << Harmless(line) << '\n';
  }
  return 0;
}

int Run(const Invocation& invocation) {
  auto loaded = invocation.Configuration();
  auto clock = SystemClock();
  auto store = MakeStore(loaded.config);
  auto database = MakeDatabase(loaded.config, store.get(), *clock);
  std::vector<Plan> plans;
  for (const auto& index : loaded.config.indices) plans.push_back(database->MakePlan(index.name));
  if (invocation.Has("dry-run")) {
    auto missing = database->MissingIdentities(plans);
    if (missing.empty()) Say(invocation, "every table has the replica identity it needs");
    return Print(invocation, "missing", missing);
  }
  auto changed = database->MendIdentities(plans);
  if (changed.empty()) Say(invocation, "every table has the replica identity it needs; nothing was changed");
  return Print(invocation, "changed", changed);
}

}  // namespace

Command SetupCommand() {
  return {.name = "setup",
          .summary = "give the tables the replica identity that the documents need",
          .description =
              "Checks every document's SQL, and gives each table it reads a replica identity that holds the columns "
              "its routes start\n"
              "from. The statements run are printed; what the tables had before is kept for teardown. It needs the "
              "tables' owner;\n"
              "run does the same by itself where it may.",
          .arguments = {},
          .options = {{.name = "dry-run", .value = "", .help = "print what is missing and change nothing"}},
          .run = Run};
}

}  // namespace cdc::cli
