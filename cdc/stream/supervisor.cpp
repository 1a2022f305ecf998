#include "cdc/stream/supervisor.h"

#include <algorithm>
#include <ctime>
#include <map>
#include <utility>

#include "cdc/base/units.h"
#include "cdc/stream/error_policy.h"
#include "cdc/stream/plant.h"
#include "cdc/stream/term.h"

namespace cdc::stream {
namespace {

constexpr Duration kTellEvery = std::chrono::seconds(5);  // how far the backfills are
constexpr Duration kStandbyLook = std::chrono::milliseconds(500);

// Whether the slot is made anew.
bool IsFresh(const Decision& decision) { return decision.course == Course::kFirst || decision.course == Course::kGap; }

// Of what is done beside the stream: whether the failure is of more than the thing at hand.
bool IsGrave(Kind kind) { return kind == Kind::kFenced || kind == Kind::kCorrupt || kind == Kind::kInternal; }

}  // namespace

std::string_view Name(DaemonState state) noexcept {
  switch (state) {
    case DaemonState::kStarting: return "starting";
    case DaemonState::kStandby: return "standby";
    case DaemonState::kStreaming: return "streaming";
    case DaemonState::kStopping: return "stopping";
  }
  return "starting";
}

Supervisor::Supervisor(Parts parts, SupervisorOptions options) : parts_(parts), options_(std::move(options)) {}
Supervisor::~Supervisor() = default;

void Supervisor::Run(std::stop_token stop) {
  Backoff backoff(options_.backoff);
  while (!stop.stop_requested()) {
    const TimePoint began = parts_.clock.Now();
    try {
      RunTerm(stop);
    } catch (const Error& error) {
      if (stop.stop_requested()) break;
      // A gap that was met on the way is judged at the start of the next term.
      const Action action = error.kind() == Kind::kGap && !final_ ? Action::kRetry : OnStream(error.kind());
      const bool standing_by = action == Action::kStandBy;
      if (action == Action::kStop) throw;
      const bool news = Look().error != error.what();
      SetState(standing_by ? DaemonState::kStandby : DaemonState::kStarting, error.what());
      if (standing_by && news) parts_.log.Info("standing by", {{"reason", error.what()}});
      if (!standing_by) parts_.log.Write(Level::kWarn, "the stream stopped, starting over", error);
      if (parts_.clock.Now() - began > options_.backoff.max) backoff.Reset();
      parts_.clock.Wait(standing_by ? kStandbyLook : backoff.Next(), stop);
    } catch (const std::exception& defect) {
      throw Error(Kind::kInternal, std::string("the stream failed: ") + defect.what());
    }
  }
  SetState(DaemonState::kStopping);
}

void Supervisor::RunTerm(std::stop_token stop) {
  Standing standing = Prepare(stop);
  auto source = parts_.workshop.MakeSource(standing.server);
  std::vector<TargetPtr> preview;
  for (const auto& setup : standing.setups) {
    if (!setup.plan) continue;
    preview.push_back(std::make_shared<Target>());
    preview.back()->plan = setup.plan;
  }
  source->SetInterest(TargetSet(preview).interest());
  source->Open({}, stop);
  // The slot is ours from here on; who held it before may have saved since we looked.
  // The mark writes to the log: no two owners read the same epoch.
  parts_.database.Mark();
  const Lsn epoch = parts_.database.InsertPosition();
  if (parts_.store.Load() != standing.record)
    throw Error(Kind::kSlotBusy, "another process was at work on the slot just now");
  const Record record = MakeRecord(standing, epoch);
  // A server that was put back may give a lower epoch than the record's: after a gap the old owner's claim is void.
  if (standing.decision.course == Course::kGap) parts_.store.Clear();
  parts_.store.Begin(record);
  source->Confirm(record.checkpoint);
  // Durably distrusted by now: what changed while the identities were weak is found by filling anew.
  for (const auto& setup : standing.setups) {
    if (setup.plan && setup.weak) Mend(*setup.plan);
  }

  TargetEvents& events = *this;
  auto term = std::make_shared<Term>(parts_, options_, standing.server, std::move(source), record, events);
  Adopt(*term, standing, record);
  term->Start(standing.start);
  {
    const std::scoped_lock lock(mutex_);
    term_ = term;
    state_ = DaemonState::kStreaming;
    error_.clear();
  }
  parts_.log.Info("streaming",
                  {{"slot", options_.slot}, {"from", standing.start.ToString()}, {"epoch", epoch.ToString()}});
  std::exception_ptr failure;
  try {
    Watch(*term, stop);
  } catch (const std::exception&) {
    failure = std::current_exception();
  }
  {
    const std::scoped_lock lock(mutex_);
    state_ = stop.stop_requested() ? DaemonState::kStopping : DaemonState::kStarting;
    term_.reset();
    calls_.clear();  // their promises break: whoever waits is told
  }
  term->Stop();
  if (failure) std::rethrow_exception(failure);
  term->Rethrow();
}

// ---- before the slot is taken: nothing is changed until all of it is known to be well

Supervisor::Standing Supervisor::Prepare(std::stop_token stop) {
  Standing standing;
  standing.server = parts_.database.Identify();
  parts_.indices.Server();
  const Found found = LookAround(standing.server);
  if (found.slot && found.slot->active)
    throw Error(Kind::kSlotBusy, "the slot '" + options_.slot + "' is held by another process");
  standing.record = found.record;
  standing.setups = MakeSetups(found.record);
  standing.decision = Decide(found);
  const bool reset = std::exchange(reset_until_, TimePoint{}) > parts_.clock.Now();
  if (reset) standing.decision = {Course::kGap, "the slot is reset on request"};
  if (standing.decision.course == Course::kGap && !reset && options_.stop_on_gap) {
    final_ = true;
    throw Error(Kind::kGap, "changes may be missing: " + standing.decision.reason,
                "Set on_gap to rebuild, or run `walcast slot reset`, which rebuilds every index.");
  }
  CheckIdentities(standing);
  if (!standing.decision.reason.empty()) {
    parts_.log.Warn(
        standing.decision.course == Course::kGap ? "a gap: every index is rebuilt" : "the indices are brought in order",
        {{"reason", standing.decision.reason}});
  }
  for (const auto& index : options_.indices) parts_.indices.InstallTemplate(index.name);
  standing.start = TakeSlot(found, standing.decision, stop);
  return standing;
}

Found Supervisor::LookAround(const ServerIdentity& server) {
  Found found{.server = server,
              .flushed = parts_.database.FlushPosition(),
              .slot = parts_.database.Slot(options_.slot),
              .plugin = options_.plugin,
              .record = parts_.store.Load(),
              .left_timeline = {},
              .foreign_timeline = false,
              .indices = false};
  if (found.record && found.record->system_id == server.system_id && found.record->timeline != server.timeline) {
    try {
      found.left_timeline = parts_.database.LeftTimeline(found.record->timeline);
    } catch (const Error& error) {
      if (error.kind() != Kind::kGap) throw;
      found.foreign_timeline = true;
    }
  }
  if (found.slot && found.slot->database != server.database) {
    throw Error(Kind::kConfig, "the slot '" + options_.slot + "' is of the database " + found.slot->database,
                "Give this walcast another postgres.slot.");
  }
  for (const auto& index : options_.indices) {
    for (const auto& generation : parts_.indices.List(index.name)) {
      const bool ours = generation.meta && generation.meta->slot == options_.slot;
      found.indices = found.indices || ours;
      if (!generation.aliased || ours) continue;
      throw Error(Kind::kConfig,
                  "the alias " + index.name + " is held by " + generation.name + ", which is not of this walcast",
                  "Give the index another name in the configuration, or take the alias away.");
    }
  }
  return found;
}

IndexSetup Supervisor::MakeSetup(const IndexSource& source) {
  IndexSetup setup;
  setup.name = source.name;
  setup.definition = source.definition;
  setup.definition_hash = source.definition_hash;
  setup.root = source.root;
  setup.key = source.key;
  setup.plan = std::make_shared<const Plan>(parts_.database.MakePlan(source.name));
  setup.structure = parts_.database.ReadPlanState(*setup.plan).structure;
  return setup;
}

// An index that was live before and whose SQL is not valid any more does not keep the others from going on.
std::vector<IndexSetup> Supervisor::MakeSetups(const std::optional<Record>& record) {
  std::vector<IndexSetup> setups;
  for (const auto& source : options_.indices) {
    try {
      setups.push_back(MakeSetup(source));
    } catch (const Error& error) {
      const bool known = record && record->indices.contains(source.name);
      if (!known || OnDocuments(error.kind()) != Action::kSuspend) throw;
      parts_.log.Write(Level::kError, "the document of index " + source.name + " is not valid", error);
      setups.push_back({source.name, source.definition, source.definition_hash, source.root, source.key, nullptr, "",
                        error.what(), false});
    }
  }
  return setups;
}

void Supervisor::CheckIdentities(Standing& standing) {
  std::string missing;
  for (auto& setup : standing.setups) {
    if (!setup.plan) continue;
    const auto words = parts_.database.MissingIdentities({*setup.plan});
    setup.weak = !words.empty();
    for (const auto& word : words) missing += "\n  " + word;
  }
  if (missing.empty()) return;
  if (!options_.setup) {
    throw Error(Kind::kConfig, "replica identities do not hold the columns the routes start from:" + missing,
                "Run `walcast setup`.");
  }
  // Before a slot is made nothing can be missed; where one is kept, the indices are distrusted first (RunTerm).
  if (!IsFresh(standing.decision)) return;
  for (auto& setup : standing.setups) {
    if (std::exchange(setup.weak, false)) Mend(*setup.plan);
  }
}

Lsn Supervisor::TakeSlot(const Found& found, const Decision& decision, std::stop_token stop) {
  if (!IsFresh(decision)) return found.slot->confirmed;
  if (found.slot) parts_.database.DropSlot(options_.slot);
  const Lsn start = parts_.database.CreateSlot(options_.slot, options_.plugin, stop);
  parts_.log.Info("the replication slot is created", {{"slot", options_.slot}, {"lsn", start.ToString()}});
  return start;
}

// ---- the slot is ours

Record Supervisor::MakeRecord(const Standing& standing, Lsn epoch) {
  Record record;
  if (standing.record) record = *standing.record;
  record.system_id = standing.server.system_id;
  record.timeline = standing.server.timeline;
  record.database = standing.server.database;
  record.slot = options_.slot;
  record.plugin = options_.plugin;
  record.epoch = epoch;
  const Course course = standing.decision.course;
  if (course != Course::kGoOn) record.checkpoint = standing.start;
  // Also what the former owner handed out until just now is not above the server's log.
  record.sent = std::max(course == Course::kGap ? Lsn{} : record.sent, parts_.database.FlushPosition());
  for (auto& [name, index] : record.indices) {
    const auto setup = std::find_if(standing.setups.begin(), standing.setups.end(),
                                    [&](const IndexSetup& one) { return one.name == name; });
    const bool weak = setup != standing.setups.end() && setup->weak;
    if (course == Course::kGoOn && !weak) continue;
    index.stale = true;
    index.filling.reset();
    if (course == Course::kGap) index.uuid.clear();  // not to be fed: old versions may outrank new commits
  }
  return record;
}

void Supervisor::Adopt(Term& term, const Standing& standing, const Record& record) {
  const Course course = standing.decision.course;
  for (const auto& setup : standing.setups) {
    std::optional<IndexRecord> found;
    if (record.indices.contains(setup.name)) found = record.indices.at(setup.name);
    term.generations.Adopt(setup, found, course == Course::kReorder);
    term.setups[setup.name] = setup;
    // The structure is what the plan was made of; identities may have been mended since.
    if (setup.plan) term.states[setup.name] = {setup.structure, parts_.database.ReadPlanState(*setup.plan).identities};
  }
  for (const auto& [name, index] : record.indices) {
    if (!term.setups.contains(name)) {
      parts_.log.Warn("an index is not in the configuration any more",
                      {{"index", name}, {"remedy", "walcast teardown " + name}});
    }
  }
}

void Supervisor::Watch(Term& term, std::stop_token stop) {
  TimePoint look = parts_.clock.Now() + options_.fingerprint;
  TimePoint tell = parts_.clock.Now() + kTellEvery;
  StartBackfills(term);
  while (!stop.stop_requested() && !term.failed()) {
    std::function<void(Term&, std::stop_token)> call;
    {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, stop, std::chrono::milliseconds(100), [&] { return !calls_.empty(); });
      if (!calls_.empty()) {
        call = std::move(calls_.front());
        calls_.pop_front();
      }
    }
    if (call) call(term, stop);
    if (reset_until_ > parts_.clock.Now()) return;
    FinishBackfills(term, stop);
    if (letters_lost_.exchange(false)) RestoreLetters(term, stop);
    if (parts_.clock.Now() >= tell) {
      tell = parts_.clock.Now() + kTellEvery;
      TellProgress(term);
    }
    if (parts_.clock.Now() < look) continue;
    look = parts_.clock.Now() + options_.fingerprint;
    LookForDdl(term, stop);
    Tend("the indices could not be looked at", [&] {
      for (const auto& index : term.generations.Lost()) {
        parts_.log.Warn("an index is gone and is rebuilt", {{"index", index}});
        term.generations.Distrust(index);
        term.AskRebuild(index);
      }
    });
    Tend("a former generation could not be dropped", [&] { term.generations.DropRetired(std::time(nullptr)); });
  }
}

