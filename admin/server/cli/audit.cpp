#include "admin/server/cli/audit.h"

#include <charconv>
#include <ostream>

#include "admin/server/config.h"
#include "admin/server/http/route.h"
#include "admin/server/store/audit.h"
#include "admin/server/workers.h"
#include "cdc/base/clock.h"

namespace admin::cli {
namespace {

// "120:6f0c…", as this command printed it.
store::ChainEnd ParseEnd(const std::string& text) {
  store::ChainEnd end;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), end.rows);
  const auto used = static_cast<std::size_t>(rest - text.data());
  if (error != std::errc() || end.rows < 1 || text.size() != used + 65 || text[used] != ':') {
    throw cdc::Error(cdc::Kind::kUsage, "--noted takes a row and its hash, as in 120:6f0c…",
                     "An earlier `walcast-admin audit verify` printed it.");
  }
  end.hash = text.substr(used + 1);
  return end;
}

int Verify(const cdc::cli::Invocation& invocation) {
  std::optional<store::ChainEnd> noted;
  if (const auto text = invocation.Value("noted")) noted = ParseEnd(*text);
  const AdminConfig config = LoadAdminConfig(invocation.Sources());
  const auto clock = cdc::SystemClock();
  store::Breaker breaker(*clock);
  auto options = EditOptions(config);
  options.statement_timeout = std::chrono::minutes(1);
  options.application_name = "walcast-admin audit";
  store::Database database(options, breaker);
  const auto report = store::VerifyHistory(database, noted);
  auto& out = invocation.terminal().out;
  if (invocation.json()) {
    Json json{{"rows", report.end.rows}, {"hash", report.end.hash}, {"broken", nullptr}};
    if (report.broken) json["broken"] = {{"seq", report.broken->seq}, {"why", report.broken->why}};
    out << json.dump() << '\n';
  } else if (report.broken) {
    out << "the history is not what was written: row " << report.broken->seq << ": " << report.broken->why << '\n';
  } else if (!invocation.quiet()) {
    out << report.end.rows << " rows, each as it was written\n";
    if (report.end.rows > 0)
      out << "the end, to be noted elsewhere: " << report.end.rows << ':' << report.end.hash << '\n';
  }
  return report.broken ? 1 : 0;
}

}  // namespace

cdc::cli::Command AuditCommand() {
  return {.name = "audit",
          .summary = "verify the history of changes",
          .description =
              "Walks the history from its first row to the last and compares each hash. Exit code 1, and the first row "
              "that does not fit, where one was changed, removed or put in. Rows missing at the end are only seen with "
              "--noted: note the end that is printed where nobody can change it together with the database.",
          .arguments = {{.name = "ACTION", .required = true, .words = {"verify"}}},
          .options = {{.name = "noted",
                       .value = "ROW:HASH",
                       .help = "an end that was printed earlier; it must still be there"}},
          .run = Verify};
}

}  // namespace admin::cli
