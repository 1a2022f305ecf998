#include <ostream>

#include "cdc/base/error.h"
#include "cdc/cli/commands.h"
#include "cdc/cli/watching.h"
#include "cdc/cli/wiring.h"

namespace cdc::cli {
namespace {

constexpr std::chrono::milliseconds kPause{500};

Json FindIndexStatus(const Json& status, const std::string& name) {
  if (status.contains("indices") && status["indices"].is_array()) {
    for (const auto& index : status["indices"]) {
      if (TextOf(index, "name") == name) return index;
    }
  }
  throw Error(Kind::kNotYet, "the daemon does not know the index " + name + " any more",
              "Was it started anew? Look at: walcast status.");
}

struct Rebuilding {
  std::string index, generation;
};

// Until the alias names the generation; it may be replaced by a newer one meanwhile, which is as good.
void WaitForSwitch(const Invocation& invocation, control::Service& service, const Rebuilding& rebuilding,
                   Duration limit) {
  auto clock = SystemClock();
  auto deadline = clock->Now() + limit;
  ProgressLine line(invocation, *clock, rebuilding.index, "documents");
  while (true) {
    auto status = service.Status();
    auto index = FindIndexStatus(status, rebuilding.index);
    if (TextOf(index, "generation") >= rebuilding.generation) return;
    if (TextOf(index, "state") == "suspended") {
      throw Error(Kind::kIndex, "the index " + rebuilding.index + " was suspended while it was rebuilt",
                  "Look for the reason with walcast status, mend it, and rebuild again.");
    }
    if (auto progress = FillingProgress(status, rebuilding.index)) line.Show(*progress);
    if (clock->Now() >= deadline) {
      throw Error(Kind::kNotYet, "the rebuild of " + rebuilding.index + " is not done in the time given",
                  "It goes on; look at it with walcast status.");
    }
    clock->Wait(kPause, {});
  }
}

int Run(const Invocation& invocation) {
  auto limit = invocation.Time("timeout", std::chrono::hours(24 * 365));
  auto loaded = invocation.Configuration();
  auto name = FindIndex(loaded.config, *invocation.ArgumentAt(0)).name;
  control::Client client(ControlClientOptions(loaded.config));
  auto answer = client.Rebuild(name, invocation.Has("restart"));
  auto generation = TextOf(answer, "generation");
  Say(invocation, "filling " + Harmless(generation));
  if (invocation.Has("wait")) {
    WaitForSwitch(invocation, client, {name, generation}, limit);
    Say(invocation, name + " is now " + Harmless(generation));
  }
  if (invocation.json()) PrintJson(invocation, answer);
  return 0;
}

}  // namespace

Command RebuildCommand() {
  return {.name = "rebuild",
          .summary = "fill a new generation of an index, while the old one serves",
          .description =
              "Has the running daemon fill a new generation of INDEX beside the live stream and move the alias to it "
              "when it has caught\n"
              "up. Searches see the old generation until then.",
          .arguments = {{.name = "INDEX", .required = true}},
          .options = {{.name = "restart", .value = "", .help = "start over where it is being filled already"},
                      {.name = "wait", .value = "", .help = "return when the alias has moved"},
                      {.name = "timeout",
                       .value = "TIME",
                       .help = "give up waiting after this time, 10min, 2h; default: never"}},
          .run = Run};
}

}  // namespace cdc::cli
