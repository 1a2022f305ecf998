// What a look at the supervisor says to those who ask for the status, or wait.
#pragma once

#include <string>
#include <vector>

#include "cdc/base/clock.h"
#include "cdc/control/service.h"
#include "cdc/stream/indices.h"
#include "cdc/stream/supervisor.h"

namespace cdc::control {

using Snapshot = stream::Supervisor::Snapshot;

// "indices" of Service::Status. `counter` is asked how many documents there are for a second at most, and what it was
// not asked is not known: the status must not wait for an Elasticsearch that hangs, however many indices there are.
Json IndicesStatus(const std::vector<Snapshot::Index>& indices, stream::Indices& counter, const Clock& clock);

// The names of the indices that are to be filled before they hold what the SQL says, as far as the checkpoint goes:
// new, stale, or of an older definition. Suspended ones are not waited for.
std::vector<std::string> NotFilled(const Snapshot& snapshot);

bool CaughtUp(const Snapshot& snapshot, Lsn lsn);
// Why not, for people.
std::string WhyNotCaughtUp(const Snapshot& snapshot, Lsn lsn);

}  // namespace cdc::control
