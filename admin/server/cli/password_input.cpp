#include "admin/server/cli/password_input.h"

#include <termios.h>
#include <unistd.h>

#include <istream>
#include <ostream>

#include "cdc/base/error.h"

namespace admin::cli {
namespace {

using cdc::cli::Invocation;

// While it lives, what is typed is not shown.
class Hidden {
 public:
  Hidden() {
    if (::tcgetattr(STDIN_FILENO, &before_) != 0) {
      throw cdc::Error(cdc::Kind::kUsage, "a password cannot be read from this terminal", "Use --password-stdin.");
    }
    termios hidden = before_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    hidden.c_lflag |= ECHONL;
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  }
  ~Hidden() { ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }
  Hidden(const Hidden&) = delete;
  Hidden& operator=(const Hidden&) = delete;

 private:
  termios before_{};
};

}  // namespace

cdc::cli::Option PasswordOption() {
  return {.name = "password-stdin", .value = "", .help = "read the password from the first line of standard input"};
}

std::string ReadLine(const Invocation& invocation) {
  std::string line;
  if (!std::getline(invocation.terminal().in, line)) {
    throw cdc::Error(cdc::Kind::kUsage, "standard input is empty", "Write it into it, with a newline.");
  }
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

std::string ReadPassword(const Invocation& invocation) {
  if (invocation.Has("password-stdin")) return ReadLine(invocation);
  auto& terminal = invocation.terminal();
  if (!terminal.in_is_terminal) {
    throw cdc::Error(cdc::Kind::kUsage, "there is no terminal to ask for a password on",
                     "Use --password-stdin, or --one-time to have one made.");
  }
  const Hidden hidden;
  terminal.err << "Password: " << std::flush;
  std::string first = ReadLine(invocation);
  terminal.err << "Once more: " << std::flush;
  if (ReadLine(invocation) != first) throw cdc::Error(cdc::Kind::kUsage, "the two passwords differ", "Try again.");
  return first;
}

}  // namespace admin::cli
