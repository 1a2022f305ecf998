// walcast-admin user and token: who may sign in, without the server having to run.
#pragma once

#include "cdc/cli/command.h"

namespace admin::cli {

cdc::cli::Command UserCommand();   // add, passwd, disable, enable, list
cdc::cli::Command TokenCommand();  // list, revoke

}  // namespace admin::cli
