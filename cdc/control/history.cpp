#include "cdc/control/history.h"

namespace cdc::control {
namespace {

constexpr Duration kKept = std::chrono::seconds(60);
constexpr Duration kBetween = std::chrono::milliseconds(900);

double Seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

using Counts = std::map<std::string, std::uint64_t>;

std::map<std::string, double> PerSecond(const Counts& now, const Counts& before, double seconds) {
  std::map<std::string, double> rates;
  for (const auto& [name, count] : now) {
    const auto found = before.find(name);
    const auto earlier = found == before.end() ? 0 : found->second;
    rates[name] = seconds > 0 ? static_cast<double>(count - earlier) / seconds : 0;
  }
  return rates;
}

}  // namespace

History::Sample History::Read(const stream::Meters& meters, TimePoint now, std::optional<Lsn> server) {
  Sample sample{.at = now,
                .server = server,
                .written = {},
                .rows = meters.Tables(),
                .source = meters.source.Read(),
                .queue = meters.queue.Read(),
                .delivery = meters.delivery.Read(),
                .end_to_end = meters.end_to_end.Read()};
  for (const auto& [name, counts] : meters.Indices()) sample.written[name] = counts.applied;
  return sample;
}

void History::Add(Sample sample) {
  const std::scoped_lock lock(mutex_);
  if (!samples_.empty() && sample.at - samples_.back().at < kBetween) return;
  while (!samples_.empty() && sample.at - samples_.front().at > kKept) samples_.pop_front();
  samples_.push_back(std::move(sample));
}

History::Recent History::Until(const Sample& now) const {
  const std::scoped_lock lock(mutex_);
  Recent recent;
  const Sample none{};
  const Sample& first = samples_.empty() ? none : samples_.front();
  if (!samples_.empty()) recent.seconds = Seconds(now.at - first.at);
  recent.written = PerSecond(now.written, first.written, recent.seconds);
  recent.rows = PerSecond(now.rows, first.rows, recent.seconds);
  recent.source = now.source.Since(first.source);
  recent.queue = now.queue.Since(first.queue);
  recent.delivery = now.delivery.Since(first.delivery);
  recent.end_to_end = now.end_to_end.Since(first.end_to_end);
  for (const auto& sample : samples_) {
    if (!sample.server || !now.server || *now.server < *sample.server || now.at <= sample.at) continue;
    recent.wal = static_cast<double>(now.server->value - sample.server->value) / Seconds(now.at - sample.at);
    break;
  }
  return recent;
}

}  // namespace cdc::control
