#include "cdc/control/lookout.h"

namespace cdc::control {

Lookout::Lookout(stream::Database& database, const Clock& clock, Duration patience)
    : database_(database), clock_(clock), patience_(patience) {}

std::optional<stream::SlotState> Lookout::Slot(const std::string& name) {
  std::optional<stream::SlotState> slot;
  Ask(Asker::kHurried, [&](stream::Database& database) { slot = database.Slot(name); });
  return slot;
}

Lsn Lookout::Position() {
  Lsn position;
  Ask(Asker::kHurried, [&](stream::Database& database) { position = database.InsertPosition(); });
  return position;
}

Lsn Lookout::Knock() {
  Lsn position;
  Ask(Asker::kPatient, [&](stream::Database& database) { position = database.InsertPosition(); });
  return position;
}

bool Lookout::Hangs() const {
  const std::scoped_lock lock(mutex_);
  return hangs_.has_value();
}

void Lookout::Ask(Asker asker, const std::function<void(stream::Database&)>& call) {
  std::unique_lock asking(asking_, std::defer_lock);
  if (asker == Asker::kPatient) {
    asking.lock();
  } else {
    const std::scoped_lock lock(mutex_);
    if (hangs_) throw Error(*hangs_);
  }
  if (!asking && !asking.try_lock_for(patience_)) {
    throw Error(Kind::kUnavailable, "PostgreSQL does not answer", "Check that the server behind postgres.dsn runs.");
  }
  const TimePoint begun = clock_.Now();
  try {
    call(database_);
    const std::scoped_lock lock(mutex_);
    hangs_.reset();
  } catch (const Error& error) {
    const std::scoped_lock lock(mutex_);
    if (clock_.Now() - begun >= patience_) hangs_ = error;
    throw;
  }
}

}  // namespace cdc::control
