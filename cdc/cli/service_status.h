// The status of a daemon, or what store and slot say where none runs, and how it is shown.
#pragma once

#include <optional>
#include <string>

#include "cdc/base/error.h"
#include "cdc/cli/output.h"
#include "cdc/config.h"

namespace cdc::cli {

// The same shape as control::Service::Status, with the state "not running", or "not reachable" where somebody holds the
// slot. What could not be asked is null; `failure` tells the first reason.
Json StatusWithoutDaemon(const Config& config, std::optional<Error>& failure);

void PrintStatus(const Invocation& invocation, const Json& status);

}  // namespace cdc::cli
