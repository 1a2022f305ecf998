#include "cdc/stream/supervisor.h"

#include <algorithm>
#include <ctime>
#include <map>
#include <utility>

#include "cdc/base/units.h"
#include "cdc/stream/error_policy.h"
#include "cdc/stream/term.h"

namespace cdc::stream {
namespace {

constexpr Duration kTellEvery = std::chrono::seconds(5);  // how far the backfills are
constexpr Duration kStandbyLook = std::chrono::milliseconds(500);

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
  const Pulses::Watched watched(parts_.pulses, "supervisor");
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
      if (action == Action::kStop) {
        SetState(DaemonState::kStopping, error.what());
        throw;
      }
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
  // Beginning and ending take what the servers take: a slot is made once every transaction that was open has ended.
  const Pulses::Within servers(parts_.pulses, std::nullopt);
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
  if (standing.reset) {
    reset_until_ = {};
    const std::scoped_lock lock(mutex_);
    ++resets_;
    changed_.notify_all();
  }
  source->Confirm(record.checkpoint);
  // Durably distrusted by now: what changed while the identities were weak is found by filling anew.
  for (const auto& setup : standing.setups) {
    if (setup.plan && setup.weak) Mend(*setup.plan);
  }

  record.paused ? valve_.Close() : valve_.Open();
  TargetEvents& events = *this;
  auto term = std::make_shared<Term>(Term::Begun{parts_, options_, standing.server, record, events, valve_, meters_},
                                     std::move(source));
  Adopt(*term, standing, record);
  term->Start(standing.start);
  {
    const std::scoped_lock lock(mutex_);
    term_ = term;
    state_ = DaemonState::kStreaming;
    error_.clear();
    paused_ = record.paused;
  }
  parts_.log.Info("streaming",
                  {{"slot", options_.slot}, {"from", standing.start.ToString()}, {"epoch", epoch.ToString()}});
  if (record.paused) parts_.log.Warn("the stream is paused", {{"remedy", "walcast resume"}});
  std::exception_ptr failure;
  try {
    const Pulses::Within usual(parts_.pulses, parts_.pulses.usual());
    Watch(*term, stop);
  } catch (const std::exception&) {
    failure = std::current_exception();
  }
  {
    const std::scoped_lock lock(pausing_, mutex_);
    state_ = stop.stop_requested() ? DaemonState::kStopping : DaemonState::kStarting;
    term_.reset();
    calls_.clear();  // their promises break: whoever waits is told
  }
  term->Stop();
  if (failure) std::rethrow_exception(failure);
  term->Rethrow();
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
    // What people ask for waits for others in many ways, each with a limit of its own.
    if (call) Resting(parts_.pulses, [&] { call(term, stop); });
    if (reset_until_ > parts_.clock.Now()) return;
    if (valve_.closed()) continue;
    FinishBackfills(term, stop);
    if (letters_lost_.exchange(false)) RestoreLetters(term, stop);
    if (parts_.clock.Now() >= tell) {
      tell = parts_.clock.Now() + kTellEvery;
      TellProgress(term);
    }
    if (parts_.clock.Now() < look) continue;
    look = parts_.clock.Now() + options_.fingerprint;
    LookForDdl(term, stop);
    const auto pass = valve_.TryEnter();
    if (!pass) continue;
    Tend("the indices could not be looked at", [&] {
      for (const auto& index : term.generations.LookAfter()) {
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
      if (!target) continue;
      InPages(term.letters.Ids(target->generation), options_.pipeline.page, [&](Ids&& ids) {
        WriteTo(term, *target, ids, kit, stop);
        return true;
      });
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
  const auto set = [&] { return term.pipeline->SetTargets(term.generations.Targets(), stop); };
  if (!Resting(parts_.pulses, set)) term.Rethrow();
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
      if (parts_.clock.Now() < switch_after_ || !SwitchTo(term, *fill)) {
        ++at;
        continue;
      }
      switched = true;
    }
    at = term.catching_up.erase(at);
  }
  if (switched) Feed(term, stop);
  for (const auto& index : term.TakeRebuilds(options_.fingerprint)) {
    const auto& setup = term.setups.at(index);
    if (!setup.plan) continue;  // once it is valid again it is filled anew anyway
    const bool done = Tend("index " + index + " could not be filled anew", [&] {
      if (options_.setup) Mend(*setup.plan);
      Refill(term, index, stop);
    });
    if (!done) term.AskRebuild(index);
  }
}

// What fails beside the stream is told and tried again at the next look; the stream goes on.
bool Supervisor::Tend(const std::string& what, const std::function<void()>& act) {
  try {
    act();
    return true;
  } catch (const Error& error) {
    if (IsGrave(error.kind())) throw;
    parts_.log.Write(Level::kWarn, what, error);
    return false;
  }
}

// A new generation; one that was being filled is dropped once nobody writes to it any more.
std::string Supervisor::Refill(Term& term, const std::string& index, std::stop_token stop) {
  const auto started = term.generations.StartFilling(index);
  if (started.given_up) Resting(parts_.pulses, [&] { term.EndBackfill(*started.given_up); });
  Feed(term, stop);
  StartBackfills(term);
  if (started.given_up) {
    Tend("a generation that was given up could not be dropped",
         [&] { term.generations.Drop(started.given_up->generation); });
  }
  return started.generation;
}

// False: to be tried again. What is served is not to suffer from it.
bool Supervisor::SwitchTo(Term& term, const Fill& fill) {
  const std::string& index = fill.backfill->target().index;
  const auto pass = valve_.TryEnter();
  if (!pass) return false;
  try {
    term.generations.Switch(fill.backfill->target());
    parts_.log.Info("backfill done",
                    {{"index", index}, {"documents", std::to_string(fill.backfill->progress().documents)}});
  } catch (const Error& error) {
    if (OnDocuments(error.kind()) != Action::kSuspend) throw;
    if (error.kind() == Kind::kRights) {  // a password just changed
      switch_after_ = parts_.clock.Now() + options_.backoff.max;
      parts_.log.Write(Level::kWarn, "the alias of index " + index + " could not be moved", error);
      return false;
    }
    term.generations.SuspendFilling(index, error.what());
    // Deleted by somebody, or somebody else holds the alias: filled anew until that is over.
    if (error.kind() == Kind::kIndex) term.AskRebuild(index);
  }
  return true;
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
  changed_.notify_all();
}

}  // namespace cdc::stream
