// `status`: whether the running server is ready, and what it needs. The health check of its image.
#pragma once

#include "cdc/cli/command.h"

namespace admin::cli {

cdc::cli::Command StatusCommand();

}  // namespace admin::cli
