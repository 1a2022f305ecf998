#include "cdc/stream/troubles.h"

namespace cdc::stream {
namespace {

constexpr Duration kTellEvery = std::chrono::seconds(30);

}  // namespace

void Troubles::Met(const std::string& doing, const Error& error) {
  {
    const std::scoped_lock lock(mutex_);
    const TimePoint now = clock_.Now();
    const auto [at, first] = all_.try_emplace(doing);
    Trouble& trouble = at->second;
    if (!trouble.under_way) {
      ++under_way_;
      trouble.spoken = false;
    }
    trouble.under_way = true;
    trouble.what = error.what();
    // What comes and goes is not told each time either.
    if (!first && now - trouble.told < kTellEvery) return;
    trouble.told = now;
    trouble.spoken = true;
  }
  log_.Write(Level::kWarn, doing + " fails and is tried again", error);
}

void Troubles::Over(const std::string& doing) {
  if (under_way_ == 0) return;
  {
    const std::scoped_lock lock(mutex_);
    const auto at = all_.find(doing);
    if (at == all_.end() || !at->second.under_way) return;
    at->second.under_way = false;
    --under_way_;
    if (!at->second.spoken) return;
  }
  log_.Info(doing + " succeeds again");
}

void Troubles::Drop(const std::string& doing) {
  const std::scoped_lock lock(mutex_);
  const auto at = all_.find(doing);
  if (at == all_.end()) return;
  if (at->second.under_way) --under_way_;
  all_.erase(at);
}

std::string Troubles::Now() const {
  const std::scoped_lock lock(mutex_);
  std::string now;
  for (const auto& [doing, trouble] : all_) {
    if (trouble.under_way) now += (now.empty() ? "" : "; ") + doing + ": " + trouble.what;
  }
  return now;
}

}  // namespace cdc::stream
