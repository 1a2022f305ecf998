#include "cdc/stream/dead_letters.h"

#include <chrono>

#include "cdc/stream/retry.h"

namespace cdc::stream {
namespace {

constexpr std::size_t kPage = 1000;

std::int64_t UnixMilliseconds() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

}  // namespace

DeadLetters::DeadLetters(Store& store, Indices& indices, Patience patience, Log& log, Lsn epoch)
    : store_(store), indices_(indices), patience_(patience), log_(log), epoch_(epoch) {}

bool DeadLetters::Insist(const std::string& doing, const std::function<void()>& act, std::stop_token stop) {
  return stream::Insist(patience_, doing, stop, act);
}

void DeadLetters::Watch(const std::string& generation) {
  std::set<std::string> ids;
  for (std::string after;;) {
    const auto letters = store_.Letters(generation, after, kPage);
    for (const auto& letter : letters) ids.insert(letter.id);
    if (letters.size() < kPage) break;
    after = letters.back().id;
  }
  const std::scoped_lock lock(mutex_);
  known_[generation] = std::move(ids);
}

bool DeadLetters::Keep(const Target& target, const std::string& id, Version version, const std::string& reason,
                       std::stop_token stop) {
  std::optional<Version> held;
  if (!Insist(
          "looking at " + target.generation,
          [&] {
            held =
                AsAway({Kind::kRights}, [&] { return indices_.Versions(target.generation, std::span(&id, 1)).at(0); });
          },
          stop))
    return false;
  if (held && *held >= version) return true;
  const DeadLetter letter{target.index, target.generation, id, version, reason, UnixMilliseconds()};
  const auto know = [&] {
    const std::scoped_lock lock(mutex_);
    known_[target.generation].insert(id);
  };
  // Known before it is stored: a write that succeeds meanwhile must see that there is something to remove. And after
  // it: such a write may have found nothing yet, and forgotten it.
  know();
  if (!Insist("keeping a dead letter", [&] { store_.PutLetter(epoch_, letter); }, stop)) return false;
  know();
  log_.Warn("a document was refused and kept as a dead letter",
            {{"index", target.index}, {"generation", target.generation}, {"version", Lsn{version}.ToString()}});
  return true;
}

bool DeadLetters::Written(const Target& target, const std::string& id, Version version, std::stop_token stop) {
  {
    const std::scoped_lock lock(mutex_);
    const auto known = known_.find(target.generation);
    if (known == known_.end() || !known->second.contains(id)) return true;
  }
  bool gone = false;
  if (!Insist(
          "removing a dead letter", [&] { gone = store_.RemoveLetter(epoch_, target.generation, id, version); }, stop))
    return false;
  if (gone) Forget(target.generation, id);
  return true;
}

void DeadLetters::Forget(const std::string& generation, const std::string& id) {
  const std::scoped_lock lock(mutex_);
  known_[generation].erase(id);
}

std::vector<std::string> DeadLetters::Ids(const std::string& generation) const {
  const std::scoped_lock lock(mutex_);
  const auto known = known_.find(generation);
  if (known == known_.end()) return {};
  return {known->second.begin(), known->second.end()};
}

std::uint64_t DeadLetters::Count(const std::string& generation) const {
  const std::scoped_lock lock(mutex_);
  const auto known = known_.find(generation);
  return known == known_.end() ? 0 : known->second.size();
}

}  // namespace cdc::stream
