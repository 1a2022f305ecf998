#include "cdc/stream/pipeline.h"

#include <algorithm>
#include <thread>
#include <unordered_set>

#include "cdc/stream/error_policy.h"
#include "cdc/stream/plant.h"

namespace cdc::stream {
namespace {

// Our own walsender may live on for a moment after its connection broke; who holds the slot longer has taken over.
constexpr Duration kSlotBusy = std::chrono::seconds(10);
// How long the reader waits for a message while nothing is collected; bounds how soon new targets come into force.
constexpr Duration kIdle = std::chrono::milliseconds(50);
constexpr std::size_t kGateQueue = 4;
// Between two looks whether everything before a TRUNCATE is done.
constexpr Duration kTruncateLook = std::chrono::milliseconds(5);

}  // namespace

Pipeline::Pipeline(Parts parts, PipelineLimits limits, TargetSetPtr targets, Lsn start)
    : parts_(std::move(parts)),
      limits_(limits),
      batcher_(limits.batch, parts_.shared.clock, parts_.shared.events),
      gate_(parts_.visibility, {parts_.shared.clock, limits.backoff, parts_.shared.troubles}),
      truncate_(acks_, pages_, parts_.indices, parts_.shared.letters, parts_.shared.pulses),
      gate_queue_(kGateQueue),
      work_queue_(limits.queue),
      wide_queue_(limits.queue) {
  for (const auto& tools : parts_.writers)
    writers_.push_back(std::make_unique<Writer>(tools, parts_.shared, limits.writer));
  Follow(*targets);
  batcher_.SetTargets(std::move(targets));
  batcher_.SetCovered(start);
}

void Pipeline::Run(std::stop_token stop, Duration drain) {
  const std::stop_callback on_stop(stop, [this] { stop_reading_.request_stop(); });
  const std::stop_callback on_failure(stop_all_.get_token(), [this] { stop_reading_.request_stop(); });
  const std::stop_token all = stop_all_.get_token();
  {
    std::vector<std::jthread> threads;
    threads.emplace_back([this, all] {
      const Pulses::Watched watched(parts_.shared.pulses, "gate");
      Guard([&] { HoldAtGate(all); });
    });
    for (std::size_t i = 0; i < writers_.size(); ++i) {
      const bool wide = i + 1 == writers_.size();
      threads.emplace_back([this, i, wide, all] {
        const Pulses::Watched watched(parts_.shared.pulses, wide ? "wide writer" : "writer");
        Guard([&] { Write(*writers_[i], wide, all); });
      });
    }
    Guard([&] { Read(stop_reading_.get_token()); });
    // What is in flight may still be done; who waits longer than that is abandoned, and comes again from the slot.
    std::stop_source late;
    const std::stop_callback on_all(all, [&] { late.request_stop(); });
    std::jthread limit([&](std::stop_token done) {
      // While paused nothing of it can end.
      if (parts_.shared.valve.closed() || parts_.shared.clock.Wait(drain, done)) late.request_stop();
    });
    acks_.WaitAll(late.get_token());
    limit.request_stop();
    stop_all_.request_stop();
  }
  const std::scoped_lock lock(mutex_);
  if (error_) std::rethrow_exception(error_);
}

// ---- reader thread

void Pipeline::Read(std::stop_token stop) {
  const Pulses::Watched watched(parts_.shared.pulses, "reader");
  while (!stop.stop_requested()) {
    ExchangeTargets(stop);
    if (const auto message = Receive(stop)) {
      Measure(*message);
      batcher_.Add(*message);
    }
    if (batcher_.Ready(parts_.shared.clock.Now())) Hand(stop);
  }
}

std::optional<Message> Pipeline::Receive(std::stop_token stop) {
  Backoff backoff(limits_.backoff);
  bool lost = false;
  TimePoint free = parts_.shared.clock.Now();  // when the slot was last not known to be somebody's
  for (;;) {
    try {
      if (lost) {
        // The slot resumes behind the last wholly received commit; what is in flight stays.
        parts_.source.Open(batcher_.covered(), stop);
        parts_.log.Info("the stream is back", {{"lsn", batcher_.covered().ToString()}});
        lost = false;
      }
      return parts_.source.Next(stop, batcher_.Due(kIdle));
    } catch (const Error& error) {
      if (stop.stop_requested()) return std::nullopt;
      const bool busy = lost && error.kind() == Kind::kSlotBusy;
      if (!busy) free = parts_.shared.clock.Now();
      const bool waiting = busy && parts_.shared.clock.Now() - free < kSlotBusy;
      if (OnStream(error.kind()) != Action::kRetry && !waiting) throw;
      if (!lost) {
        parts_.log.Write(Level::kWarn, "the stream is lost, trying again", error);
        batcher_.Interrupt();
        parts_.source.Close();
      }
      lost = true;
      if (!parts_.shared.clock.Wait(backoff.Next(), stop)) return std::nullopt;
    }
  }
}

void Pipeline::Hand(std::stop_token stop) {
  Batch batch = batcher_.Take();
  batch.ticket = acks_.Open(batch.covers);
  const Ticket ticket = batch.ticket;
  // Given up: nobody need wait for it, and the checkpoint must not pass it.
  const auto push = [&] { return gate_queue_.Push(std::move(batch), stop); };
  if (!Resting(parts_.shared.pulses, push)) acks_.Withdraw(ticket);
}

bool Pipeline::SetTargets(TargetSetPtr targets, std::stop_token stop) {
  const std::stop_callback ended(stop_reading_.get_token(), [this] {
    const std::scoped_lock lock(mutex_);
    changed_.notify_all();
  });
  std::unique_lock lock(mutex_);
  next_targets_ = targets;
  return changed_.wait(lock, stop, [&] { return next_targets_ != targets || stop_reading_.stop_requested(); }) &&
         next_targets_ != targets;
}

void Pipeline::ExchangeTargets(std::stop_token stop) {
  TargetSetPtr next;
  {
    const std::scoped_lock lock(mutex_);
    next = next_targets_;
  }
  if (!next) return;
  // Batches carry the columns the former targets asked for: they are done before the new ones are fed.
  // So are the rows of a transaction under way that were of no interest until now: its end is waited for at the gate.
  if (!batcher_.Empty() || batcher_.InTransaction()) Hand(stop);
  if (!Resting(parts_.shared.pulses, [&] { return acks_.WaitAll(stop); })) return;
  Follow(*next);
  batcher_.SetTargets(next);
  const std::scoped_lock lock(mutex_);
  next_targets_.reset();
  changed_.notify_all();
}

// ---- gate thread

void Pipeline::HoldAtGate(std::stop_token stop) {
  Pulses& pulses = parts_.shared.pulses;
  std::deque<Ticket> truncating;
  while (auto batch = Resting(pulses, [&] { return gate_queue_.Pop(stop); })) {
    const auto flushed = Planted(Bug::kRouteBeforeGate) ? std::optional(Lsn{}) : gate_.Pass(*batch, stop);
    if (!flushed) return;
    if (batch->count == 0 && batch->truncated.empty()) {
      Finish(*batch, stop);
      continue;
    }
    const auto reserve = [&] { return parts_.shared.checkpoint.Reserve(batch->version, *flushed, stop); };
    if (!Resting(pulses, reserve)) return;
    if (Planted(Bug::kCloseBeforeWrite)) Finish(*batch, stop);
    if (batch->truncated.empty()) {
      if (!Resting(pulses, [&] { return work_queue_.Push(std::move(*batch), stop); })) return;
      continue;
    }
    // A TRUNCATE waits for everything before it: in the wide lane, where it holds nobody up. So many may wait there.
    truncating.push_back(batch->ticket);
    if (truncating.size() > limits_.queue) {
      if (!Resting(pulses, [&] { return acks_.WaitOlder(truncating.front() + 1, stop); })) return;
      truncating.pop_front();
    }
    if (!Resting(pulses, [&] { return wide_queue_.Push(std::move(*batch), stop); })) return;
  }
}

// ---- writer threads

// A TRUNCATE steps aside until all before it is done: what it waits for may come through this very lane.
std::optional<Batch> Pipeline::NextWide(std::deque<Batch>& truncating, std::stop_token stop) {
  while (!stop.stop_requested()) {
    if (!truncating.empty() && (acks_.AllOlder(truncating.front().ticket) || Planted(Bug::kTruncateNoWait))) {
      Batch batch = std::move(truncating.front());
      truncating.pop_front();
      return batch;
    }
    auto batch = truncating.empty() ? wide_queue_.Pop(stop) : wide_queue_.PopFor(kTruncateLook, stop);
    if (batch && batch->truncated.empty()) return batch;
    if (batch) truncating.push_back(std::move(*batch));
  }
  return std::nullopt;
}

void Pipeline::Write(Writer& writer, bool wide, std::stop_token stop) {
  std::deque<Batch> truncating;
  Pulses& pulses = parts_.shared.pulses;
  const auto next = [&] { return wide ? NextWide(truncating, stop) : work_queue_.Pop(stop); };
  while (auto batch = Resting(pulses, next)) {
    if (batch->begun == TimePoint{}) batch->begun = parts_.shared.clock.Now();
    switch (Settle(writer, *batch, wide, stop)) {
      case Settled::kDone:
        if (!Planted(Bug::kCloseBeforeWrite)) Finish(*batch, stop);
        break;
      case Settled::kTooWide:
        if (!Resting(pulses, [&] { return wide_queue_.Push(std::move(*batch), stop); })) return;
        break;
      case Settled::kStopped: return;
    }
  }
}

Pipeline::Settled Pipeline::Settle(Writer& writer, const Batch& batch, bool wide, std::stop_token stop) {
  for (std::size_t i = 0; i < batch.targets->targets().size(); ++i) {
    Target& target = *batch.targets->targets()[i];
    Backoff backoff(limits_.backoff);
    const std::string routing = "finding the documents of " + target.generation;
    for (bool done = false; !done && !target.suspended;) {
      try {
        const Settled settled = SettleTarget(writer, batch, i, stop, wide);
        if (settled != Settled::kDone) return settled;
        parts_.shared.troubles.Over(routing);
        done = true;
      } catch (const Error& error) {
        if (stop.stop_requested()) return Settled::kStopped;
        switch (OnDocuments(error.kind())) {
          case Action::kRetry:
            parts_.shared.troubles.Met(routing, error);
            if (!parts_.shared.clock.Wait(backoff.Next(), stop)) return Settled::kStopped;
            break;
          case Action::kSuspend:
            parts_.shared.events.Suspend(target, error);
            parts_.shared.troubles.Drop(routing);
            break;
          case Action::kStandBy:
          case Action::kStop: throw;
        }
      }
    }
  }
  return Settled::kDone;
}

// Routes what the batch holds for one target and writes it, page by page; pages of several routes are one where they
// are small.
Pipeline::Settled Pipeline::SettleTarget(Writer& writer, const Batch& batch, std::size_t index, std::stop_token stop,
                                         bool wide) {
  Target& target = *batch.targets->targets()[index];
  const Plan& plan = *target.plan;
  std::unordered_set<std::string> ids;
  std::size_t pages = 0;
  Settled settled = Settled::kDone;
  // A route may take long; what is written between two pages of it may not.
  const Pulses::Within route(parts_.shared.pulses, Router::kLongest);
  const auto flush = [&] {
    const Pulses::Within page(parts_.shared.pulses, parts_.shared.pulses.usual());
    if (Planted(Bug::kRouteBeforeGate))
      Gate(parts_.visibility, {parts_.shared.clock, limits_.backoff, parts_.shared.troubles}).Pass(batch, stop);
    Ids some(std::make_move_iterator(ids.begin()), std::make_move_iterator(ids.end()));
    ids.clear();
    ++pages;
    if (!writer.WriteAll(target, std::move(some), [&] { return Stamp(batch.version, batch.committed); }, stop))
      settled = Settled::kStopped;
  };
  const auto add = [&](Ids&& some) {
    for (auto& id : some) {
      if (settled != Settled::kDone || target.suspended) return;
      ids.insert(std::move(id));
      if (ids.size() < limits_.page) continue;
      if (!wide && pages >= limits_.wide_pages) {
        settled = Settled::kTooWide;
      } else {
        flush();
      }
    }
  };
  for (std::size_t r = 0; r < plan.routes.size(); ++r) {
    const auto& rows = batch.rows[index][r];
    if (rows.empty() || settled != Settled::kDone) continue;
    if (plan.routes[r].sql.empty()) {
      Ids direct;
      for (const auto& row : rows) direct.push_back(row.front());
      add(std::move(direct));
    } else {
      const std::vector<RouteRow> values(rows.begin(), rows.end());
      writer.router().Route(plan.routes[r], values, limits_.page, stop, add);
    }
  }
  if (settled == Settled::kDone && !ids.empty()) flush();
  if (settled == Settled::kDone && !batch.truncated.empty()) {
    const bool walked = truncate_.Run(batch, target, writer.router(), limits_.page, stop, [&](Ids&& some) {
      const Pulses::Within page(parts_.shared.pulses, parts_.shared.pulses.usual());
      return writer.WriteAll(target, std::move(some), [&] { return Stamp(batch.version, batch.committed); }, stop);
    });
    if (!walked) settled = Settled::kStopped;
  }
  return settled;
}

void Pipeline::Finish(const Batch& batch, std::stop_token stop) {
  const Pulses::Within rest(parts_.shared.pulses, std::nullopt);  // while paused, and while another one saves
  const auto pass = parts_.shared.valve.Enter(stop);
  if (!pass) return;
  Measure(batch);
  acks_.Close(batch.ticket);
  parts_.shared.checkpoint.Advance(acks_.Durable(), stop);
}

// ---- failures

template <typename Body>
void Pipeline::Guard(Body body) {
  try {
    body();
  } catch (const std::exception&) {
    Fail(std::current_exception());
  }
}

void Pipeline::Fail(std::exception_ptr error) {
  {
    const std::scoped_lock lock(mutex_);
    if (!error_) error_ = error;
  }
  stop_all_.request_stop();
}

}  // namespace cdc::stream
