#include "cdc/cli/help.h"

#include <algorithm>
#include <iomanip>
#include <ostream>
#include <string_view>

namespace cdc::cli {
namespace {

constexpr std::string_view kExitCodes =
    "Exit codes:\n"
    "  0   done\n"
    "  1   differences were found\n"
    "  64  the command line is wrong\n"
    "  65  a document's SQL cannot be used\n"
    "  69  a server, or the daemon, cannot be reached\n"
    "  70  a defect, or data that means nothing\n"
    "  75  not yet: try again later\n"
    "  77  a right is missing\n"
    "  78  the configuration, or a server's setting, does not allow it\n"
    "  79  changes are missing, and on_gap is stop\n";

void PrintRows(std::ostream& out, std::span<const std::pair<std::string, std::string>> rows) {
  std::size_t width = 0;
  for (const auto& [left, right] : rows) width = std::max(width, left.size());
  for (const auto& [left, right] : rows) {
    out << "  " << std::left << std::setw(static_cast<int>(width)) << left << "  " << right << '\n';
  }
}

std::string Shape(const Option& option) {
  std::string shape = option.name == "help"     ? "-h, "
                      : option.name == "config" ? "-c, "
                      : option.name == "quiet"  ? "-q, "
                                                : "";
  shape += "--" + option.name;
  if (option.optional_number) return shape + " [" + option.value + "]";
  return option.value.empty() ? shape : shape + " " + option.value;
}

void PrintOptions(std::ostream& out, const Program& program, std::span<const Option> options) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const auto& option : options) {
    rows.emplace_back(Shape(option), option.help + (option.name == "config" ? program.config : "") +
                                         (option.repeatable ? "; may be given several times" : ""));
  }
  PrintRows(out, rows);
}

std::string Usage(const Program& program, const Command& command) {
  std::string usage = program.name + " " + command.name;
  for (const auto& argument : command.arguments) {
    std::string shape = argument.name;
    for (std::size_t i = 0; i < argument.words.size(); ++i) shape = (i == 0 ? "" : shape + "|") + argument.words[i];
    usage += argument.required ? " " + shape : " [" + shape + "]";
  }
  return usage + " [OPTION…]";
}

}  // namespace

void PrintHelp(std::ostream& out, const Program& program, std::span<const Command> commands) {
  out << program.summary << "\n\nUsage: " << program.name << " COMMAND [OPTION…]\n\nCommands:\n";
  std::vector<std::pair<std::string, std::string>> rows;
  for (const auto& command : commands) rows.emplace_back(command.name, command.summary);
  PrintRows(out, rows);
  out << "\nOptions of all commands:\n";
  PrintOptions(out, program, SharedOptions());
  out << '\n'
      << program.name << " COMMAND --help tells more of a command, " << program.name << " --version the version.\n\n"
      << kExitCodes;
}

void PrintHelp(std::ostream& out, const Program& program, const Command& command) {
  out << "Usage: " << Usage(program, command) << "\n\n" << command.description << "\n\n";
  if (!command.options.empty()) {
    out << "Options:\n";
    PrintOptions(out, program, command.options);
    out << '\n';
  }
  out << "Options of all commands:\n";
  PrintOptions(out, program, SharedOptions());
  out << '\n' << kExitCodes;
}

}  // namespace cdc::cli
