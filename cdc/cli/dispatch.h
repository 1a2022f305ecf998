// A command line from its words to its exit code.
#pragma once

#include <span>
#include <string>

#include "cdc/cli/command.h"

namespace cdc::cli {

// Runs the command, or shows help or version. An Error ends as "walcast: …" and "hint: …" on standard error (with
// --json as an object) and as its kind's exit code; this is the only place that catches one.
int Dispatch(std::span<const std::string> words, std::span<const Command> commands, Terminal& terminal);

}  // namespace cdc::cli
