#include "cdc/base/pulse.h"

#include <mutex>

#include "cdc/base/error.h"

namespace cdc {

Pulses::Watched::Watched(Pulses& pulses, std::string name) : pulses_(pulses) {
  auto pulse = std::make_unique<Pulse>();
  pulse->name = std::move(name);
  pulse->last = pulses.clock_.Now();
  pulse->limit = pulses.usual_;
  const std::unique_lock lock(pulses.mutex_);
  if (!pulses.pulses_.emplace(std::this_thread::get_id(), std::move(pulse)).second) {
    throw Error(Kind::kInternal, "a thread is watched twice");
  }
}

Pulses::Watched::~Watched() {
  const std::unique_lock lock(pulses_.mutex_);
  pulses_.pulses_.erase(std::this_thread::get_id());
}

Pulses::Within::Within(Pulses& pulses, std::optional<Duration> limit) : pulses_(pulses) {
  const std::shared_lock lock(pulses.mutex_);
  Pulse* const pulse = pulses.Mine();
  if (pulse == nullptr) return;
  pulse->last = pulses.clock_.Now();
  before_ = pulse->limit.exchange(limit.value_or(Duration::max()));
}

Pulses::Within::~Within() {
  const std::shared_lock lock(pulses_.mutex_);
  Pulse* const pulse = pulses_.Mine();
  if (pulse == nullptr) return;
  // First the sign: the time that was allowed shall not be held against it.
  pulse->last = pulses_.clock_.Now();
  pulse->limit = before_;
}

void Pulses::Beat() const {
  const std::shared_lock lock(mutex_);
  if (Pulse* const pulse = Mine()) pulse->last = clock_.Now();
}

std::optional<Pulses::Late> Pulses::Hanging() const {
  std::optional<Late> worst;
  const std::shared_lock lock(mutex_);
  for (const auto& [thread, pulse] : pulses_) {
    const Duration limit = pulse->limit;
    const Duration silent = clock_.Now() - pulse->last.load();
    if (silent > limit && (!worst || silent > worst->silent)) worst = Late{pulse->name, silent};
  }
  return worst;
}

Pulses::Pulse* Pulses::Mine() const {
  const auto found = pulses_.find(std::this_thread::get_id());
  return found == pulses_.end() ? nullptr : found->second.get();
}

}  // namespace cdc
