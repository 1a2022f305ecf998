#include "tests/support/simulated_index.h"

#include <algorithm>
#include <utility>

namespace cdc::test {

void SimulatedIndex::Settle(TimePoint now) {
  now_ = std::max(now_, now);
  if (!Down()) {
    const auto due =
        std::stable_partition(late_.begin(), late_.end(), [&](const Late& late) { return late.at > now_; });
    std::vector<Late> arrived(std::make_move_iterator(due), std::make_move_iterator(late_.end()));
    late_.erase(due, late_.end());
    for (const auto& late : arrived) {
      const Held* held = Find(late.generation);
      if (held == nullptr || held->generation.uuid != late.uuid) continue;
      for (const auto& write : late.writes) Write(late.generation, late.version, write);
    }
  }
  for (auto& [name, held] : held_) {
    std::erase_if(held.documents,
                  [&](const auto& stored) { return !stored.second.body && now_ - stored.second.deleted > forget_; });
  }
}

void SimulatedIndex::Restart(TimePoint up_at) {
  ++restarts_;
  up_at_ = up_at;
  late_.clear();
  for (auto& [name, held] : held_) {
    std::erase_if(held.documents, [](const auto& stored) { return !stored.second.body; });
  }
}

Result SimulatedIndex::Write(const std::string& generation, Version version, const SimulatedWrite& write) {
  Held* held = Find(generation);
  if (held == nullptr) return {Outcome::kNoIndex, "no such index", {}};
  // A body is parsed before versions are compared, as in Elasticsearch.
  if (write.body && write.body->find(kPoison) != std::string::npos) return {Outcome::kRejected, "mapping", {}};
  const auto found = held->documents.find(write.id);
  if (found != held->documents.end() && found->second.version > version) {
    return {Outcome::kStale, "version conflict", found->second.version};
  }
  held->documents[write.id] = {version, write.body, now_};
  held->seen[write.id] = write.seen;
  return {Outcome::kApplied, "", {}};
}

void SimulatedIndex::WriteLater(TimePoint at, const std::string& generation, Version version,
                                std::vector<SimulatedWrite> writes) {
  const Held* held = Find(generation);
  if (held != nullptr) late_.push_back({at, held->generation.uuid, generation, version, std::move(writes)});
}

SimulatedIndex::Held* SimulatedIndex::Find(const std::string& generation) {
  const auto held = held_.find(generation);
  return held == held_.end() ? nullptr : &held->second;
}

const SimulatedIndex::Held* SimulatedIndex::Aliased(const std::string& index) const {
  const auto alias = aliases_.find(index);
  if (alias == aliases_.end()) return nullptr;
  const auto held = held_.find(alias->second);
  return held == held_.end() ? nullptr : &held->second;
}

std::vector<stream::Generation> SimulatedIndex::List(const std::string& index) const {
  std::vector<stream::Generation> all;
  for (const auto& [name, held] : held_) {
    if (!name.starts_with(index + "-")) continue;
    all.push_back(held.generation);
    all.back().aliased = Aliased(index) == &held;
  }
  return all;
}

stream::Generation SimulatedIndex::Create(const std::string& name, const stream::GenerationMeta& meta) {
  Held& held = held_[name];
  held.generation = {.name = name, .uuid = "uuid-" + std::to_string(++created_), .aliased = false, .meta = meta};
  return held.generation;
}

bool SimulatedIndex::MoveAlias(const std::string& alias, const std::optional<std::string>& from,
                               const std::string& to) {
  const auto held = aliases_.find(alias);
  if (from.has_value() != (held != aliases_.end()) || (from && held->second != *from)) return false;
  aliases_[alias] = to;
  return true;
}

}  // namespace cdc::test
