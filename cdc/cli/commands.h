// All subcommands, each in a file of its own.
#pragma once

#include <vector>

#include "cdc/cli/command.h"

namespace cdc::cli {

Command RunCommand();
Command PlanCommand();
Command SetupCommand();
Command DoctorCommand();
Command StatusCommand();
Command WaitCommand();
Command RebuildCommand();
Command VerifyCommand();
Command PauseCommand();
Command ResumeCommand();
Command RenderCommand();
Command SlotCommand();
Command DeadLettersCommand();
Command ConfigCommand();
Command TeardownCommand();

// In the order of the help.
std::vector<Command> Commands();

}  // namespace cdc::cli