void Supervisor::RestoreLetters(Term& term, std::stop_token stop) {
  const WriterKit kit = parts_.workshop.MakeKit(term.server);
  for (const auto& view : term.generations.Views()) {
    for (const auto& target : {view.served, view.filling}) {
      if (target) WriteTo(term, *target, term.letters.Ids(target->generation), kit, stop);
    }
  }
}

void Supervisor::TellProgress(const Term& term) {
  for (const auto& view : term.generations.Views()) {
    const auto progress = term.Progress(view.name);
    if (!progress) continue;
    const double left =
        static_cast<double>(progress->estimate - progress->documents) / std::max(progress->per_second, 1.0);
    parts_.log.Info("backfill", {{"index", view.name},
                                 {"documents", std::to_string(progress->documents)},
                                 {"of", std::to_string(progress->estimate)},
                                 {"per_second", std::to_string(static_cast<std::uint64_t>(progress->per_second))},
                                 {"left", FormatDuration(std::chrono::seconds(static_cast<std::int64_t>(left)))}});
  }
}

void Supervisor::Feed(Term& term, std::stop_token stop) {
  if (!term.pipeline->SetTargets(term.generations.Targets(), stop)) term.Rethrow();
}

void Supervisor::StartBackfills(Term& term) {
  for (const auto& [target, from] : term.generations.Fillings()) {
    if (target->suspended || term.Filling(*target)) continue;
    term.StartBackfill(target, from);
    parts_.log.Info(from.cursor ? "backfill resumes" : "backfill begins",
                    {{"index", target->index}, {"generation", target->generation}});
  }
}

