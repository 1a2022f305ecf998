// SimulatedStore: the record and the letters, and what must hold whenever they are kept.
#include <algorithm>

#include "tests/support/simulated_ports.h"

namespace cdc::test {
namespace {

Error Away() { return Error(Kind::kUnavailable, "the simulated store is away"); }

}  // namespace

template <typename Change>
auto SimulatedStore::Act(std::optional<Lsn> epoch, Change change) {
  Reach(&SimulatedFaults::store_lost);
  const auto lock = Enter();
  if (world_.clock.Now() < world_.store_back) throw Away();
  if (epoch && (!world_.record || world_.record->epoch > *epoch))
    throw Error(Kind::kFenced, "another process owns the record");
  const bool reply_lost = world_.Chance(world_.faults.store_lost);
  if constexpr (std::is_void_v<std::invoke_result_t<Change>>) {
    change();
    if (reply_lost) throw Away();
  } else {
    auto result = change();
    if (reply_lost) throw Away();
    return result;
  }
}

std::optional<stream::Record> SimulatedStore::Load() {
  return Act({}, [&] { return world_.record; });
}

void SimulatedStore::Begin(const stream::Record& record) {
  Act({}, [&] {
    if (world_.record && world_.record->epoch > record.epoch)
      throw Error(Kind::kFenced, "another process owns the record");
    world_.CheckDurable(record.checkpoint);
    world_.record = record;
  });
}

void SimulatedStore::SaveCheckpoint(Lsn epoch, Lsn checkpoint) {
  Act(epoch, [&] {
    if (checkpoint <= world_.record->checkpoint) return;
    world_.CheckDurable(checkpoint);
    world_.record->checkpoint = checkpoint;
  });
}

void SimulatedStore::SaveSent(Lsn epoch, Lsn sent) {
  Act(epoch, [&] { world_.record->sent = std::max(world_.record->sent, sent); });
}

void SimulatedStore::SaveIndex(Lsn epoch, const std::string& index, const stream::IndexRecord& record) {
  Act(epoch, [&] {
    if (record.state == stream::IndexState::kSuspended)
      world_.Breach("index " + index + " is suspended: " + record.reason);
    world_.record->indices[index] = record;
  });
}

void SimulatedStore::RemoveIndex(Lsn epoch, const std::string& index) {
  Act(epoch, [&] { world_.record->indices.erase(index); });
}

void SimulatedStore::SavePaused(Lsn epoch, std::optional<std::int64_t> since) {
  Act(epoch, [&] { world_.record->paused = since; });
}

void SimulatedStore::Clear() {
  Act({}, [&] {
    world_.record.reset();
    world_.letters.clear();
  });
}

void SimulatedStore::PutLetter(Lsn epoch, const stream::DeadLetter& letter) {
  Act(epoch, [&] { world_.letters[letter.generation][letter.id] = letter; });
}

bool SimulatedStore::RemoveLetter(Lsn epoch, const std::string& generation, const std::string& id, Version version) {
  return Act(epoch, [&] {
    auto& letters = world_.letters[generation];
    const auto letter = letters.find(id);
    if (letter == letters.end()) return true;
    if (letter->second.version > version) return false;
    letters.erase(letter);
    return true;
  });
}

void SimulatedStore::RemoveLetters(Lsn epoch, const std::string& generation) {
  Act(epoch, [&] { world_.letters.erase(generation); });
}

std::vector<stream::DeadLetter> SimulatedStore::Letters(const std::string& generation, const std::string& after,
                                                        std::size_t limit) {
  return Act({}, [&] {
    std::vector<stream::DeadLetter> some;
    auto& letters = world_.letters[generation];
    for (auto at = letters.upper_bound(after); at != letters.end() && some.size() < limit; ++at)
      some.push_back(at->second);
    return some;
  });
}

std::uint64_t SimulatedStore::CountLetters(const std::string& generation) {
  return Act({}, [&] { return std::uint64_t{world_.letters[generation].size()}; });
}

}  // namespace cdc::test
