#include <ostream>

#include "cdc/cli/commands.h"
#include "cdc/cli/doctor_servers.h"
#include "cdc/cli/output.h"
#include "cdc/cli/table.h"
#include "cdc/cli/wiring.h"
#include "cdc/pg/doctor.h"
#include "cdc/stream/error_policy.h"

namespace cdc::cli {
namespace {

void Print(const Invocation& invocation, const std::vector<stream::Finding>& findings) {
  std::vector<Column> columns = {{.name = "CHECK"}, {.name = "LEVEL"}, {.name = "FOUND", .wrap = true}};
  // For people remedies stand behind the table: lines to paste, not cut by its columns.
  if (invocation.json()) columns.push_back({.name = "REMEDY"});
  Table table("findings", columns);
  for (const auto& finding : findings) {
    std::vector<std::optional<std::string>> cells = {finding.check, std::string(Name(finding.level)), finding.found};
    if (invocation.json()) cells.push_back(finding.remedy);
    table.Add(cells);
  }
  table.Print(invocation);
  if (invocation.json()) return;
  for (const auto& finding : findings) {
    if (finding.level == stream::Finding::Level::kOk || finding.remedy.empty()) continue;
    invocation.terminal().out << '\n' << Harmless(finding.check) << ":\n  " << Harmless(finding.remedy) << '\n';
  }
}

int Run(const Invocation& invocation) {
  auto loaded = invocation.Configuration();
  const auto& postgres = loaded.config.postgres;
  auto findings = pg::Diagnose(DatabaseOptionsOf(loaded.config, nullptr), postgres.slot, postgres.plugin);
  for (auto* diagnose : {DiagnoseStore, DiagnoseSearch}) {
    auto more = diagnose(loaded.config);
    findings.insert(findings.end(), more.begin(), more.end());
  }
  Print(invocation, findings);
  for (const auto& finding : findings) {
    if (finding.level == stream::Finding::Level::kFail) return stream::ExitCode(finding.kind);
  }
  return 0;
}

}  // namespace

Command DoctorCommand() {
  return {.name = "doctor",
          .summary = "check that everything is as walcast needs it",
          .description =
              "Checks PostgreSQL (settings, plugin, rights, slots, replica identities, indexes for the routes), the "
              "checkpoint store and\n"
              "the search engine, and tells for each fault what to do. Nothing is changed. The exit code is that of "
              "the first failure;\n"
              "warnings are none.",
          .arguments = {},
          .options = {},
          .run = Run};
}

}  // namespace cdc::cli