// Caught up: the walk is durable, and the checkpoint has passed everything that was committed when it ended.
void Supervisor::FinishBackfills(Term& term, std::stop_token stop) {
  bool switched = false;
  for (auto& fill : term.TakeEnded()) {
    fill->Rethrow();
    if (!fill->complete || fill->backfill->target().suspended) continue;
    term.catching_up[fill->backfill->target().index] = {parts_.database.FlushPosition(), fill};
  }
  for (auto at = term.catching_up.begin(); at != term.catching_up.end();) {
    const auto& [lsn, fill] = at->second;
    const bool given_up = fill->backfill->target().suspended;
    if (!given_up && term.checkpoint.durable() < lsn) {
      ++at;
      continue;
    }
    if (!given_up) {
      const auto progress = fill->backfill->progress();
      parts_.log.Info("backfill done", {{"index", at->first}, {"documents", std::to_string(progress.documents)}});
      SwitchTo(term, *at->second.second);
      switched = true;
    }
    at = term.catching_up.erase(at);
  }
  if (switched) Feed(term, stop);
  for (const auto& index : term.TakeRebuilds(options_.fingerprint)) {
    Tend("index " + index + " could not be filled anew", [&] {
      const auto& setup = term.setups.at(index);
      if (!setup.plan) return;
      if (options_.setup) Mend(*setup.plan);
      Refill(term, index, stop);
    });
  }
}

