#include "admin/server/cli/files.h"

#include <ostream>

#include "admin/server/config.h"
#include "admin/server/files/sweep.h"
#include "admin/server/workers.h"

namespace admin::cli {
namespace {

int Sweep(const cdc::cli::Invocation& invocation) {
  const AdminConfig config = LoadAdminConfig(invocation.Sources());
  const auto clock = cdc::SystemClock();
  const auto storage = files::MakeStorage(config.files, *clock);
  if (storage == nullptr) {
    throw cdc::Error(cdc::Kind::kConfig, "no files are kept", "files.store is none; set it to folder or s3.");
  }
  Workers workers(config, *clock);
  const auto worker = workers.Make();
  const auto swept = files::Sweep(worker->edits, *storage, config.files.grace, {});
  auto& out = invocation.terminal().out;
  if (invocation.json()) {
    out << Json{{"removed", swept.removed}, {"orphans", swept.orphans}}.dump() << '\n';
  } else if (!invocation.quiet()) {
    out << swept.removed << " deleted files and " << swept.orphans << " that no film ever had were removed\n";
  }
  return 0;
}

}  // namespace

cdc::cli::Command FilesCommand() {
  return {
      .name = "files",
      .summary = "remove the bytes of files that no film has any more",
      .description =
          "Removes from the storage of files what was deleted, what went with its film longer ago than files.grace, "
          "and what is\n"
          "older than that and belongs to no film. A running server does the same every files.sweep.",
      .arguments = {{.name = "ACTION", .required = true, .words = {"sweep"}}},
      .options = {},
      .run = Sweep};
}

}  // namespace admin::cli
