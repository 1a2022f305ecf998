#include "cdc/cli/commands.h"
#include "cdc/cli/run.h"

namespace cdc::cli {
namespace {

int Run(const Invocation& invocation) {
  RunOptions options;
  options.setup = !invocation.Has("no-setup");
  return RunDaemon(invocation.Configuration(), options);
}

}  // namespace

Command RunCommand() {
  return {.name = "run",
          .summary = "follow the database and keep the indices in step",
          .description =
              "Takes the replication slot, fills indices that are new or have changed, and then follows every change. "
              "It logs to\n"
              "standard error, answers on control.listen, stops on SIGTERM, and stands by while another process holds "
              "the slot.",
          .arguments = {},
          .options = {{.name = "no-setup",
                       .value = "",
                       .help = "do not change replica identities; refuse to run where one does not suffice"}},
          .run = Run};
}

}  // namespace cdc::cli
