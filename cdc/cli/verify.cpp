#include "cdc/stream/verify.h"

#include <algorithm>
#include <ostream>

#include "cdc/base/error.h"
#include "cdc/cli/commands.h"
#include "cdc/cli/difference.h"
#include "cdc/cli/output.h"
#include "cdc/cli/progress.h"
#include "cdc/cli/table.h"
#include "cdc/cli/wiring.h"
#include "cdc/pg/documents.h"

namespace cdc::cli {
namespace {

constexpr std::size_t kListed = 100;
constexpr std::chrono::milliseconds kPoll{50};

// The daemon that writes the index, if there is one.
class Daemon {
 public:
  Daemon(const Config& config, pg::Database& database, const Clock& clock, Duration limit)
      : client_(ControlClientOptions(config)), database_(database), clock_(clock), limit_(limit) {
    try {
      client_.Status();
    } catch (const control::NotRunning&) {
      running_ = false;
    }
  }

  bool running() const { return running_; }
  void MustRun() {
    if (!running_) client_.Status();
  }

  // Returns once everything that is committed now is written. Nobody will write it where no daemon runs.
  void Settle() {
    if (!running_) return;
    const Lsn mark = database_.Mark();
    for (const TimePoint end = clock_.Now() + limit_;;) {
      const Json status = client_.Status();
      const auto checkpoint = Lsn::Parse(TextOf(status, "checkpoint"));
      const bool streaming = TextOf(status, "state") == "streaming";
      if (streaming && checkpoint && *checkpoint >= mark) return;
      if (status.value("paused", false)) {
        throw Error(Kind::kNotYet, "the stream is paused: what differs may be a change on its way",
                    "Let it go on first: walcast resume.");
      }
      if (clock_.Now() >= end) {
        throw Error(Kind::kNotYet, "the stream has not come as far as " + mark.ToString() + " in the time given",
                    "`walcast status` says how far it is.");
      }
      clock_.Wait(kPoll, {});
    }
  }

  void WriteAgain(const std::string& index, const stream::Ids& ids) { client_.WriteAgain(index, ids); }

 private:
  control::Client client_;
  pg::Database& database_;
  const Clock& clock_;
  const Duration limit_;
  bool running_ = true;
};

// The generation that searches see, of the SQL that is configured.
std::string Served(es::Indices& indices, const Plan& plan) {
  for (const auto& generation : indices.List(plan.index)) {
    if (!generation.aliased) continue;
    if (generation.meta && generation.meta->document_hash != plan.hash) {
      throw Error(Kind::kNotYet, "the index " + plan.index + " is of another SQL than the one configured",
                  "Have it filled anew: walcast rebuild " + plan.index + " --wait.");
    }
    return generation.name;
  }
  throw Error(Kind::kNotYet, "the index " + plan.index + " is not filled yet", "`walcast status` says how far it is.");
}

// What was found, listed as far as it is not too much.
class Findings {
 public:
  explicit Findings(const Invocation& invocation)
      : invocation_(invocation), limit_(invocation.Number("limit", "documents").value_or(kListed)) {}

  void Add(const stream::Difference& difference) {
    if (found_.size() >= limit_) return;
    Json found{{"flaw", Name(difference.flaw)}, {"id", difference.id}};
    if (invocation_.Has("diff")) {
      const Json indexed = ParseDocument(difference.indexed, "the index");
      found["patch"] = PatchOf(indexed, ParseDocument(difference.rendered, "the SQL"));
      found["indexed"] = indexed;
    }
    found_.push_back(std::move(found));
  }

  void Print(const std::string& index, const std::string& generation, const stream::Verified& verified) const {
    if (invocation_.json()) {
      PrintJson(invocation_, {{"index", index},
                              {"generation", generation},
                              {"equal", verified.equal},
                              {"missing", verified.missing},
                              {"different", verified.different},
                              {"ghosts", verified.ghosts},
                              {"failing", verified.failing},
                              {"changing", verified.changing},
                              {"repaired", verified.repaired},
                              {"differences", found_}});
      return;
    }
    PrintList();
    if (verified.differing() > found_.size()) {
      Say(invocation_, "and " + FormatCount(verified.differing() - found_.size()) + " more: see --limit");
    }
    Table table("verified", {{.name = "EQUAL", .right = true},
                             {.name = "MISSING", .right = true},
                             {.name = "DIFFERENT", .right = true},
                             {.name = "GHOSTS", .right = true},
                             {.name = "FAILING", .right = true},
                             {.name = "CHANGING", .right = true},
                             {.name = "REPAIRED", .right = true}});
    table.Add({FormatCount(verified.equal), FormatCount(verified.missing), FormatCount(verified.different),
               FormatCount(verified.ghosts), FormatCount(verified.failing), FormatCount(verified.changing),
               FormatCount(verified.repaired)});
    table.Print(invocation_);
  }

