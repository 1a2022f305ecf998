// Runs the stream: finds out where it stands (startup.h), holds the slot, feeds and fills generations, and starts over
// when a server was lost. One term is the time between taking the slot and losing it. supervisor.cpp is the life of a
// term, supervisor_start.cpp its beginning, supervisor_ddl.cpp what altered tables lead to, supervisor_calls.cpp what
// other threads ask.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "cdc/base/log.h"
#include "cdc/base/pulse.h"
#include "cdc/stream/backfill.h"
#include "cdc/stream/database.h"
#include "cdc/stream/generations.h"
#include "cdc/stream/pipeline.h"
#include "cdc/stream/startup.h"

namespace cdc::stream {

struct IndexSource {  // as configured
  std::string name, definition, definition_hash, root, key;
};

struct SupervisorOptions {
  std::string slot = "walcast";
  std::string plugin = "wal2json";
  bool stop_on_gap = false;
  bool setup = true;  // mend replica identities where they do not suffice
  std::vector<IndexSource> indices;
  PipelineLimits pipeline;
  std::size_t writers = 2;
  BackfillLimits backfill;
  std::size_t backfill_workers = 2;
  BackoffLimits backoff;
  Duration drain = std::chrono::seconds(5);         // for what is in flight when told to stop
  Duration fingerprint = std::chrono::seconds(10);  // between two looks for DDL
};

// Makes what a term needs, of the server it is for. Called by the supervisor's thread.
class Workshop {
 public:
  virtual ~Workshop() = default;
  virtual std::unique_ptr<Source> MakeSource(const ServerIdentity& server) = 0;
  virtual std::unique_ptr<Visibility> MakeVisibility(const ServerIdentity& server) = 0;
  virtual WriterKit MakeKit(const ServerIdentity& server) = 0;
};

enum class DaemonState : std::uint8_t { kStarting, kStandby, kStreaming, kStopping };
std::string_view Name(DaemonState state) noexcept;

struct Fill;  // a backfill under way

class Supervisor final : private TargetEvents {
 public:
  struct Parts {
    Database& database;  // the supervisor's thread only
    Indices& indices;
    Store& store;
    Workshop& workshop;
    const Clock& clock;
    Log& log;
    Pulses& pulses;  // watch every thread of the stream
  };
  Supervisor(Parts parts, SupervisorOptions options);
  ~Supervisor() override;

  // Until `stop`. Throws what stops the program: kConfig, kRights, kBadDocument, kGap …
  void Run(std::stop_token stop);

  // ---- from any thread

  struct Snapshot {
    DaemonState state = DaemonState::kStarting;
    std::string error;  // why it is not streaming, or what is being retried
    Lsn checkpoint, received;
    std::optional<std::int64_t> paused{};  // since when (Unix seconds)
    std::size_t in_flight = 0;
    std::uint64_t applied = 0, stale = 0, rejected = 0, retried = 0;
    struct Index {
      Generations::View view;
      std::uint64_t dead_letters = 0;
      std::optional<Backfill::Progress> progress;
    };
    std::vector<Index> indices;
  };
  Snapshot Look() const;
  const Meters& meters() const { return meters_; }

  // On the supervisor's thread, once it streams; throws kNotYet where it does not within `limit`.
  // `restart`: also where it is being filled already, which starts over.
  std::string Rebuild(const std::string& index, Duration limit, bool restart = false);
  // From now on no document is written, no alias moved and the checkpoint stays, also after a restart; the slot is held
  // and the server answered, which keeps its WAL. Returns once that is so; since when (Unix seconds). Throws kNotYet
  // where it does not stream, and where requests under way do not end within `limit`: it is paused once they have. What
  // the store throws changes nothing.
  std::int64_t Pause(Duration limit);
  // Throws as Pause.
  void Resume();
  // Returns once the slot is made anew and every index is distrusted.
  void ResetSlot(Duration limit);
  // Renders and writes these documents of the index again, with the checkpoint as version, from the caller's thread.
  void WriteAgain(const std::string& index, const Ids& ids, const WriterKit& kit, std::stop_token stop);
  // The store was flushed while it ran: letters that are known to have been there are made again, by writing their
  // documents.
  void LettersLost() { letters_lost_ = true; }
  void ForgetLetters(const std::string& generation, const Ids& ids);

 private:
  struct Term;
  struct Standing {  // what a term begins with
    ServerIdentity server;
    std::vector<IndexSetup> setups;
    std::optional<Record> record;
    std::map<std::string, Generation> served;  // of each index: ours that holds the alias
    Decision decision;
    Lsn start;           // where the slot continues
    bool reset = false;  // the slot was made anew on request
  };

  void Suspend(Target& target, const Error& reason) override;
  void Blind(Target& target, const TableName& table) override;

  void RunTerm(std::stop_token stop);
  Standing Prepare(std::stop_token stop);
  std::vector<IndexSetup> MakeSetups(const std::optional<Record>& record);
  IndexSetup MakeSetup(const IndexSource& source);
  void CheckIdentities(Standing& standing);
  Found LookAround(Standing& standing);
  Lsn TakeSlot(const Found& found, const Decision& decision, std::stop_token stop);
  Record MakeRecord(const Standing& standing, Lsn epoch);
  void Adopt(Term& term, const Standing& standing, const Record& record);
  void Watch(Term& term, std::stop_token stop);
  void StartBackfills(Term& term);
  void FinishBackfills(Term& term, std::stop_token stop);
  void WriteTo(Term& term, Target& target, const Ids& ids, const WriterKit& kit, std::stop_token stop);
  void RestoreLetters(Term& term, std::stop_token stop);
  void TellProgress(const Term& term);
  bool Tend(const std::string& what, const std::function<void()>& act);
  std::string Refill(Term& term, const std::string& index, std::stop_token stop);
  bool SwitchTo(Term& term, const Fill& fill);
  void Mend(const Plan& plan);
  void LookForDdl(Term& term, std::stop_token stop);
  void Replan(Term& term, IndexSetup& setup, std::stop_token stop);
  void Feed(Term& term, std::stop_token stop);
  template <typename Call>
  auto Post(Call call, Duration limit);
  void SetState(DaemonState state, const std::string& error = {});
  std::shared_ptr<Term> Streaming() const;
  void RefuseWhilePaused(const std::string& what) const;

  const Parts parts_;
  const SupervisorOptions options_;
  TimePoint reset_until_{};  // the supervisor's thread: the slot is to be made anew, unless this has passed
  std::atomic<bool> letters_lost_{false};
  TimePoint switch_after_{};  // the supervisor's thread: no alias is moved before
  bool final_ = false;        // the supervisor's thread: the error under way stops the program

  Meters meters_;
  Valve valve_;         // closed while paused
  std::mutex pausing_;  // held while the store is told, and while a term ends: no later one begins with an older record

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable_any changed_;
  DaemonState state_ = DaemonState::kStarting;
  std::string error_;
  std::shared_ptr<Term> term_;
  std::deque<std::function<void(Term&, std::stop_token)>> calls_;
  std::uint64_t resets_ = 0;            // done
  std::optional<std::int64_t> paused_;  // since when; set with valve_
};

}  // namespace cdc::stream
