#include "cdc/base/service_manager.h"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <ctime>

namespace cdc {
namespace {

// A manager that cannot be reached is one that does not wait for us: sd_notify's result changes nothing.
void Tell(const std::string& state) { static_cast<void>(::sd_notify(0, state.c_str())); }

std::int64_t Microseconds(Duration time) { return std::chrono::duration_cast<std::chrono::microseconds>(time).count(); }

}  // namespace

void ServiceManager::Ready() const { Tell("READY=1"); }

void ServiceManager::Reloading() const {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  Tell(fmt::format("RELOADING=1\nMONOTONIC_USEC={}", now.tv_sec * 1'000'000 + now.tv_nsec / 1000));
}

void ServiceManager::Stopping(Duration within) const {
  Tell(fmt::format("STOPPING=1\nEXTEND_TIMEOUT_USEC={}", Microseconds(within)));
}

void ServiceManager::Status(const std::string& line) const {
  std::string one = line;
  std::replace(one.begin(), one.end(), '\n', ' ');
  Tell("STATUS=" + one);
}

void ServiceManager::NeedsTime(Duration time) const { Tell(fmt::format("EXTEND_TIMEOUT_USEC={}", Microseconds(time))); }

void ServiceManager::Alive() const { Tell("WATCHDOG=1"); }

std::optional<Duration> ServiceManager::WatchdogInterval() const {
  std::uint64_t microseconds = 0;
  if (::sd_watchdog_enabled(0, &microseconds) <= 0) return std::nullopt;
  return std::chrono::microseconds(microseconds);
}

}  // namespace cdc
