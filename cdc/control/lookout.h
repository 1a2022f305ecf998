// What the status asks of PostgreSQL. A status has to be told while the server hangs: while it keeps one caller
// waiting, the others wait for a moment only, and as long as it has not answered since, they do not ask at all.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "cdc/base/clock.h"
#include "cdc/base/error.h"
#include "cdc/model/lsn.h"
#include "cdc/stream/database.h"

namespace cdc::control {

class Lookout {  // thread-safe
 public:
  // `database` is used by nobody else. `patience`: of a caller whom another one holds up; who has waited longer than
  // that for a refusal takes the server for one that hangs.
  Lookout(stream::Database& database, const Clock& clock, Duration patience = std::chrono::seconds(1));

  // Both throw what Database throws; kUnavailable at once where it hangs.
  std::optional<stream::SlotState> Slot(const std::string& name);
  Lsn Position();
  // As Position, but always asks, and waits as long as the connection does: one thread calls it now and then, and so
  // finds out that the server answers again.
  Lsn Knock();

  bool Hangs() const;

 private:
  enum class Asker { kHurried, kPatient };
  void Ask(Asker asker, const std::function<void(stream::Database&)>& call);

  stream::Database& database_;  // guarded by asking_
  const Clock& clock_;
  const Duration patience_;
  std::timed_mutex asking_;
  mutable std::mutex mutex_;
  std::optional<Error> hangs_;  // guarded by mutex_: what it answered after a long time
};

}  // namespace cdc::control
