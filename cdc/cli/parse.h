// From the words of a command line to a command and its options, in two stages: which command, then what it takes.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "cdc/cli/command.h"

namespace cdc::cli {

struct Parsed {
  const Command* command = nullptr;  // none: only --help or --version was asked for
  std::vector<std::string> arguments;
  std::multimap<std::string, std::string> options;
};

// `words`: without the program's name, which `program` is for hints. Throws kUsage, with the nearest name where one is
// near.
Parsed Parse(std::span<const std::string> words, std::span<const Command> commands,
             const std::string& program = "walcast");

}  // namespace cdc::cli
