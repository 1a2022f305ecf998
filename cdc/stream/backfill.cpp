#include "cdc/stream/backfill.h"

#include <algorithm>
#include <thread>

#include "cdc/stream/error_policy.h"
#include "cdc/stream/plant.h"

namespace cdc::stream {
namespace {

constexpr Duration kSaveEvery = std::chrono::seconds(1);

}  // namespace

Backfill::Backfill(Parts parts, WriterLimits writer, BackfillLimits limits, TargetPtr target, Filling from)
    : parts_(std::move(parts)),
      writer_limits_(writer),
      limits_(limits),
      target_(std::move(target)),
      queue_(parts_.kits.size() * 2),
      documents_(from.documents),
      documents_before_(from.documents),
      started_(parts_.shared.clock.Now()),
      filling_(std::move(from)),
      saved_(started_),
      next_page_(started_) {}

bool Backfill::Run(std::stop_token stop) {
  const std::stop_callback on_stop(stop, [this] { stop_.request_stop(); });
  const std::stop_token all = stop_.get_token();
  {
    std::vector<std::jthread> workers;
    for (const auto& kit : parts_.kits) {
      workers.emplace_back([this, &kit, all] {
        const Pulses::Watched watched(parts_.shared.pulses, "backfill writer of " + target_->index);
        try {
          Work(kit, all);
        } catch (const std::exception&) {
          Fail(std::current_exception());
        }
      });
    }
    try {
      Walk(all);
      acks_.WaitAll(all);
    } catch (const std::exception&) {
      Fail(std::current_exception());
    }
    stop_.request_stop();
  }
  const std::scoped_lock lock(mutex_);
  if (error_) std::rethrow_exception(error_);
  if (stop.stop_requested() || target_->suspended || acks_.open() > 0) return false;
  SaveCursor(true);
  return true;
}

void Backfill::Walk(std::stop_token stop) {
  const Pulses::Watched watched(parts_.shared.pulses, "backfill of " + target_->index);
  const Pulses::Within query(parts_.shared.pulses, Router::kLongest);
  Backoff backoff(writer_limits_.backoff);
  std::optional<std::string> after = filling_.cursor;
  std::uint64_t page = 0;
  const std::string walking = "reading the keys of " + target_->generation;
  while (!stop.stop_requested() && !target_->suspended) {
    Ids ids;
    try {
      if (estimate_ == 0) estimate_ = std::max<std::uint64_t>(1, parts_.walker->EstimateKeys(*target_->plan, stop));
      ids = parts_.walker->Keys(*target_->plan, after, limits_.page, stop);
      backoff.Reset();
      parts_.shared.troubles.Over(walking);
    } catch (const Error& error) {
      if (stop.stop_requested()) return;
      switch (OnDocuments(error.kind())) {
        case Action::kRetry:
          parts_.shared.troubles.Met(walking, error);
          parts_.shared.clock.Wait(backoff.Next(), stop);
          continue;
        case Action::kSuspend:
          parts_.shared.events.Suspend(*target_, error);
          parts_.shared.troubles.Drop(walking);
          return;
        case Action::kStandBy:
        case Action::kStop: throw;
      }
    }
    if (ids.empty()) return;
    after = ids.back();
    Throttle(ids.size(), stop);
    {
      const std::scoped_lock lock(mutex_);
      ends_[++page] = ids.back();
    }
    const Ticket ticket = acks_.Open(Lsn{page});
    if (!Resting(parts_.shared.pulses, [&] { return queue_.Push({ticket, std::move(ids)}, stop); })) return;
  }
}

void Backfill::Throttle(std::size_t documents, std::stop_token stop) {
  if (limits_.documents_per_second == 0) return;
  const TimePoint now = parts_.shared.clock.Now();
  if (next_page_ > now) parts_.shared.clock.Wait(next_page_ - now, stop);
  next_page_ =
      std::max(next_page_, now) + std::chrono::nanoseconds(1'000'000'000ULL * documents / limits_.documents_per_second);
}

void Backfill::Work(const WriterKit& kit, std::stop_token stop) {
  Writer writer(kit.tools(), parts_.shared, writer_limits_);
  while (auto page = Resting(parts_.shared.pulses, [&] { return queue_.Pop(stop); })) {
    const OpenPage under_way(parts_.pages);
    if (!writer.WriteAll(*target_, page->ids, parts_.version, stop)) return;
    Done(*page);
  }
}

void Backfill::Done(const Page& page) {
  documents_ += page.ids.size();
  acks_.Close(page.ticket);
  const std::scoped_lock lock(mutex_);
  if (target_->suspended || parts_.shared.clock.Now() - saved_ < kSaveEvery) return;
  SaveCursor(false);
}

// REQUIRES: mutex_ is held.
void Backfill::SaveCursor(bool walked) {
  const std::uint64_t pages =
      Planted(Bug::kCursorAhead) && !ends_.empty() ? ends_.rbegin()->first : acks_.Durable().value;
  if (const auto end = ends_.find(pages); end != ends_.end()) {
    filling_.cursor = end->second;
    ends_.erase(ends_.begin(), end);
  }
  filling_.walked = walked;
  filling_.documents = documents_;
  parts_.save(filling_);
  saved_ = parts_.shared.clock.Now();
}

Backfill::Progress Backfill::progress() const {
  Progress progress{documents_, std::max<std::uint64_t>(estimate_, documents_), 0};
  const double seconds = std::chrono::duration<double>(parts_.shared.clock.Now() - started_).count();
  if (seconds > 0) progress.per_second = static_cast<double>(documents_ - documents_before_) / seconds;
  return progress;
}

void Backfill::Fail(std::exception_ptr error) {
  {
    const std::scoped_lock lock(mutex_);
    if (!error_) error_ = error;
  }
  stop_.request_stop();
}

}  // namespace cdc::stream