 private:
  void PrintList() const {
    auto& out = invocation_.terminal().out;
    for (const auto& found : found_) {
      out << TextOf(found, "flaw") << ' ' << Harmless(TextOf(found, "id")) << '\n';
      if (found.contains("patch")) PrintPatch(out, found["indexed"], found["patch"], "  ");
    }
  }

  const Invocation& invocation_;
  const std::size_t limit_;
  Json found_ = Json::array();
};

int Conclude(const Invocation& invocation, const stream::Verified& verified, bool running) {
  if (!running && verified.differing() > 0) {
    Say(invocation, "walcast does not run: what it has not written yet differs, too");
  }
  if (verified.failing > 0) Say(invocation, "the SQL fails for some; see: walcast dead-letters list");
  if (verified.differing() > verified.repaired) return 1;
  if (verified.changing == 0) return 0;
  throw Error(Kind::kNotYet, FormatCount(verified.changing) + " documents change too often to be compared",
              "Look at them again when there is less to do.");
}

int Run(const Invocation& invocation) {
  const auto limit = invocation.Time("timeout", std::chrono::minutes(5));
  const auto sample = invocation.Number("sample", "documents");
  Findings findings(invocation);
  const auto loaded = invocation.Configuration();
  const auto& config = loaded.config;
  const auto name = FindIndex(config, *invocation.ArgumentAt(0)).name;
  const auto clock = SystemClock();
  const auto database = MakeDatabase(config, nullptr, *clock);
  const Plan plan = database->MakePlan(name);
  const auto indices = MakeIndices(config);
  const std::string generation = Served(*indices, plan);
  Daemon daemon(config, *database, *clock, limit);
  if (invocation.Has("repair")) daemon.MustRun();

  pg::Router router(PostgresOptions(config), std::nullopt);
  pg::Renderer renderer(PostgresOptions(config), std::nullopt);
  stream::Verified verified;
  {
    ProgressLine line(invocation, *clock, name, "documents");
    const std::uint64_t total = sample ? 2 * *sample : router.EstimateKeys(plan, {}) + indices->Count(generation);
    const TimePoint began = clock->Now();
    const auto compared = [&](std::uint64_t documents) {
      const double seconds = std::chrono::duration<double>(clock->Now() - began).count();
      line.Show(
          {.done = documents, .total = total, .per_second = static_cast<double>(documents) / std::max(seconds, 0.001)});
    };
    const stream::Verifier verifier(
        {.router = router,
         .renderer = renderer,
         .indices = *indices,
         .settle = [&] { daemon.Settle(); },
         .write_again = invocation.Has("repair")
                            ? std::function([&](const stream::Ids& ids) { daemon.WriteAgain(name, ids); })
                            : nullptr,
         .report = [&](const stream::Difference& difference) { findings.Add(difference); },
         .compared = compared},
        {.sample = sample});
    verified = verifier.Run(plan, generation, {});
  }
  findings.Print(name, generation, verified);
  return Conclude(invocation, verified, daemon.running());
}

}  // namespace

Command VerifyCommand() {
  return {.name = "verify",
          .summary = "compare an index with its SQL, document by document",
          .description =
              "Renders each document of INDEX and compares it with what the index holds, and looks for documents there "
              "that the SQL\n"
              "does not return. It may run at any time: what differs is looked at again once the daemon has written "
              "what was committed by\n"
              "then. Exit code 1 where documents differ and are not repaired. A document may be missing, different, a "
              "ghost (the SQL does\n"
              "not return it), failing (the SQL fails for it), or changing at every look.",
          .arguments = {{.name = "INDEX", .required = true}},
          .options = {{.name = "repair", .value = "", .help = "have the daemon write again, or remove, what differs"},
                      {.name = "sample", .value = "N", .help = "compare only N documents of each side, at random"},
                      {.name = "diff", .value = "", .help = "show in what they differ"},
                      {.name = "limit", .value = "N", .help = "list at most N documents; default: 100"},
                      {.name = "timeout",
                       .value = "TIME",
                       .help = "give up where the daemon does not catch up in this time; default: 5min"}},
          .run = Run};
}

}  // namespace cdc::cli
