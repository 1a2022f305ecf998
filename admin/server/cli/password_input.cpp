#include "admin/server/cli/password_input.h"

#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <istream>
#include <optional>
#include <ostream>

#include "cdc/base/error.h"

namespace admin::cli {
namespace {

using cdc::cli::Invocation;

// While it lives, what is typed is not shown, and the keys that end or stop a program are characters as others: a
// program that they ended would leave a terminal that shows nothing. The one that interrupts also ends a line.
class Hidden {
 public:
  Hidden() {
    if (::tcgetattr(STDIN_FILENO, &before_) != 0) {
      throw cdc::Error(cdc::Kind::kUsage, "a password cannot be read from this terminal", "Use --password-stdin.");
    }
    termios hidden = before_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
    hidden.c_lflag |= ECHONL;
    hidden.c_cc[VEOL] = hidden.c_cc[VINTR];
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  }
  ~Hidden() { ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }
  Hidden(const Hidden&) = delete;
  Hidden& operator=(const Hidden&) = delete;

  // A line without its end; nullopt: interrupted. It is read from the terminal itself, as a stream waits for a newline.
  std::optional<std::string> Line() const {
    std::string line;
    for (char c = 0;;) {
      const ssize_t got = ::read(STDIN_FILENO, &c, 1);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) throw cdc::Error(cdc::Kind::kUsage, "no password was typed", "Use --password-stdin.");
      if (c == '\n') return line;
      if (static_cast<cc_t>(c) == before_.c_cc[VINTR] && before_.c_cc[VINTR] != _POSIX_VDISABLE) return std::nullopt;
      line += c;
    }
  }

 private:
  termios before_{};
};

// nullopt: interrupted.
std::optional<std::string> Ask(std::ostream& out) {
  const Hidden hidden;
  out << "Password: " << std::flush;
  const auto first = hidden.Line();
  if (!first) return std::nullopt;
  out << "Once more: " << std::flush;
  const auto second = hidden.Line();
  if (!second) return std::nullopt;
  if (first != second) throw cdc::Error(cdc::Kind::kUsage, "the two passwords differ", "Try again.");
  return first;
}

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
  const auto typed = Ask(terminal.err);
  if (!typed) {
    // The terminal is as it was: now the program may end as it would have.
    ::raise(SIGINT);
    throw cdc::Error(cdc::Kind::kUsage, "interrupted", "Try again.");
  }
  return *typed;
}

}  // namespace admin::cli
