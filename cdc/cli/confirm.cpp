#include "cdc/cli/confirm.h"

#include <istream>
#include <ostream>

#include "cdc/base/error.h"

namespace cdc::cli {

Option YesOption() { return {.name = "yes", .value = "", .help = "do not ask"}; }

void Confirm(const Invocation& invocation, const std::string& question, const std::string& expected) {
  if (invocation.Has("yes")) return;
  auto& terminal = invocation.terminal();
  if (!terminal.in_is_terminal) {
    throw Error(Kind::kUsage, "this needs a confirmation, and there is no terminal to ask on",
                "Confirm it with --yes.");
  }
  terminal.err << question << "\nType " << expected << " or y to go on: " << std::flush;
  std::string answer;
  std::getline(terminal.in, answer);
  if (answer == expected || answer == "y") return;
  throw Error(Kind::kUsage, "not confirmed, nothing was changed", "Confirm it with the name, y, or --yes.");
}

}  // namespace cdc::cli