// What fails beside the stream is told and tried again at the next look; the stream goes on.
void Supervisor::Tend(const std::string& what, const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    if (IsGrave(error.kind())) throw;
    parts_.log.Write(Level::kWarn, what, error);
  }
}

// A new generation; one that was being filled is dropped once nobody writes to it any more.
std::string Supervisor::Refill(Term& term, const std::string& index, std::stop_token stop) {
  const auto started = term.generations.StartFilling(index);
  if (started.given_up) term.EndBackfill(*started.given_up);
  Feed(term, stop);
  StartBackfills(term);
  if (started.given_up) {
    Tend("a generation that was given up could not be dropped",
         [&] { term.generations.Drop(started.given_up->generation); });
  }
  return started.generation;
}

void Supervisor::SwitchTo(Term& term, const Fill& fill) {
  try {
    term.generations.Switch(fill.backfill->target());
  } catch (const Error& error) {
    if (OnDocuments(error.kind()) != Action::kSuspend) throw;
    term.generations.SuspendIndex(fill.backfill->target().index, error.what());  // somebody else holds the alias
  }
}

void Supervisor::Mend(const Plan& plan) {
  for (const auto& statement : parts_.database.MendIdentities({plan}))
    parts_.log.Info("replica identity set", {{"sql", statement}});
}

