#include "cdc/stream/writer.h"

#include <algorithm>
#include <chrono>
#include <span>
#include <utility>

#include "cdc/stream/error_policy.h"
#include "cdc/stream/plant.h"

namespace cdc::stream {
namespace {

// Thrown through the renderer's callback when the stop token ended a wait inside of it.
Error Stopped() { return Error(Kind::kUnavailable, "stopped while writing documents"); }

// For write_times.h, which tells people.
std::int64_t Now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

}  // namespace

// One rendering and the bulk requests made of it.
struct Writer::Attempt {
  Target& target;
  Stamp stamp;
  Effort& effort;
  TimePoint rendered;               // not later than the snapshot
  bool alone;                       // one id: sent however long it took, else it would never be
  std::vector<Document> documents;  // of the next request
  std::size_t bytes = 0;
  Ids again;  // to be rendered anew
};

Writer::Writer(Tools tools, Shared shared, WriterLimits limits) : tools_(tools), shared_(shared), limits_(limits) {}

bool Writer::WriteAll(Target& target, Ids ids, const Versions& versions, std::stop_token stop) {
  Effort effort;
  if (!Insist(target, std::move(ids), versions, effort, stop)) return false;
  // The same documents were written since, at this version or a later one.
  for (const auto& lost : effort.unanswered) {
    shared_.meters.times.Ended(target.generation, lost.version, WriteTimes::Span{lost.sent, Now()});
  }
  return true;
}

bool Writer::Insist(Target& target, Ids ids, const Versions& versions, Effort& effort, std::stop_token stop) {
  Backoff backoff(limits_.backoff);
  const std::string writing = "writing to " + target.generation;
  std::optional<TimePoint> busy_since, slow_since;
  const auto suspend = [&](const Error& reason) {
    shared_.events.Suspend(target, reason);
    shared_.troubles.Drop(writing);
    return true;
  };
  for (int attempt = 0; !ids.empty(); ++attempt) {
    if (target.suspended) {
      shared_.troubles.Drop(writing);
      return true;
    }
    // Rendered behind it: what was rendered before a pause and written after it could bring back a document whose
    // deletion the search engine has forgotten.
    if (stop.stop_requested()) return false;
    if (!Resting(shared_.pulses, [&] { return shared_.valve.WaitOpen(stop); })) return false;
    busy_ = false;
    Ids again;
    try {
      const bool plant = attempt > 0 && Planted(Bug::kRetryWithCheckpoint);
      again = Try(target, ids, plant ? Stamp(shared_.checkpoint.durable().value) : versions(), effort, stop);
      if (again.size() < ids.size() || !busy_) busy_since.reset();
      if (again.empty()) shared_.troubles.Over(writing);
      if (busy_ && !busy_since) busy_since = shared_.clock.Now();
    } catch (const Error& error) {
      if (stop.stop_requested()) return false;
      const bool slow = error.kind() == Kind::kTimeout && ids.size() > 1;
      if (error.kind() == Kind::kRow || slow) return Halve(target, std::move(ids), versions, stop);
      switch (OnDocuments(error.kind())) {
        case Action::kRetry:
          if (error.kind() == Kind::kTimeout && GivesUp(target, ids.front(), slow_since, versions().version, stop))
            return true;
          again = ids;
          busy_since.reset();  // the server is away, which is not this index's fault alone
          shared_.troubles.Met(writing, error);
          break;
        case Action::kSuspend: return suspend(error);
        case Action::kStandBy:
        case Action::kStop: throw;
      }
    }
    if (again.empty()) return true;
    // Too slow to be sent at all as one page: halves are rendered in half the time.
    if (std::exchange(too_old_, false) && again.size() > 1) {
      return Halve(target, std::move(again), versions, stop);
    }
    if (busy_since) shared_.troubles.Met(writing, Error(Kind::kUnavailable, "the index refuses writes for now"));
    const TimePoint now = shared_.clock.Now();
    if (now - busy_since.value_or(now) > limits_.busy) {
      return suspend(Error(Kind::kUnavailable, "the index refused writes for too long",
                           "Mend Elasticsearch, then rebuild the index."));
    }
    Count(target, &WriterCounts::retried, again.size());
    ids = std::move(again);
    if (!shared_.clock.Wait(backoff.Next(), stop)) return false;
  }
  return true;
}

// A row whose values make the SQL fail is found by halving, and the others of the page go on; a page whose rendering
// takes longer than a statement may is rendered in parts.
bool Writer::Halve(Target& target, Ids ids, const Versions& versions, std::stop_token stop) {
  const auto middle = ids.begin() + static_cast<std::ptrdiff_t>(ids.size() / 2);
  Ids second(std::make_move_iterator(middle), std::make_move_iterator(ids.end()));
  ids.erase(middle, ids.end());
  return WriteAll(target, std::move(ids), versions, stop) && WriteAll(target, std::move(second), versions, stop);
}

// A document alone that takes longer than a statement may, again and again: after a while it is kept as a dead letter,
// so that it holds up nobody else.
bool Writer::GivesUp(Target& target, const std::string& id, std::optional<TimePoint>& slow_since, Version version,
                     std::stop_token stop) {
  const TimePoint now = shared_.clock.Now();
  if (!slow_since) slow_since = now;
  if (now - *slow_since <= limits_.busy) return false;
  if (!shared_.letters.Keep(target, id, version, "rendering it takes longer than statement_timeout", stop))
    return false;
  Count(target, &WriterCounts::rejected, 1);
  return true;
}

Ids Writer::Try(Target& target, const Ids& ids, const Stamp& stamp, Effort& effort, std::stop_token stop) {
  // The gate has seen to it for the stream; backfill's version, the checkpoint, passes `sent` where nothing was sent
  // for a while.
  const auto reserve = [&] { return shared_.checkpoint.Reserve(stamp.version, {}, stop); };
  if (!Resting(shared_.pulses, reserve)) throw Stopped();
  Attempt attempt{.target = target,
                  .stamp = stamp,
                  .effort = effort,
                  .rendered = shared_.clock.Now(),
                  .alone = ids.size() == 1,
                  .documents = {},
                  .bytes = 0,
                  .again = {}};
  try {
    tools_.renderer.Render(*target.plan, ids, stop, [&](Document&& document) {
      attempt.bytes += document.id.size() + (document.body ? document.body->size() : 0);
      attempt.documents.push_back(std::move(document));
      if (attempt.documents.size() >= limits_.documents || attempt.bytes >= limits_.bytes) Send(attempt, stop);
    });
  } catch (const Error& error) {
    if (error.kind() != Kind::kRow || !attempt.alone) throw;
    Refuse(attempt, ids.front(), "the document's SQL fails for this row", stop);
  }
  Send(attempt, stop);
  return std::move(attempt.again);
}

// Its letter is kept, then it is rendered once more: what made it good or took it away meanwhile cannot have seen the
// letter, but is seen by that rendering. Refused again, the letter is what it should be, or was removed by a later
// version.
void Writer::Refuse(Attempt& attempt, const std::string& id, const std::string& reason, std::stop_token stop) {
  if (!attempt.effort.refused.insert(id).second) return;
  Count(attempt.target, &WriterCounts::rejected, 1);
  if (Planted(Bug::kLetterLost)) return;
  if (!shared_.letters.Keep(attempt.target, id, attempt.stamp.version, reason, stop)) throw Stopped();
  if (!Planted(Bug::kLetterRace)) attempt.again.push_back(id);
}

void Writer::Send(Attempt& attempt, std::stop_token stop) {
  const auto documents = std::exchange(attempt.documents, {});
  attempt.bytes = 0;
  if (documents.empty() || attempt.target.suspended) return;
  if (!attempt.alone && shared_.clock.Now() - attempt.rendered > limits_.stale && !Planted(Bug::kStaleBytes)) {
    for (const auto& document : documents) attempt.again.push_back(document.id);
    too_old_ = true;
    return;
  }
  const auto pass = shared_.valve.TryEnter();
  if (!pass) {
    for (const auto& document : documents) attempt.again.push_back(document.id);
    return;
  }
  const auto results = Request(attempt, documents, stop);
  attempt.documents = documents;
  Settle(attempt, results, stop);
  attempt.documents.clear();
}

std::vector<Result> Writer::Request(Attempt& attempt, const std::vector<Document>& documents, std::stop_token stop) {
  const std::string& generation = attempt.target.generation;
  const Version version = attempt.stamp.version;
  WriteTimes& times = shared_.meters.times;
  const std::int64_t sent = Now();
  times.Sending(generation, attempt.stamp);
  for (;;) {
    try {
      auto results = tools_.sink.Write(generation, version, documents, stop);
      const bool wrote = std::ranges::count(results, Outcome::kApplied, &Result::outcome) > 0;
      times.Ended(generation, version, wrote ? std::optional(WriteTimes::Span{sent, Now()}) : std::nullopt);
      return results;
    } catch (const Error& error) {
      const bool twice = Planted(Bug::kSendTwice) && !stop.stop_requested() && error.kind() == Kind::kUnavailable;
      if (twice && shared_.clock.Wait(limits_.backoff.min, stop)) continue;
      attempt.effort.unanswered.push_back({version, sent});
      throw;
    }
  }
}

void Writer::Settle(Attempt& attempt, const std::vector<Result>& results, std::stop_token stop) {
  if (results.size() != attempt.documents.size()) throw Error(Kind::kInternal, "a sink answered for another batch");
  const auto number = [&](Outcome outcome) {
    return static_cast<std::uint64_t>(std::ranges::count(results, outcome, &Result::outcome));
  };
  Count(attempt.target, &WriterCounts::applied, number(Outcome::kApplied));
  Count(attempt.target, &WriterCounts::stale, number(Outcome::kStale));
  for (std::size_t i = 0; i < results.size(); ++i) {
    const Document& document = attempt.documents[i];
    switch (results[i].outcome) {
      case Outcome::kApplied: Forget(attempt, document.id, stop); break;
      case Outcome::kStale:
        if (Foreign(results[i])) {
          throw Error(
              Kind::kConfig, "the index holds a document with a version that walcast never sent",
              "Something else writes to the index, or it belongs to another database: stop that, then rebuild it.");
        }
        Forget(attempt, document.id, stop);
        break;
      case Outcome::kBusy:
        busy_ = true;
        attempt.again.push_back(document.id);
        break;
      case Outcome::kRejected: Refuse(attempt, document.id, results[i].reason, stop); break;
      case Outcome::kNoIndex:
        throw Error(Kind::kIndex, "the index " + attempt.target.generation + " is gone", "It is rebuilt.");
    }
  }
}

// This version or a later one is written.
void Writer::Forget(const Attempt& attempt, const std::string& id, std::stop_token stop) {
  if (!shared_.letters.Written(attempt.target, id, attempt.stamp.version, stop)) throw Stopped();
}

void Writer::Count(const Target& target, std::atomic<std::uint64_t> WriterCounts::* which, std::uint64_t number) {
  if (number == 0) return;
  (shared_.meters.written.*which).fetch_add(number, std::memory_order_relaxed);
  (shared_.meters.Index(target.index).*which).fetch_add(number, std::memory_order_relaxed);
}

bool Writer::Foreign(const Result& result) const {
  return result.in_index && *result.in_index > shared_.checkpoint.newest().value;
}

}  // namespace cdc::stream
