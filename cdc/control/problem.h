// Errors as they travel over the control API: problem+json (RFC 9457) with our own members `kind`, `hint` and
// `exit_code`, so that the command line ends with the same words and the same exit code as the daemon would.
#pragma once

#include <string>
#include <string_view>

#include "cdc/base/error.h"
#include "cdc/control/service.h"

namespace cdc::control {

inline constexpr std::string_view kJsonType = "application/json";
inline constexpr std::string_view kProblemType = "application/problem+json";

// The HTTP status that says the same as a kind.
unsigned HttpStatus(Kind kind) noexcept;
// The reason phrase of the statuses this API uses.
std::string_view StatusTitle(unsigned status) noexcept;

// {"type","title","status","detail","kind","hint","exit_code"}
std::string ToProblem(const Error& error, unsigned status);
// The Error in a problem; where the body is none of ours, one that says what came instead.
Error FromProblem(unsigned status, std::string_view body);

// JSON text; bytes that are not UTF-8 become U+FFFD.
std::string Dump(const Json& json);

}  // namespace cdc::control
