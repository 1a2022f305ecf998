#include "admin/server/cli/commands.h"

#include <vector>

#include "admin/server/cli/audit.h"
#include "admin/server/cli/files.h"
#include "admin/server/cli/run.h"
#include "admin/server/cli/status.h"
#include "admin/server/cli/user.h"

namespace admin::cli {

std::span<const cdc::cli::Command> Commands() {
  static const std::vector<cdc::cli::Command> kCommands = {RunCommand(),     ServeCommand(), StatusCommand(),
                                                           OpenapiCommand(), UserCommand(),  TokenCommand(),
                                                           AuditCommand(),   FilesCommand()};
  return kCommands;
}

}  // namespace admin::cli
