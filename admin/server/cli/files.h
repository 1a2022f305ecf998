// `walcast-admin files`: what is done with the storage of files by hand.
#pragma once

#include "cdc/cli/command.h"

namespace admin::cli {

cdc::cli::Command FilesCommand();

}  // namespace admin::cli
