#include "cdc/cli/overseer.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "cdc/base/units.h"

namespace cdc::cli {
namespace {

constexpr Duration kLook = std::chrono::seconds(1);
constexpr Duration kStarting = std::chrono::seconds(30);  // what is asked for again at each look

std::string StatusOf(const stream::Supervisor::Snapshot& snapshot) {
  std::string status(stream::Name(snapshot.state));
  if (snapshot.paused) status += ", paused";
  if (!snapshot.error.empty()) status += ": " + snapshot.error;
  const auto filling =
      std::ranges::count_if(snapshot.indices, [](const auto& index) { return index.progress.has_value(); });
  if (filling > 0) status += ", filling " + std::to_string(filling) + (filling == 1 ? " index" : " indices");
  if (snapshot.checkpoint) status += ", checkpoint " + snapshot.checkpoint.ToString();
  return status;
}

}  // namespace

Overseer::Overseer(Parts parts, Duration stop_time, std::stop_token stop)
    : parts_(std::move(parts)),
      stop_time_(stop_time),
      stop_(stop),
      on_stop_(stop, [this] { parts_.manager.Stopping(stop_time_); }),
      thread_([this](std::stop_token done) { Look(done); }) {}

void Overseer::Look(std::stop_token done) {
  const auto watchdog = parts_.manager.WatchdogInterval();
  const Duration pause = watchdog ? std::min(kLook, *watchdog / 4) : kLook;
  do {
    Tell();
    Watch();
  } while (parts_.clock.Wait(pause, done));
}

// Ready is who streams, or stands by for the one that does. Who waits for a server says so instead of being given up.
void Overseer::Tell() {
  const auto snapshot = parts_.look();
  if (stop_.stop_requested()) return;
  const bool runs =
      snapshot.state == stream::DaemonState::kStreaming || snapshot.state == stream::DaemonState::kStandby;
  if (runs && !ready_) {
    ready_ = true;
    parts_.manager.Ready();
  }
  if (!ready_) parts_.manager.NeedsTime(kStarting);
  const auto status = StatusOf(snapshot);
  if (status == status_) return;
  status_ = status;
  parts_.manager.Status(status);
}

// Silent at two looks: a machine that slept, or a process that was stopped, wakes up with every thread silent for long.
void Overseer::Watch() {
  const auto hanging = parts_.pulses.Hanging();
  const bool hangs = hanging && late_;
  late_ = hanging.has_value();
  if (!hangs) {
    parts_.manager.Alive();
    if (std::exchange(hangs_, false)) parts_.log.Warn("the thread that hung goes on");
    return;
  }
  if (std::exchange(hangs_, true)) return;
  parts_.log.Fail("a thread hangs", {{"thread", hanging->thread},
                                     {"silent", FormatDuration(hanging->silent)},
                                     {"remedy", "Restart walcast; nothing is lost by that. Then report it."}});
}

}  // namespace cdc::cli
