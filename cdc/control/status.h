// What a look at the supervisor says to those who ask for the status, or wait.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cdc/base/clock.h"
#include "cdc/control/history.h"
#include "cdc/control/service.h"
#include "cdc/stream/database.h"
#include "cdc/stream/indices.h"
#include "cdc/stream/supervisor.h"
#include "cdc/stream/write_times.h"

namespace cdc::control {

using Snapshot = stream::Supervisor::Snapshot;

// All that status and metrics are told from.
struct Observation {
  Snapshot snapshot;
  bool ready = false;
  std::string error;  // what the server refused to tell, or what the snapshot says
  std::optional<stream::SlotState> slot;
  std::optional<Lsn> server;
  std::uint64_t lag_bytes = 0;
  double lag_seconds = 0;
  std::map<std::string, stream::Meters::Written> documents;  // by index
  History::Sample now;
  History::Recent recent;
};

// Service::Status.
Json StatusOf(const Observation& seen, stream::Indices& counter, const Clock& clock);
Json SlotJson(const Observation& seen);
// Until the server may remove WAL that the slot needs, at the pace of the last minute; nullopt: it never does, or the
// pace is not known.
std::optional<double> SecondsToLimit(const Observation& seen);
// Null where it is not paused.
Json PauseWarning(const Observation& seen);

// "indices" of Service::Status. `counter` is asked how many documents there are for a second at most, and what it was
// not asked is not known: the status must not wait for an Elasticsearch that hangs, however many indices there are.
Json IndicesStatus(const std::vector<Snapshot::Index>& indices, stream::Indices& counter, const Clock& clock);

// The names of the indices that are to be filled before they hold what the SQL says, as far as the checkpoint goes:
// new, stale, or of an older definition. Suspended ones are not waited for.
std::vector<std::string> NotFilled(const Snapshot& snapshot);

bool CaughtUp(const Snapshot& snapshot, Lsn lsn);
// Why not, for people.
std::string WhyNotCaughtUp(const Snapshot& snapshot, Lsn lsn);

// What Service::Written tells.
Json WrittenJson(const std::string& index, const std::string& generation, Version version,
                 const std::variant<stream::WriteTimes::Known, stream::WriteTimes::Unknown>& found);

}  // namespace cdc::control
