// walcast-admin's entry.
#include "admin/server/cli/commands.h"
#include "cdc/cli/process.h"

int main(int count, char** values) {
  return cdc::cli::RunProcess(
      count, values, admin::cli::Commands(),
      {.name = "walcast-admin",
       .summary = "walcast-admin serves the film catalogue: its API, its editing API and its panel.",
       .config = "$WALCAST_ADMIN_CONFIG, ./config/admin.json, /etc/walcast/admin.json",
       .has_doctor = false});
}
