// The commands of walcast-admin.
#pragma once

#include <span>

#include "cdc/cli/command.h"

namespace admin::cli {

std::span<const cdc::cli::Command> Commands();

}  // namespace admin::cli
