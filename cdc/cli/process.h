// What the entries of both programs share.
#pragma once

#include <span>

#include "cdc/cli/command.h"

namespace cdc::cli {

// main's body: makes the terminal of this process's streams and environment, and dispatches. The process's locale and
// its way with SIGPIPE are set here.
int RunProcess(int count, char** values, std::span<const Command> commands, Program program);

}  // namespace cdc::cli
