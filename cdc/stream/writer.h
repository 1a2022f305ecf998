// Brings documents to where their SQL is: renders ids and writes them until each ended applied, stale, dead-lettered,
// or its index is suspended. The same for the stream, backfill, TRUNCATE and retries; they differ in the version.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "cdc/base/backoff.h"
#include "cdc/base/clock.h"
#include "cdc/base/pulse.h"
#include "cdc/stream/checkpoint.h"
#include "cdc/stream/dead_letters.h"
#include "cdc/stream/documents.h"
#include "cdc/stream/meters.h"
#include "cdc/stream/sink.h"
#include "cdc/stream/target.h"
#include "cdc/stream/valve.h"

namespace cdc::stream {

struct WriterLimits {
  std::size_t documents = 1000;  // of one bulk request
  std::size_t bytes = 8 << 20;
  Duration stale = std::chrono::seconds(10);  // rendered bytes older than that are not sent (design §3.5)
  Duration busy = std::chrono::minutes(5);    // an index unwritable for longer is suspended
  BackoffLimits backoff;
};

class Writer {  // used by one thread
 public:
  struct Tools {  // of this thread alone
    Router& router;
    Renderer& renderer;
    Sink& sink;
  };
  struct Shared {  // with the other writers
    Checkpoint& checkpoint;
    DeadLetters& letters;
    TargetEvents& events;
    const Clock& clock;
    Meters& meters;
    Troubles& troubles;
    Valve& valve;  // a document is written inside it only
    Pulses& pulses;
  };
  // Asked before each rendering. The stream's gives the batch's version every time; backfill's reads the checkpoint.
  using Versions = std::function<Stamp()>;

  Writer(Tools tools, Shared shared, WriterLimits limits);

  // False when stopped before all were done. Throws what is not of one index alone: kFenced, kCorrupt …
  bool WriteAll(Target& target, Ids ids, const Versions& versions, std::stop_token stop);
  Router& router() { return tools_.router; }

 private:
  struct Attempt;
  struct Unanswered {  // a request whose answer was lost: it may have written
    Version version;
    std::int64_t sent;
  };
  struct Effort {                   // what the attempts for the same documents have in common
    std::set<std::string> refused;  // ids whose letter is kept already
    std::vector<Unanswered> unanswered;
  };
  bool Insist(Target& target, Ids ids, const Versions& versions, Effort& effort, std::stop_token stop);
  Ids Try(Target& target, const Ids& ids, const Stamp& stamp, Effort& effort, std::stop_token stop);
  std::vector<Result> Request(Attempt& attempt, const std::vector<Document>& documents, std::stop_token stop);
  void Send(Attempt& attempt, std::stop_token stop);
  void Settle(Attempt& attempt, const std::vector<Result>& results, std::stop_token stop);
  void Refuse(Attempt& attempt, const std::string& id, const std::string& reason, std::stop_token stop);
  void Forget(const Attempt& attempt, const std::string& id, std::stop_token stop);
  bool Halve(Target& target, Ids ids, const Versions& versions, std::stop_token stop);
  bool GivesUp(Target& target, const std::string& id, std::optional<TimePoint>& slow_since, Version version,
               std::stop_token stop);
  bool Foreign(const Result& result) const;
  void Count(const Target& target, std::atomic<std::uint64_t> WriterCounts::* which, std::uint64_t number);

  const Tools tools_;
  const Shared shared_;
  const WriterLimits limits_;
  bool busy_ = false;     // the index was busy for a document of the last attempt
  bool too_old_ = false;  // documents of the last attempt were not sent, as they were rendered too long ago
};

}  // namespace cdc::stream
