// `walcast-admin audit verify`: whether the history is what was written.
#pragma once

#include "cdc/cli/command.h"

namespace admin::cli {

cdc::cli::Command AuditCommand();

}  // namespace admin::cli
