// Threads that answer requests, each with a worker of its own; a queue before them that refuses rather than grows.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "admin/server/http/route.h"
#include "cdc/base/clock.h"

namespace admin::http {

struct LaneOptions {
  std::size_t threads = 8;
  std::size_t queue = 256;                           // requests that wait for a thread; one more is refused
  cdc::Duration patience = std::chrono::seconds(5);  // what has waited for longer is refused, too
};

class Lanes {
 public:
  // Called on the thread that shall use the worker, which lives as long as it.
  using MakeWorker = std::function<std::shared_ptr<Worker>()>;
  // `late`: the request waited too long, and is only to be refused.
  using Task = std::function<void(Worker& worker, bool late)>;

  struct Options {
    LaneOptions short_calls{}, searches{}, long_calls{}, steering{};
    LaneOptions moves{.threads = 0};
  };
  Lanes(const Options& options, const cdc::Clock& clock, const MakeWorker& make);
  ~Lanes();  // Stop()
  Lanes(const Lanes&) = delete;
  Lanes& operator=(const Lanes&) = delete;

  // False where the lane's queue is full; `task` is not called then. Any thread. REQUIRES: not Lane::kLoop.
  bool Post(Lane lane, Task task);
  // Returns once every task has been called. Nothing is taken from then on.
  void Stop();

 private:
  class Pool;
  std::unique_ptr<Pool> short_, searches_, long_, steering_, moves_;
};

}  // namespace admin::http
