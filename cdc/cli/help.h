// Help texts, made from the same data that the parser reads.
#pragma once

#include <iosfwd>
#include <span>

#include "cdc/cli/command.h"

namespace cdc::cli {

void PrintHelp(std::ostream& out, const Program& program, std::span<const Command> commands);
void PrintHelp(std::ostream& out, const Program& program, const Command& command);

}  // namespace cdc::cli
