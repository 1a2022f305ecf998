// What the daemon tells of itself: status, checks and metrics, and the samples that rates come from.
#include <algorithm>

#include "cdc/base/error.h"
#include "cdc/control/daemon.h"
#include "cdc/control/metrics.h"

namespace cdc::control {
namespace {

constexpr Duration kSampleEvery = std::chrono::seconds(1);
constexpr Duration kAskAgain = std::chrono::seconds(10);  // a server that did not answer

// WAL positions are given as the place where the next record's first byte would stand, which may be behind a page's
// header (XLOG_BLCKSZ 8192: 24 bytes, 40 in a segment's first page); a record ends before that header.
Lsn EndOfRecord(Lsn position) {
  const std::uint64_t in_page = position.value % 8192;
  return in_page == 24 || in_page == 40 ? Lsn{position.value - in_page} : position;
}

// One line of /readyz?verbose: `ask` returns what to tell, or throws.
template <typename Ask>
Json Check(const char* name, Ask ask) {
  try {
    return {{"name", name}, {"ok", true}, {"detail", ask()}};
  } catch (const Error& error) {
    return {{"name", name}, {"ok", false}, {"detail", error.what()}};
  }
}

std::string DetailOf(const Snapshot& snapshot) {
  std::string detail(stream::Name(snapshot.state));
  if (snapshot.paused) detail += ", paused";
  if (!snapshot.error.empty()) detail += ": " + snapshot.error;
  return detail;
}

}  // namespace

void Daemon::Sample(std::stop_token stop) {
  TimePoint ask = parts_.clock.Now();
  while (parts_.clock.Wait(kSampleEvery, stop)) {
    std::optional<Lsn> server;
    if (parts_.clock.Now() >= ask) {
      try {
        server = EndOfRecord(lookout_.Knock());
        Behind(*server, parts_.supervisor.Look().checkpoint);
      } catch (const Error&) {
        // The status asks for itself and tells; not where the server hangs: then this is who finds out that it is over.
        ask = parts_.clock.Now() + (lookout_.Hangs() ? Duration::zero() : kAskAgain);
      }
    }
    history_.Add(History::Read(parts_.supervisor.meters(), parts_.clock.Now(), server));
  }
}

// The age of the oldest look that the checkpoint has not reached yet.
double Daemon::Behind(Lsn server, Lsn checkpoint) {
  const std::scoped_lock lock(mutex_);
  const TimePoint now = parts_.clock.Now();
  if (checkpoint >= position_) {
    position_ = server;
    behind_since_ = now;
  }
  if (!checkpoint || server <= checkpoint) return 0;
  return std::chrono::duration<double>(now - behind_since_).count();
}

Observation Daemon::Observe() {
  Observation seen;
  seen.snapshot = parts_.supervisor.Look();
  seen.ready = Ready();
  seen.error = seen.snapshot.error;
  try {
    seen.slot = lookout_.Slot(slot_);
    seen.server = EndOfRecord(lookout_.Position());
    seen.lag_seconds = Behind(*seen.server, seen.snapshot.checkpoint);
    if (seen.snapshot.checkpoint && *seen.server > seen.snapshot.checkpoint)
      seen.lag_bytes = seen.server->value - seen.snapshot.checkpoint.value;
  } catch (const Error& unreachable) {
    seen.error = unreachable.what();
  }
  seen.documents = parts_.supervisor.meters().Indices();
  seen.now = History::Read(parts_.supervisor.meters(), parts_.clock.Now(), seen.server);
  seen.recent = history_.Until(seen.now);
  return seen;
}

Json Daemon::Status() { return StatusOf(Observe(), parts_.counter, parts_.clock); }

std::string Daemon::Metrics() { return MetricsOf(Observe()); }

Json Daemon::Checks() {
  Json checks = Json::array();
  checks.push_back(Check("postgresql", [&] { return "at " + EndOfRecord(lookout_.Position()).ToString(); }));
  checks.push_back(Check("slot", [&] {
    const auto slot = lookout_.Slot(slot_);
    if (!slot) throw Error(Kind::kGap, "there is no slot " + slot_);
    if (slot->wal_status == "lost") throw Error(Kind::kGap, "the slot " + slot_ + " is lost");
    if (!slot->active) throw Error(Kind::kNotYet, "nobody reads the slot " + slot_);
    return slot_ + ", WAL " + slot->wal_status;
  }));
  checks.push_back(Check("elasticsearch", [&] { return parts_.counter.Server(); }));
  checks.push_back(Check("checkpoint store", [&] {
    parts_.store.Load();
    return parts_.store.Describe();
  }));
  const auto snapshot = parts_.supervisor.Look();
  checks.push_back(Check("stream", [&] {
    if (Ready()) return DetailOf(snapshot);
    throw Error(Kind::kNotYet, DetailOf(snapshot));
  }));
  return checks;
}

}  // namespace cdc::control
