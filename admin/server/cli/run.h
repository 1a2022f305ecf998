// `run` keeps the server up and replaces it; `serve` is the server, on sockets that it inherits.
#pragma once

#include "cdc/cli/command.h"

namespace admin::cli {

cdc::cli::Command RunCommand();
cdc::cli::Command ServeCommand();
cdc::cli::Command OpenapiCommand();

}  // namespace admin::cli
