// Looks on while the stream runs: tells the service manager how it is, and gives its sign of life only while no thread
// of the stream hangs. It has a thread of its own, as each of the others may be the one that hangs; a sign of life says
// that all of them gave theirs.
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <thread>

#include "cdc/base/clock.h"
#include "cdc/base/log.h"
#include "cdc/base/pulse.h"
#include "cdc/base/service_manager.h"
#include "cdc/stream/supervisor.h"

namespace cdc::cli {

class Overseer {
 public:
  struct Parts {
    std::function<stream::Supervisor::Snapshot()> look;
    const Pulses& pulses;
    const ServiceManager& manager;
    const Clock& clock;
    Log& log;
  };
  // `stop_time`: so long may the program take to end once `stop` is requested, which is told by whoever requests it.
  Overseer(Parts parts, Duration stop_time, std::stop_token stop);

 private:
  void Look(std::stop_token done);
  void Tell();
  void Watch();

  const Parts parts_;
  const Duration stop_time_;
  const std::stop_token stop_;
  bool ready_ = false;  // told
  bool late_ = false;   // a thread was silent at the last look
  bool hangs_ = false;  // told
  std::string status_;  // told
  TimePoint told_{};    // when
  std::stop_callback<std::function<void()>> on_stop_;
  std::jthread thread_;  // last
};

}  // namespace cdc::cli
