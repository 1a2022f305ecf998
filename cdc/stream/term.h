// The time between taking the slot and losing it: the parts that live as long. Used by the supervisor only.
#pragma once

#include <atomic>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "cdc/stream/supervisor.h"

namespace cdc::stream {

// A backfill on a thread of its own.
struct Fill {
  std::unique_ptr<Backfill> backfill;
  bool complete = false;     // written before `ended`
  std::exception_ptr error;  // written before `ended`
  std::atomic<bool> ended{false};
  std::jthread thread;  // last

  void Rethrow() const {
    if (error) std::rethrow_exception(error);
  }
};

struct Supervisor::Term {
  struct Begun {  // what a term is made of
    const Parts& parts;
    const SupervisorOptions& options;
    const ServerIdentity& server;
    const Record& record;
    TargetEvents& events;
    Valve& valve;
    Meters& meters;
  };
  Term(const Begun& with, std::unique_ptr<Source> from);
  ~Term();

  void Start(Lsn start);  // the pipeline's thread
  void Stop();            // backfills, then the pipeline
  bool failed() const { return ended; }
  void Rethrow() const;  // what ended the pipeline

  void StartBackfill(TargetPtr target, const cdc::stream::Filling& start);
  void EndBackfill(const Target& target);  // returns once its threads are gone
  bool Filling(const Target& target) const;
  std::vector<std::shared_ptr<Fill>> TakeEnded();
  std::optional<Backfill::Progress> Progress(const std::string& index) const;
  Writer::Shared Shared();
  // From any thread: the index needs a new generation. False where that was asked for already.
  bool AskRebuild(const std::string& index);
  // Those that may begin now: an index that is lost again and again is not made anew without a `pause`.
  std::vector<std::string> TakeRebuilds(Duration pause);

  std::stop_source ending;  // requested by Stop, and when the pipeline ends
  const Parts parts;
  const SupervisorOptions options;
  const ServerIdentity server;
  std::unique_ptr<Source> source;
  Troubles troubles;
  Checkpoint checkpoint;
  DeadLetters letters;
  Generations generations;
  TargetEvents& events;
  Valve& valve;
  Meters& meters;
  const Lsn epoch;
  std::unique_ptr<Visibility> visibility;
  std::vector<WriterKit> kits;
  std::unique_ptr<Pipeline> pipeline;

  std::map<std::string, IndexSetup> setups;                                  // the supervisor's thread
  std::map<std::string, PlanState> states;                                   // the supervisor's thread
  std::map<std::string, std::pair<Lsn, std::shared_ptr<Fill>>> catching_up;  // the supervisor's thread

  std::map<std::string, TimePoint> rebuilt;  // the supervisor's thread: when an index was last made anew by itself

  mutable std::mutex mutex;                  // guards what follows
  std::set<std::string> rebuild;             // indices that need a new generation
  std::vector<std::shared_ptr<Fill>> fills;  // under way

  std::atomic<bool> ended{false};
  std::exception_ptr error;  // written before `ended`
  std::jthread thread;       // last: the pipeline's
};

}  // namespace cdc::stream
