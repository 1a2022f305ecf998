#include <ostream>

#include "cdc/cli/commands.h"
#include "cdc/cli/service_status.h"
#include "cdc/cli/wiring.h"

namespace cdc::cli {
namespace {

constexpr std::chrono::seconds kPause{2};

Json Ask(const Config& config, control::Client& client, std::optional<Error>& failure) {
  try {
    return client.Status();
  } catch (const control::NotRunning&) {
    return StatusWithoutDaemon(config, failure);
  }
}

// Until the process is interrupted. A failure is shown and asked again: who watches waits for it to pass.
[[noreturn]] void Watch(const Invocation& invocation, const Config& config, control::Client& client) {
  auto& out = invocation.terminal().out;
  auto clock = SystemClock();
  while (true) {
    std::optional<Error> failure;
    auto status = Ask(config, client, failure);
    if (invocation.terminal().out_is_terminal && !invocation.json()) out << "\x1b[H\x1b[2J";
    PrintStatus(invocation, status);
    out.flush();
    if (!out.good()) throw Error(Kind::kUnavailable, "cannot write to standard output", "Is the reader gone?");
    clock->Wait(kPause, {});
  }
}

// For probes: the daemon alone is asked, and nothing is printed.
int Ready(control::Client& client) {
  if (client.Ready()) return 0;
  throw Error(Kind::kNotYet, "walcast is not ready", "`walcast status` tells its state.");
}

int Run(const Invocation& invocation) {
  auto loaded = invocation.Configuration();
  control::Client client(ControlClientOptions(loaded.config));
  if (invocation.Has("ready")) return Ready(client);
  if (invocation.Has("watch")) Watch(invocation, loaded.config, client);
  std::optional<Error> failure;
  PrintStatus(invocation, Ask(loaded.config, client, failure));
  if (failure) throw *failure;
  return 0;
}

}  // namespace

Command StatusCommand() {
  return {
      .name = "status",
      .summary = "show the stream, the slot and the indices",
      .description =
          "Asks the running daemon. Where none answers it shows what the checkpoint store and the slot say, with the\n"
          "state \"not running\", or \"not reachable\" while somebody holds the slot; that is no failure, but a server "
          "that\n"
          "cannot be asked is one.",
      .arguments = {},
      .options = {{.name = "watch", .value = "", .help = "show it again every two seconds, until interrupted"},
                  {.name = "ready",
                   .value = "",
                   .help =
                       "print nothing; exit code 0 where the daemon streams or stands by, else 75, 69 without one"}},
      .run = Run};
}

}  // namespace cdc::cli
