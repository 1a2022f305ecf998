// Small pieces that the commands print with.
#pragma once

#include <string>
#include <string_view>

#include "cdc/cli/command.h"
#include "cdc/control/service.h"

namespace cdc::cli {

using control::Json;

// On standard output, indented on a terminal, and a newline.
void PrintJson(const Invocation& invocation, const Json& json);
// On standard error, unless --quiet or --json.
void Say(const Invocation& invocation, std::string_view message);
// What comes from a server, for a terminal: control characters (escape sequences) become "?".
std::string Harmless(std::string_view text);

// Unix milliseconds as UTC, "2026-01-31T12:00:00Z".
std::string FormatTime(std::uint64_t milliseconds);

// A member of an object that came over the wire; "" or 0 where it is not there or of another type.
std::string TextOf(const Json& object, const char* member);
std::uint64_t CountOf(const Json& object, const char* member);
double NumberOf(const Json& object, const char* member);

}  // namespace cdc::cli
