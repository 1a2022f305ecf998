#include "tests/support/simulated_world.h"

#include <algorithm>

namespace cdc::test {
namespace {

bool Refused(const std::string& body) {
  return body.find(SimulatedIndex::kPoison) != std::string::npos ||
         body.find(SimulatedWorld::kFailing) != std::string::npos;
}

}  // namespace

SimulatedWorld::SimulatedWorld(std::uint64_t of) : seed(of), database(of), random_(of * 7919 + 1) {}

void SimulatedWorld::Settle() {
  const TimePoint now = clock.Now();
  database.Settle(now);
  index.Settle(now);
}

void SimulatedWorld::Breach(const std::string& what) {
  if (breach_.empty()) breach_ = what;
}

std::string SimulatedWorld::breach() const {
  const std::scoped_lock lock(mutex);
  return breach_;
}

void SimulatedWorld::CheckDurable(Lsn checkpoint) {
  Settle();
  if (const auto oldest = database.OldestInvisible(); oldest && *oldest < checkpoint) {
    Breach("the checkpoint " + checkpoint.ToString() + " passes the commit " + oldest->ToString() +
           ", which cannot be read");
  }
  for (std::size_t document = 0; document < SimulatedDatabase::kDocuments; ++document) {
    const auto* held = index.Aliased(IndexName(document));
    if (held == nullptr) continue;
    if (const auto fault = CheckIndex(document, *held, checkpoint)) Breach(*fault);
  }
}

std::optional<std::string> SimulatedWorld::CheckIndex(std::size_t document, const SimulatedIndex::Held& held,
                                                      Lsn checkpoint) const {
  const auto of_generation = letters.find(held.generation.name);
  for (const auto& [id, changes] : database.Changes(document)) {
    const DocumentChange* last = nullptr;
    for (const auto& change : changes) {
      if (change.changed && change.commit < checkpoint && (last == nullptr || change.seen > last->seen)) last = &change;
    }
    if (last == nullptr) continue;
    const auto found = held.seen.find(id);
    const std::uint64_t seen = found == held.seen.end() ? 0 : found->second;
    if (seen >= last->seen) continue;
    // A later transaction may have taken away the way to the document: it is going to bring it up to date itself.
    const bool overtaken = std::any_of(changes.begin(), changes.end(), [&](const DocumentChange& change) {
      return change.commit >= checkpoint && change.seen > seen;
    });
    if (overtaken) continue;
    const auto stored = held.documents.find(id);
    if (!last->exists && (stored == held.documents.end() || !stored->second.body)) continue;
    if (of_generation != letters.end() && of_generation->second.contains(id)) continue;
    return "the checkpoint " + checkpoint.ToString() + " passes the commit " + last->commit.ToString() + ", but " +
           held.generation.name + " holds an older document " + id;
  }
  return std::nullopt;
}

std::string SimulatedWorld::CompareIndex(std::size_t document) {
  const auto* held = index.Aliased(IndexName(document));
  if (held == nullptr) return IndexName(document) + " is not there";
  const auto& name = held->generation.name;
  const auto wanted = database.RenderAll(document);
  const auto& kept = letters[name];
  for (const auto& [id, body] : wanted) {
    const bool refused = Refused(body);
    if (refused != kept.contains(id)) {
      return name + " " + id +
             (refused ? " is refused but has no dead letter" : " has a dead letter but is not refused");
    }
    if (refused) continue;
    const auto stored = held->documents.find(id);
    if (stored == held->documents.end() || !stored->second.body) return name + " misses " + id + " " + body;
    if (*stored->second.body != body) {
      return name + " holds " + id + " as " + *stored->second.body + " version " +
             Lsn{stored->second.version}.ToString() + ", the SQL says " + body;
    }
  }
  for (const auto& [id, stored] : held->documents) {
    if (stored.body && !wanted.contains(id)) return name + " holds " + id + ", which the SQL does not return";
  }
  for (const auto& [id, letter] : kept) {
    if (!wanted.contains(id)) return name + " has a dead letter for " + id + ", which the SQL does not return";
  }
  return {};
}

std::string SimulatedWorld::Compare() {
  Settle();
  std::string differences;
  for (std::size_t document = 0; document < SimulatedDatabase::kDocuments; ++document)
    differences += CompareIndex(document);
  return differences;
}

bool SimulatedWorld::Idle() {
  Settle();
  if (!record || record->checkpoint < database.wal() || slot.confirmed < database.wal() || !index.Quiet()) return false;
  return record->indices.size() == SimulatedDatabase::kDocuments &&
         std::all_of(record->indices.begin(), record->indices.end(), [](const auto& entry) {
           return entry.second.state == stream::IndexState::kLive && !entry.second.filling;
         });
}

void SimulatedWorld::Heal() {
  const std::scoped_lock lock(mutex);
  faults = {};
  database.SettleAll();
  store_back = {};
}

}  // namespace cdc::test
