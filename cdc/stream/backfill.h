// Fills a generation: a walk over the root's keys in pages, beside the live stream, with a cursor that survives a
// crash.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "cdc/base/queue.h"
#include "cdc/stream/ack_tracker.h"
#include "cdc/stream/store.h"
#include "cdc/stream/writer.h"

namespace cdc::stream {

struct BackfillLimits {
  std::size_t page = 1000;
  std::uint64_t documents_per_second = 0;  // 0: as fast as it goes
};

// A thread's own tools, and their owner.
struct WriterKit {
  std::unique_ptr<Router> router;
  std::unique_ptr<Renderer> renderer;
  std::unique_ptr<Sink> sink;
  Writer::Tools tools() const { return {*router, *renderer, *sink}; }
};

class Backfill {
 public:
  struct Parts {
    Writer::Shared shared;
    AckTracker& pages;                         // of the pipeline: TRUNCATE's walk waits for them
    std::function<Version()> version;          // the durable checkpoint, asked before each rendering
    std::vector<WriterKit> kits;               // one a worker
    std::unique_ptr<Router> walker;            // walks the keys
    std::function<void(const Filling&)> save;  // keeps the cursor; throws what Store throws
  };
  Backfill(Parts parts, WriterLimits writer, BackfillLimits limits, TargetPtr target, Filling from);

  // True once every key's document is written and the cursor says so; false when stopped, or when the target was
  // suspended. Throws what is not of one index alone.
  bool Run(std::stop_token stop);

  struct Progress {
    std::uint64_t documents = 0;  // ids walked and written, with those of former runs
    std::uint64_t estimate = 0;   // of all
    double per_second = 0;
  };
  Progress progress() const;  // from any thread
  const Target& target() const { return *target_; }

 private:
  struct Page {
    Ticket ticket;
    Ids ids;
  };
  void Walk(std::stop_token stop);
  void Work(const WriterKit& kit, std::stop_token stop);
  void Done(const Page& page);
  void SaveCursor(bool walked);
  void Throttle(std::size_t documents, std::stop_token stop);
  void Fail(std::exception_ptr error);

  Parts parts_;
  const WriterLimits writer_limits_;
  const BackfillLimits limits_;
  const TargetPtr target_;
  AckTracker acks_;  // covers: how many pages
  Queue<Page> queue_;
  std::stop_source stop_;
  std::atomic<std::uint64_t> documents_, estimate_{0};
  const std::uint64_t documents_before_;
  const TimePoint started_;
  std::mutex mutex_;  // guards what follows
  Filling filling_;
  std::map<std::uint64_t, std::string> ends_;  // page number → its last key
  TimePoint saved_;
  TimePoint next_page_;
  std::exception_ptr error_;
};

}  // namespace cdc::stream
