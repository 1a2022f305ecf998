#include "admin/server/http/lanes.h"

#include <pthread.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace admin::http {

class Lanes::Pool {
 public:
  Pool(const char* name, LaneOptions options, const cdc::Clock& clock, const MakeWorker& make)
      : options_(options), clock_(clock) {
    for (std::size_t i = 0; i < options.threads; ++i) {
      threads_.emplace_back([this, name, make] {
        pthread_setname_np(pthread_self(), name);
        Run(*make());
      });
    }
  }

  bool Post(Task task) {
    const std::scoped_lock lock(mutex_);
    // Free threads take at once what stands in the queue: only what must wait counts.
    if (stopping_ || waiting_.size() >= options_.queue + idle_) return false;
    waiting_.push_back({std::move(task), clock_.Now()});
    changed_.notify_one();
    return true;
  }

  void Stop() {
    {
      const std::scoped_lock lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

 private:
  struct Waiting {
    Task task;
    cdc::TimePoint since;
  };

  void Run(Worker& worker) {
    std::unique_lock lock(mutex_);
    for (;;) {
      ++idle_;
      changed_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
      --idle_;
      if (waiting_.empty()) return;
      Waiting next = std::move(waiting_.front());
      waiting_.pop_front();
      const bool late = clock_.Now() - next.since > options_.patience;
      lock.unlock();
      next.task(worker, late);
      next.task = nullptr;  // what it holds goes before the lock is taken
      lock.lock();
    }
  }

  const LaneOptions options_;
  const cdc::Clock& clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Waiting> waiting_;  // guarded by mutex_
  std::size_t idle_ = 0;         // guarded by mutex_
  bool stopping_ = false;        // guarded by mutex_
  std::vector<std::thread> threads_;
};

Lanes::Lanes(const Options& options, const cdc::Clock& clock, const MakeWorker& make)
    : short_(std::make_unique<Pool>("short", options.short_calls, clock, make)),
      searches_(std::make_unique<Pool>("search", options.searches, clock, make)),
      long_(std::make_unique<Pool>("long", options.long_calls, clock, make)),
      steering_(std::make_unique<Pool>("steering", options.steering, clock, make)),
      moves_(std::make_unique<Pool>("moves", options.moves, clock, make)) {}

Lanes::~Lanes() { Stop(); }

bool Lanes::Post(Lane lane, Task task) {
  auto& pool = lane == Lane::kLong     ? long_
               : lane == Lane::kSearch ? searches_
               : lane == Lane::kSteer  ? steering_
               : lane == Lane::kMove   ? moves_
                                       : short_;
  return pool->Post(std::move(task));
}

void Lanes::Stop() {
  short_->Stop();
  searches_->Stop();
  long_->Stop();
  steering_->Stop();
  moves_->Stop();
}

}  // namespace admin::http
