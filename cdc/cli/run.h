// The daemon: `walcast run`.
#pragma once

#include "cdc/config.h"

namespace cdc::cli {

struct RunOptions {
  bool setup = true;  // give tables the replica identity they need; false: refuse to run without it
};

// Runs until SIGTERM or SIGINT; the exit code. Throws Error for what ends it earlier.
int RunDaemon(const LoadedConfig& config, const RunOptions& options);

}  // namespace cdc::cli
