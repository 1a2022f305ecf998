// Signs of life of a program's threads: tells a thread that hangs from one that waits, however long, for what it may
// wait for. Whoever looks at the clock is alive: the stream's threads get a PulseClock, and all their loops use it.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <thread>

#include "cdc/base/clock.h"

namespace cdc {

class Pulses {  // thread-safe
 public:
  // `usual`: so long may a thread go without a sign. REQUIRES: longer than every time limit of a call to a server.
  Pulses(const Clock& clock, Duration usual) : clock_(clock), usual_(usual) {}

  // The calling thread is watched as long as this lives; made and ended by that thread.
  class Watched {
   public:
    Watched(Pulses& pulses, std::string name);
    ~Watched();
    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;

   private:
    Pulses& pulses_;
  };

  // While this lives the calling thread may go without a sign for `limit`; nullopt: as long as it takes, since it waits
  // for another thread. The innermost one holds. Does nothing for a thread that is not watched.
  class Within {
   public:
    Within(Pulses& pulses, std::optional<Duration> limit);
    ~Within();
    Within(const Within&) = delete;
    Within& operator=(const Within&) = delete;

   private:
    Pulses& pulses_;
    Duration before_{};
  };

  // The calling thread gives a sign.
  void Beat() const;
  Duration usual() const { return usual_; }

  struct Late {
    std::string thread;
    Duration silent;  // since its last sign
  };
  // The thread that has been silent longest beyond its limit.
  std::optional<Late> Hanging() const;

 private:
  struct Pulse {
    std::string name;
    std::atomic<TimePoint> last;
    std::atomic<Duration> limit;
  };
  Pulse* Mine() const;  // REQUIRES: mutex_ is held, at least shared

  const Clock& clock_;
  const Duration usual_;
  mutable std::shared_mutex mutex_;  // guards what follows; a pulse's own fields are atomic
  std::map<std::thread::id, std::unique_ptr<Pulse>> pulses_;
};

// Waits for others, which is no hang: `Resting(pulses, [&] { return queue.Pop(stop); })`.
template <typename Wait>
auto Resting(Pulses& pulses, Wait wait) {
  const Pulses::Within rest(pulses, std::nullopt);
  return wait();
}

// A clock for threads that are watched: each look at it is a sign of life.
class PulseClock final : public Clock {
 public:
  PulseClock(const Clock& clock, Pulses& pulses) : clock_(clock), pulses_(pulses) {}
  TimePoint Now() const override {
    pulses_.Beat();
    return clock_.Now();
  }
  bool Wait(Duration time, std::stop_token stop) const override {
    return Resting(pulses_, [&] { return clock_.Wait(time, std::move(stop)); });
  }

 private:
  const Clock& clock_;
  Pulses& pulses_;
};

}  // namespace cdc
