// What other threads ask of the supervisor: a look, a rebuild, a new slot, documents written again.
#include <ctime>

#include "cdc/stream/supervisor.h"
#include "cdc/stream/term.h"

namespace cdc::stream {
namespace {

constexpr const char* kAgain = "Try again once `walcast status` says streaming.";

}  // namespace

Supervisor::Snapshot Supervisor::Look() const {
  Snapshot snapshot;
  std::shared_ptr<Term> term;
  {
    const std::scoped_lock lock(mutex_);
    snapshot.state = state_;
    snapshot.error = error_;
    snapshot.paused = paused_;
    term = term_;
  }
  snapshot.applied = meters_.written.applied;
  snapshot.stale = meters_.written.stale;
  snapshot.rejected = meters_.written.rejected;
  snapshot.retried = meters_.written.retried;
  if (!term) return snapshot;
  snapshot.error = term->troubles.Now();
  snapshot.checkpoint = term->checkpoint.durable();
  snapshot.received = term->source->Received();
  snapshot.in_flight = term->pipeline->in_flight();
  for (auto& view : term->generations.Views()) {
    Snapshot::Index index{.view = view, .dead_letters = term->letters.Count(view.record.generation), .progress = {}};
    if (view.record.filling) {
      index.dead_letters += term->letters.Count(view.record.filling->generation);
      index.progress = term->Progress(view.name);
    }
    snapshot.indices.push_back(std::move(index));
  }
  return snapshot;
}

// Runs `call` on the supervisor's thread and returns what it returns.
template <typename Call>
auto Supervisor::Post(Call call, Duration limit) {
  using Answer = std::invoke_result_t<Call, Term&, std::stop_token>;
  auto promise = std::make_shared<std::promise<Answer>>();
  auto given_up = std::make_shared<std::atomic<bool>>(false);  // nobody waits for it any more
  auto answer = promise->get_future();
  {
    const std::scoped_lock lock(mutex_);
    if (state_ != DaemonState::kStreaming) {
      throw Error(Kind::kNotYet, "walcast is " + std::string(Name(state_)) + (error_.empty() ? "" : ": " + error_),
                  kAgain);
    }
    calls_.emplace_back([promise, given_up, call](Term& term, std::stop_token stop) {
      if (given_up->exchange(true)) return;
      try {
        if constexpr (std::is_void_v<Answer>) {
          call(term, stop);
          promise->set_value();
        } else {
          promise->set_value(call(term, stop));
        }
      } catch (const std::exception&) {
        promise->set_exception(std::current_exception());
      }
    });
    changed_.notify_all();
  }
  if (answer.wait_for(limit) != std::future_status::ready) {
    if (!given_up->exchange(true)) throw Error(Kind::kNotYet, "the request could not begin in time; it is dropped");
    throw Error(Kind::kNotYet, "the request is not done yet; it goes on");
  }
  try {
    return answer.get();
  } catch (const std::future_error&) {
    throw Error(Kind::kNotYet, "the stream stopped meanwhile", kAgain);
  }
}

std::shared_ptr<Supervisor::Term> Supervisor::Streaming() const {
  const std::scoped_lock lock(mutex_);
  if (term_) return term_;
  throw Error(Kind::kNotYet, "walcast is " + std::string(Name(state_)) + (error_.empty() ? "" : ": " + error_), kAgain);
}

void Supervisor::RefuseWhilePaused(const std::string& what) const {
  if (!valve_.closed()) return;
  throw Error(Kind::kNotYet, "the stream is paused: " + what, "Let it go on first: walcast resume.");
}

std::int64_t Supervisor::Pause(Duration limit) {
  std::int64_t since = std::time(nullptr);
  {
    const std::scoped_lock changing(pausing_);
    const auto term = Streaming();
    const bool was_open = valve_.Close();  // before it is kept: nothing is to pass afterwards
    try {
      if (was_open) parts_.store.SavePaused(term->epoch, since);
    } catch (const Error&) {
      valve_.Open();
      throw;
    }
    const std::scoped_lock lock(mutex_);
    if (was_open) paused_ = since;
    since = paused_.value_or(since);
    if (was_open) parts_.log.Info("the stream is paused");
  }
  if (valve_.WaitQuiet(limit)) return since;
  throw Error(Kind::kNotYet, "requests to Elasticsearch are still under way; the stream is paused once they have ended",
              "Look at `walcast status`, or pause again to wait for them.");
}

void Supervisor::Resume() {
  const std::scoped_lock changing(pausing_);
  const auto term = Streaming();
  if (!valve_.closed()) return;
  parts_.store.SavePaused(term->epoch, std::nullopt);
  {
    const std::scoped_lock lock(mutex_);
    paused_.reset();
  }
  valve_.Open();
  parts_.log.Info("the stream goes on");
}

std::string Supervisor::Rebuild(const std::string& index, Duration limit, bool restart) {
  RefuseWhilePaused("no index can be filled");
  return Post(
      [this, index, restart](Term& term, std::stop_token stop) {
        RefuseWhilePaused("no index can be filled");
        for (const auto& view : term.generations.Views()) {
          if (!restart && view.name == index && view.record.filling) {
            throw Error(Kind::kNotYet, "index " + index + " is being filled already",
                        "Wait until it is live, or start over: walcast rebuild " + index + " --restart.");
          }
        }
        try {
          return Refill(term, index, stop);
        } catch (const Error& error) {
          // What was being filled may have been given up for it; but a name that is not there will never be.
          if (error.kind() != Kind::kUsage) term.AskRebuild(index);
          throw;
        }
      },
      limit);
}

void Supervisor::ResetSlot(Duration limit) {
  const auto done = [this] {
    const std::scoped_lock lock(mutex_);
    return resets_;
  };
  const std::uint64_t before = done();
  const TimePoint until = parts_.clock.Now() + limit;
  Post([this, until](Term&, std::stop_token) { reset_until_ = until; }, limit);
  std::unique_lock lock(mutex_);
  while (resets_ == before) {
    if (state_ == DaemonState::kStopping) throw Error(Kind::kNotYet, "walcast is stopping: " + error_);
    if (changed_.wait_for(lock, until - parts_.clock.Now()) != std::cv_status::timeout) continue;
    throw Error(Kind::kNotYet, "the slot was not made anew in time" + (error_.empty() ? "" : ": " + error_),
                "Nothing is lost; look into the log, and try again.");
  }
}

void Supervisor::WriteAgain(const std::string& index, const Ids& ids, const WriterKit& kit, std::stop_token stop) {
  RefuseWhilePaused("no document can be written");
  const auto term = Streaming();
  for (const auto& view : term->generations.Views()) {
    if (view.name != index) continue;
    for (const auto& target : {view.served, view.filling}) {
      if (target) WriteTo(*term, *target, ids, kit, stop);
    }
  }
}

void Supervisor::WriteTo(Term& term, Target& target, const Ids& ids, const WriterKit& kit, std::stop_token stop) {
  if (target.suspended || ids.empty()) return;
  Writer writer(kit.tools(), term.Shared(), options_.pipeline.writer);
  const OpenPage under_way(term.pipeline->pages());
  // Nothing of this may arrive after the term, whose TRUNCATE walks would not know of it; nor may it wait for a server
  // that the stream has given up.
  std::stop_source ending;
  const std::stop_callback with_caller(stop, [&] { ending.request_stop(); });
  const std::stop_callback with_term(term.ending.get_token(), [&] { ending.request_stop(); });
  writer.WriteAll(target, ids, [&] { return term.checkpoint.durable().value; }, ending.get_token());
}

void Supervisor::ForgetLetters(const std::string& generation, const Ids& ids) {
  const std::scoped_lock lock(mutex_);
  if (!term_) return;
  for (const auto& id : ids) term_->letters.Forget(generation, id);
}

}  // namespace cdc::stream
