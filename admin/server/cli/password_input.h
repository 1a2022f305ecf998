// Passwords for commands: typed without being shown, or one line of standard input; never an argument, which other
// users of the machine could see.
#pragma once

#include <string>

#include "cdc/cli/command.h"

namespace admin::cli {

// --password-stdin.
cdc::cli::Option PasswordOption();

// With --password-stdin the first line of standard input, else what is typed twice. Throws kUsage where there is no
// terminal to type at, or the two differ.
std::string ReadPassword(const cdc::cli::Invocation& invocation);

// The first line of standard input. Throws kUsage where there is none.
std::string ReadLine(const cdc::cli::Invocation& invocation);

}  // namespace admin::cli
