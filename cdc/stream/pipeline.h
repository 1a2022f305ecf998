// The way of a change (design §5): read → batch → gate → route → render → bulk → ack → checkpoint → confirm.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

#include "cdc/base/log.h"
#include "cdc/base/queue.h"
#include "cdc/stream/ack_tracker.h"
#include "cdc/stream/batcher.h"
#include "cdc/stream/checkpoint.h"
#include "cdc/stream/gate.h"
#include "cdc/stream/source.h"
#include "cdc/stream/truncate.h"
#include "cdc/stream/writer.h"

namespace cdc::stream {

struct PipelineLimits {
  BatchLimits batch;
  WriterLimits writer;
  std::size_t queue = 8;    // batches between gate and writers
  std::size_t page = 1000;  // ids rendered by one query
  std::size_t wide_pages =
      4;  // a batch that fans out further moves to the wide lane, so that it does not starve the others
  BackoffLimits backoff;
};

class Pipeline {
 public:
  struct Parts {
    Source& source;  // open; closed by its owner
    Visibility& visibility;
    Indices& indices;
    Writer::Shared shared;
    Log& log;
    std::vector<Writer::Tools> writers;  // the last one is the wide lane's
  };

  // `start`: where the source was opened. REQUIRES: two writers or more.
  Pipeline(Parts parts, PipelineLimits limits, TargetSetPtr targets, Lsn start);

  // Runs all threads; returns once `stop` is requested and what was in flight is done, or abandoned after `drain`.
  // Throws the first failure that is not of one index alone.
  void Run(std::stop_token stop, Duration drain);

  // From any thread: the set in force once it returns; batches of the former one are done. False when stopped.
  bool SetTargets(TargetSetPtr targets, std::stop_token stop);

  // Pages that others (backfill, retries) render and write: TRUNCATE's walk waits for those begun before it.
  AckTracker& pages() { return pages_; }
  std::size_t in_flight() const { return acks_.open(); }

 private:
  void Read(std::stop_token stop);
  std::optional<Message> Receive(std::stop_token stop);
  void Hand(std::stop_token stop);
  void ExchangeTargets(std::stop_token stop);
  void HoldAtGate(std::stop_token stop);
  void Write(Writer& writer, bool wide, std::stop_token stop);
  std::optional<Batch> NextWide(std::deque<Batch>& truncating, std::stop_token stop);
  enum class Settled : std::uint8_t { kDone, kTooWide, kStopped };
  Settled Settle(Writer& writer, const Batch& batch, bool wide, std::stop_token stop);
  Settled SettleTarget(Writer& writer, const Batch& batch, std::size_t target, std::stop_token stop, bool wide);
  void Finish(const Batch& batch, std::stop_token stop);
  void Follow(const TargetSet& targets);
  void Measure(const Message& message);
  void Measure(const Batch& batch);
  void Fail(std::exception_ptr error);
  template <typename Body>
  void Guard(Body body);

  Parts parts_;
  const PipelineLimits limits_;
  AckTracker acks_;
  AckTracker pages_;
  Batcher batcher_;                                // the reader's
  std::vector<std::atomic<std::uint64_t>*> rows_;  // the reader's: by Interest's table
  Gate gate_;                                      // the gate thread's
  TruncateWalk truncate_;
  std::vector<std::unique_ptr<Writer>> writers_;
  Queue<Batch> gate_queue_;
  Queue<Batch> work_queue_;
  Queue<Batch> wide_queue_;
  std::stop_source stop_reading_, stop_all_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable_any changed_;
  TargetSetPtr next_targets_;
  std::exception_ptr error_;
};

}  // namespace cdc::stream
