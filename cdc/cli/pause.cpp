#include <ostream>

#include "cdc/base/units.h"
#include "cdc/cli/commands.h"
#include "cdc/cli/output.h"
#include "cdc/cli/wiring.h"

namespace cdc::cli {
namespace {

int Pause(const Invocation& invocation) {
  auto loaded = invocation.Configuration();
  control::Client client(ControlClientOptions(loaded.config));
  auto answer = client.Pause();
  if (invocation.json()) {
    PrintJson(invocation, answer);
    return 0;
  }
  Say(invocation, "paused at " + Harmless(TextOf(answer, "checkpoint")));
  const auto slot = answer.contains("slot") ? answer["slot"] : Json();
  Say(invocation, "the slot " + Harmless(TextOf(slot, "name")) + " keeps the server's WAL until walcast resume: " +
                      FormatBytes(CountOf(slot, "retained_bytes")) + " by now");
  return 0;
}

int Resume(const Invocation& invocation) {
  auto loaded = invocation.Configuration();
  control::Client client(ControlClientOptions(loaded.config));
  auto answer = client.Resume();
  Say(invocation, "the stream goes on from " + Harmless(TextOf(answer, "checkpoint")));
  if (invocation.json()) PrintJson(invocation, answer);
  return 0;
}

}  // namespace

Command PauseCommand() {
  return {
      .name = "pause",
      .summary = "write nothing until resume, while the slot keeps the changes",
      .description =
          "Has the running daemon write no document and leave the checkpoint where it is, until walcast resume, also "
          "when it is started\n"
          "anew meanwhile. Changes are not lost: the replication slot keeps them, and with them the server's WAL, "
          "which grows until\n"
          "then (see walcast status, retained).",
      .arguments = {},
      .options = {},
      .run = Pause};
}

Command ResumeCommand() {
  return {.name = "resume",
          .summary = "end a pause",
          .description = "Has the running daemon go on where it was paused. Where it is not paused, nothing happens.",
          .arguments = {},
          .options = {},
          .run = Resume};
}

}  // namespace cdc::cli
