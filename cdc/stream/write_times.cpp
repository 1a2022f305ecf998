#include "cdc/stream/write_times.h"

#include <algorithm>

namespace cdc::stream {
namespace {

constexpr std::size_t kMostGenerations = 32;

}  // namespace

std::optional<std::int64_t> Earlier(std::optional<std::int64_t> one, std::optional<std::int64_t> other) {
  if (!one || !other) return std::nullopt;
  return std::min(*one, *other);
}

void WriteTimes::Begin(Version floor) {
  const std::scoped_lock lock(mutex_);
  tables_.clear();
  floor_ = floor;
}

void WriteTimes::Made(const std::string& generation) {
  const std::scoped_lock lock(mutex_);
  MakeRoom();
  tables_[generation] = {};
}

// REQUIRES: mutex_ is held.
void WriteTimes::MakeRoom() {
  if (tables_.size() < kMostGenerations) return;
  const auto newest = [](const auto& entry) {
    const Table& table = entry.second;
    return table.entries.empty() ? table.floor : table.entries.rbegin()->first;
  };
  const auto oldest = std::min_element(tables_.begin(), tables_.end(),
                                       [&](const auto& a, const auto& b) { return newest(a) < newest(b); });
  floor_ = std::max(floor_, newest(*oldest));  // it may be written to again
  tables_.erase(oldest);
}

// REQUIRES: mutex_ is held.
WriteTimes::Table& WriteTimes::Of(const std::string& generation) {
  const auto found = tables_.find(generation);
  if (found != tables_.end()) return found->second;
  MakeRoom();
  return tables_.emplace(generation, Table{.floor = floor_, .entries = {}}).first->second;
}

void WriteTimes::Sending(const std::string& generation, const Stamp& stamp) {
  const std::scoped_lock lock(mutex_);
  Table& table = Of(generation);
  if (stamp.version <= table.floor) return;
  const auto [at, added] = table.entries.try_emplace(stamp.version);
  Entry& entry = at->second;
  entry.commits = added ? stamp.commits
                        : CommitTimes{.oldest = Earlier(entry.commits.oldest, stamp.commits.oldest),
                                      .newest = entry.commits.newest};
  ++entry.under_way;
  if (table.entries.size() <= most_) return;
  table.floor = table.entries.begin()->first;
  table.entries.erase(table.entries.begin());
}

void WriteTimes::Ended(const std::string& generation, Version version, const std::optional<Span>& written) {
  const std::scoped_lock lock(mutex_);
  const auto table = tables_.find(generation);
  if (table == tables_.end()) return;  // of a former term
  const auto found = table->second.entries.find(version);
  if (found == table->second.entries.end()) return;  // forgotten meanwhile, or of a former term
  Entry& entry = found->second;
  if (entry.under_way > 0) --entry.under_way;
  if (!written) return;
  entry.written = entry.written ? Span{std::min(entry.written->sent, written->sent),
                                       std::max(entry.written->answered, written->answered)}
                                : *written;
}

std::variant<WriteTimes::Known, WriteTimes::Unknown> WriteTimes::Find(const std::string& generation,
                                                                      Version version) const {
  const std::scoped_lock lock(mutex_);
  const auto table = tables_.find(generation);
  if (table == tables_.end()) return version <= floor_ ? Unknown::kForgotten : Unknown::kNever;
  if (version <= table->second.floor) return Unknown::kForgotten;
  const auto found = table->second.entries.find(version);
  if (found == table->second.entries.end()) return Unknown::kNever;
  const Entry& entry = found->second;
  if (entry.under_way > 0) return Unknown::kUnderWay;
  if (!entry.written) return Unknown::kNever;
  return Known{*entry.written, entry.commits};
}

}  // namespace cdc::stream