void Supervisor::LookForDdl(Term& term, std::stop_token stop) {
  for (auto& [name, setup] : term.setups) {
    Tend("the tables of index " + name + " could not be looked at", [&, &index = name, &known = setup] {
      if (known.plan) {
        const PlanState now = parts_.database.ReadPlanState(*known.plan);
        if (now == term.states[index]) return;
        parts_.log.Warn("the tables of an index were altered", {{"index", index}});
        term.generations.Distrust(index);
      }
      Replan(term, known, stop);
    });
  }
}

// The tables were altered: a valid plan leads to a rebuild, an invalid one suspends the index until it is valid again.
void Supervisor::Replan(Term& term, IndexSetup& setup, std::stop_token stop) {
  const auto source = std::find_if(options_.indices.begin(), options_.indices.end(),
                                   [&](const IndexSource& index) { return index.name == setup.name; });
  IndexSetup fresh;
  try {
    fresh = MakeSetup(*source);
    if (options_.setup) Mend(*fresh.plan);
  } catch (const Error& error) {
    if (OnDocuments(error.kind()) != Action::kSuspend) throw;
    if (!setup.plan) return;  // still not valid
    term.generations.SuspendIndex(setup.name, error.what());
    setup.plan.reset();
    Feed(term, stop);
    return;
  }
  term.generations.ReplaceSetup(fresh);
  Refill(term, setup.name, stop);
  term.states[setup.name] = {fresh.structure, parts_.database.ReadPlanState(*fresh.plan).identities};
  setup = fresh;
}

// ---- called by writers and reader

void Supervisor::Suspend(Target& target, const Error& reason) {
  std::shared_ptr<Term> term;
  {
    const std::scoped_lock lock(mutex_);
    term = term_;
  }
  if (!term) throw Error(Kind::kUnavailable, "the stream is not running yet");
  const bool held = term->generations.Suspend(target, reason.what());
  // An index that is gone can be made anew without anybody's help.
  if (reason.kind() == Kind::kIndex && held) term->AskRebuild(target.index);
}

void Supervisor::Blind(Target& target, const TableName& table) {
  std::shared_ptr<Term> term;
  {
    const std::scoped_lock lock(mutex_);
    term = term_;
  }
  if (!term) throw Error(Kind::kUnavailable, "the stream is not running yet");
  term->generations.Distrust(target.index);  // before the batch can be acknowledged
  if (!term->AskRebuild(target.index)) return;
  parts_.log.Warn("a change came without the columns its routes start from: the index is rebuilt",
                  {{"index", target.index}, {"table", table.ToString()}});
}

void Supervisor::SetState(DaemonState state, const std::string& error) {
  const std::scoped_lock lock(mutex_);
  state_ = state;
  error_ = error;
}

}  // namespace cdc::stream
