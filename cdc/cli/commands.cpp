#include "cdc/cli/commands.h"

namespace cdc::cli {

std::vector<Command> Commands() {
  return {RunCommand(),    DoctorCommand(),  PlanCommand(),        SetupCommand(),  StatusCommand(),
          WaitCommand(),   RebuildCommand(), VerifyCommand(),      PauseCommand(),  ResumeCommand(),
          RenderCommand(), SlotCommand(),    DeadLettersCommand(), ConfigCommand(), TeardownCommand()};
}

}  // namespace cdc::cli
