// walcast-admin's entry: the process's surroundings, and the table of commands.
#include <sys/ioctl.h>
#include <unistd.h>

#include <clocale>
#include <csignal>
#include <cstring>
#include <iostream>

#include "admin/server/cli/commands.h"
#include "cdc/cli/dispatch.h"

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

int main(int count, char** values) {
  // Tables measure text by the locale; where none is set, UTF-8 is what everything here speaks.
  if (std::setlocale(LC_CTYPE, "") == nullptr || std::strcmp(std::setlocale(LC_CTYPE, nullptr), "C") == 0) {
    std::setlocale(LC_CTYPE, "C.UTF-8");
  }
  // A connection or pipe that its reader has closed is an error of the write, not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  cdc::cli::Terminal terminal{.in = std::cin,
                              .out = std::cout,
                              .err = std::cerr,
                              .in_is_terminal = ::isatty(STDIN_FILENO) == 1,
                              .out_is_terminal = ::isatty(STDOUT_FILENO) == 1,
                              .err_is_terminal = ::isatty(STDERR_FILENO) == 1,
                              .columns = Columns(),
                              .environment = Environment(),
                              .program = {.name = "walcast-admin",
                                          .summary = "walcast-admin serves the film catalogue: its API, its editing API and its panel.",
                                          .config = "$WALCAST_ADMIN_CONFIG, ./config/admin.json, /etc/walcast/admin.json",
                                          .has_doctor = false}};
  std::vector<std::string> words(values + std::min(count, 1), values + count);
  return cdc::cli::Dispatch(words, admin::cli::Commands(), terminal);
}
