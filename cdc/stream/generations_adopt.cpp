// How a generation comes to be: taken over from a process before us, or created to be filled.
#include <algorithm>
#include <cstdio>
#include <ctime>

#include "cdc/base/error.h"
#include "cdc/stream/generations.h"

namespace cdc::stream {
namespace {

const Generation* Aliased(const std::vector<Generation>& all) {
  for (const auto& generation : all) {
    if (generation.aliased) return &generation;
  }
  return nullptr;
}

bool SameShape(const GenerationMeta& meta, const IndexSetup& setup) {
  return meta.document_hash == setup.plan->hash && meta.definition_hash == setup.definition_hash &&
         meta.structure == setup.structure;
}

TargetPtr MakeTarget(const IndexSetup& setup, const std::string& generation, std::shared_ptr<const Plan> plan,
                     bool filling) {
  auto target = std::make_shared<Target>();
  target->index = setup.name;
  target->generation = generation;
  target->plan = std::move(plan);
  target->filling = filling;
  return target;
}

// The number at the end of a generation's name; 0 for somebody else's index that holds the alias.
int NumberOf(const std::string& index, const std::string& name) {
  return name.size() <= index.size() + 1 ? 0 : std::atoi(name.c_str() + index.size() + 1);
}

}  // namespace

void Generations::Adopt(const IndexSetup& setup, const IndexRecord& found) {
  const auto existing = parts_.indices.List(setup.name);
  Held held{.setup = setup, .record = found};
  Number(held, existing);
  Fence(held);
  IndexRecord& record = held.record;
  TakeAlias(held, existing);
  const Generation* served = Aliased(existing);
  const Generation* known = FindGeneration(existing, record.generation, record.uuid);
  if (served == nullptr && known != nullptr) {  // the alias was taken away while nobody looked
    parts_.indices.MoveAlias(setup.name, std::nullopt, known->name);
    served = known;
  }
  const bool believed = served != nullptr && served == known && record.state != IndexState::kSuspended;
  record.generation = served == nullptr ? "" : served->name;
  record.uuid = served == nullptr ? "" : served->uuid;
  record.stale = record.stale || (served != nullptr && !believed);
  record.reason.clear();
  if (!setup.plan) {
    record.state = IndexState::kSuspended;
    record.reason = setup.fault;
    record.stale = served != nullptr;
    record.filling.reset();
  } else {
    Resume(held, existing, believed);
  }
  Keep(held, held.record);
  for (const auto& target : {held.served, held.filling}) {
    if (target) parts_.letters.Watch(target->generation);
  }
  const std::scoped_lock lock(mutex_);
  held_[setup.name] = std::move(held);
}

// Died between the alias and the record: the alias is right.
void Generations::TakeAlias(Held& held, const std::vector<Generation>& existing) const {
  IndexRecord& record = held.record;
  if (!record.filling || !record.filling->walked) return;
  const Generation* filled = FindGeneration(existing, record.filling->generation, record.filling->uuid);
  if (filled == nullptr || !filled->aliased) return;
  if (!record.generation.empty()) record.retired[record.generation] = std::time(nullptr) + kRetireSeconds;
  record.generation = filled->name;
  record.uuid = filled->uuid;
  record.filling.reset();
  record.stale = false;
  record.state = IndexState::kLive;
}

// REQUIRES: the index has a plan; nobody else knows of `held` yet.
void Generations::Resume(Held& held, const std::vector<Generation>& existing, bool feed) {
  const IndexSetup& setup = held.setup;
  IndexRecord& record = held.record;
  const Generation* served = FindGeneration(existing, record.generation, record.uuid);
  if (served != nullptr && feed) {
    auto plan = served->meta->document_hash == setup.plan->hash ? setup.plan : parts_.old_plan(setup, *served->meta);
    if (plan) held.served = MakeTarget(setup, served->name, std::move(plan), false);
  }
  held.trusted = held.served && !record.stale && SameShape(*served->meta, setup);
  const Generation* filling =
      record.filling ? FindGeneration(existing, record.filling->generation, record.filling->uuid) : nullptr;
  if (filling != nullptr && SameShape(*filling->meta, setup)) {
    held.filling = MakeTarget(setup, filling->name, setup.plan, true);
  } else {
    record.filling.reset();
  }
  record.state = IndexState::kLive;
  for (const auto& orphan : Orphans(held, existing)) DropOrphan(orphan);
  if (record.filling) {
    record.state = record.generation.empty() ? IndexState::kBackfilling : IndexState::kRebuilding;
  } else if (!held.trusted) {
    Fill(held);
  }
}

// Generations of ours that nothing refers to: given up, or left by a crash between creating one and keeping that.
std::vector<std::string> Generations::Orphans(const Held& held, const std::vector<Generation>& existing) const {
  const IndexRecord& record = held.record;
  std::vector<std::string> orphans;
  for (const auto& generation : existing) {
    const bool known = generation.aliased || generation.name == record.generation ||
                       record.retired.contains(generation.name) ||
                       (record.filling && record.filling->generation == generation.name);
    if (!known && generation.meta && generation.meta->slot == parts_.slot) orphans.push_back(generation.name);
  }
  return orphans;
}

void Generations::DropOrphan(const std::string& generation) {
  parts_.log.Info("dropping a generation that was given up", {{"generation", generation}});
  Drop(generation);
}

// A name is never given twice: a late write to a generation that was dropped must not meet another one.
void Generations::Number(Held& held, const std::vector<Generation>& existing) {
  const std::string& index = held.setup.name;
  const IndexRecord& record = held.record;
  const auto see = [&](const std::string& name) { held.last = std::max(held.last, NumberOf(index, name)); };
  see(record.generation);
  if (record.filling) see(record.filling->generation);
  for (const auto& [name, until] : record.retired) see(name);
  for (const auto& generation : existing) see(generation.name);
}

Generation Generations::Create(const IndexSetup& setup, const std::string& name) {
  const GenerationMeta meta{.document = setup.plan->document,
                            .root = setup.root,
                            .key = setup.key,
                            .document_hash = setup.plan->hash,
                            .definition_hash = setup.definition_hash,
                            .structure = setup.structure,
                            .slot = parts_.slot};
  return parts_.indices.Create(name, setup.definition, meta);
}

// REQUIRES: mutex_ is held, or nobody else knows of `held` yet.
void Generations::Keep(Held& held, IndexRecord next) {
  parts_.store.SaveIndex(parts_.epoch, held.setup.name, next);
  held.record = std::move(next);
}

// Before an alias is touched or a generation dropped: throws kFenced where another process owns the record by now.
void Generations::Fence(const Held& held) const { parts_.store.SaveIndex(parts_.epoch, held.setup.name, held.record); }

// What is served is gone: it has no alias to give up, and its dead letters are nobody's.
void Generations::ForgetLost(Held& held, const std::vector<Generation>& existing) {
  const bool there = std::any_of(existing.begin(), existing.end(), [&](const Generation& generation) {
    return generation.name == held.record.generation && generation.uuid == held.record.uuid;
  });
  if (held.record.generation.empty() || there) return;
  parts_.store.RemoveLetters(parts_.epoch, held.record.generation);
  IndexRecord next = held.record;
  next.generation.clear();
  next.uuid.clear();
  Keep(held, std::move(next));
  if (held.served) held.served->suspended = true;
  held.served.reset();
}

// A new generation to be filled. Creating it takes as long as Elasticsearch likes: without mutex_, so that whoever asks
// how it is going is answered.
std::string Generations::Fill(Held& held) {
  const auto existing = parts_.indices.List(held.setup.name);
  std::string name;
  {
    const std::scoped_lock lock(mutex_);
    Number(held, existing);
    char digits[16];
    std::snprintf(digits, sizeof digits, "%06d", ++held.last);
    name = held.setup.name + "-" + digits;
    ForgetLost(held, existing);
  }
  const Generation generation = Create(held.setup, name);
  parts_.made(generation.name);
  const std::scoped_lock lock(mutex_);
  IndexRecord next = held.record;
  next.filling =
      Filling{.generation = generation.name, .uuid = generation.uuid, .cursor = {}, .walked = false, .documents = 0};
  next.state = next.generation.empty() ? IndexState::kBackfilling : IndexState::kRebuilding;
  next.reason.clear();
  Keep(held, std::move(next));
  held.filling = MakeTarget(held.setup, generation.name, held.setup.plan, true);
  parts_.letters.Watch(generation.name);
  parts_.log.Info("filling a new generation", {{"index", held.setup.name}, {"generation", generation.name}});
  return generation.name;
}

}  // namespace cdc::stream
