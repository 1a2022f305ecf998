// What the service manager that started this process is told (systemd's notify protocol, sd_notify(3)). Without one,
// every call does nothing. Thread-safe.
#pragma once

#include <optional>
#include <string>

#include "cdc/base/clock.h"

namespace cdc {

class ServiceManager {
 public:
  void Ready() const;
  // The configuration is read again; Ready() ends it.
  void Reloading() const;
  // `within`: so long may the stop take before it is killed.
  void Stopping(Duration within) const;
  // One line for people: `systemctl status` shows it.
  void Status(const std::string& line) const;
  // While it starts: not to be given up for so much longer.
  void NeedsTime(Duration time) const;
  // The sign of life; how often one is wanted at least, nullopt where none is.
  void Alive() const;
  std::optional<Duration> WatchdogInterval() const;
};

}  // namespace cdc
