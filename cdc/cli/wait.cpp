#include <ostream>

#include "cdc/base/error.h"
#include "cdc/cli/commands.h"
#include "cdc/cli/watching.h"
#include "cdc/cli/wiring.h"

namespace cdc::cli {
namespace {

int Run(const Invocation& invocation) {
  auto limit = invocation.Time("timeout", std::chrono::seconds(60));
  std::optional<Lsn> lsn;
  if (auto text = invocation.Value("lsn")) {
    lsn = Lsn::Parse(*text);
    if (!lsn)
      throw Error(Kind::kUsage, "--lsn is no position in the write-ahead log: " + *text, "Give it as 16/B374D848.");
  }
  auto loaded = invocation.Configuration();
  control::Client client(ControlClientOptions(loaded.config));
  auto clock = SystemClock();
  Json answer;
  {
    ProgressLine line(invocation, *clock, "filling", "documents");
    answer = CallWithProgress(client, line, [&](std::stop_token stop) { return client.Wait(lsn, limit, stop); });
  }
  if (invocation.json()) {
    PrintJson(invocation, answer);
  } else {
    Say(invocation, "the indices hold everything up to " + Harmless(TextOf(answer, "lsn")));
  }
  return 0;
}

}  // namespace

Command WaitCommand() {
  return {.name = "wait",
          .summary = "wait until the indices hold everything committed so far",
          .description =
              "Returns once everything committed up to now, or up to --lsn, can be searched in every index that is not "
              "suspended; with\n"
              "exit code 75 when the time is up before. It also waits for every index that is filled for the first "
              "time, that may lack\n"
              "changes (stale), or whose SQL or definition has changed, until its new generation is live.",
          .arguments = {},
          .options =
              {{.name = "lsn", .value = "LSN", .help = "a position in the write-ahead log, 16/B374D848; default: now"},
               {.name = "timeout", .value = "TIME", .help = "give up after this time, 500ms, 60s, 5min; default: 60s"}},
          .run = Run};
}

}  // namespace cdc::cli
