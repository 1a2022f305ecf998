// Asking before something that cannot be taken back.
#pragma once

#include <string>

#include "cdc/cli/command.h"

namespace cdc::cli {

// The --yes of the commands that ask.
Option YesOption();

// Returns when the answer is `expected` (or "y"), or --yes was given. Throws kUsage where nobody can be asked, or the
// answer is another one.
void Confirm(const Invocation& invocation, const std::string& question, const std::string& expected);

}  // namespace cdc::cli
