#include "cdc/cli/process.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <clocale>
#include <csignal>
#include <cstring>
#include <iostream>

#include "cdc/cli/dispatch.h"

namespace cdc::cli {
namespace {

std::map<std::string, std::string> Environment() {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (const char* equals = std::strchr(*entry, '='))
      variables.emplace(std::string(*entry, static_cast<std::size_t>(equals - *entry)), equals + 1);
  }
  return variables;
}

std::size_t Columns() {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

}  // namespace

int RunProcess(int count, char** values, std::span<const Command> commands, Program program) {
  // Tables measure text by the locale; where none is set, UTF-8 is what everything here speaks.
  if (std::setlocale(LC_CTYPE, "") == nullptr || std::strcmp(std::setlocale(LC_CTYPE, nullptr), "C") == 0) {
    std::setlocale(LC_CTYPE, "C.UTF-8");
  }
  // A connection or pipe that its reader has closed is an error of the write, not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  Terminal terminal{.in = std::cin,
                    .out = std::cout,
                    .err = std::cerr,
                    .in_is_terminal = ::isatty(STDIN_FILENO) == 1,
                    .out_is_terminal = ::isatty(STDOUT_FILENO) == 1,
                    .err_is_terminal = ::isatty(STDERR_FILENO) == 1,
                    .columns = Columns(),
                    .environment = Environment(),
                    .program = std::move(program)};
  const std::vector<std::string> words(values + std::min(count, 1), values + count);
  return Dispatch(words, commands, terminal);
}

}  // namespace cdc::cli
