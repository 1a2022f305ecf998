#include "cdc/stream/generations.h"

#include <algorithm>
#include <cstdio>
#include <ctime>

#include "cdc/base/error.h"

namespace cdc::stream {
namespace {

// How long a former generation stays: a scroll or point in time that was begun on it may go on.
constexpr std::int64_t kRetireSeconds = 600;

const Generation* FindGeneration(const std::vector<Generation>& all, const std::string& name, const std::string& uuid) {
  for (const auto& generation : all) {
    if (generation.name == name && generation.uuid == uuid && generation.meta) return &generation;
  }
  return nullptr;
}

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

// Behind every name that is known, also of an index that was deleted by hand.
std::string NextName(const std::string& index, const std::vector<Generation>& existing, const IndexRecord& record) {
  std::vector<std::string> names{record.generation};
  if (record.filling) names.push_back(record.filling->generation);
  for (const auto& [name, until] : record.retired) names.push_back(name);
  for (const auto& generation : existing) names.push_back(generation.name);
  int last = 0;
  for (const auto& name : names) {
    if (name.size() <= index.size() + 1) continue;  // none, or somebody else's index that holds the alias
    last = std::max(last, std::atoi(name.c_str() + index.size() + 1));
  }
  char digits[16];
  std::snprintf(digits, sizeof digits, "%06d", last + 1);
  return index + "-" + digits;
}

}  // namespace

Generations::Generations(Parts parts) : parts_(std::move(parts)) {}

void Generations::Adopt(const IndexSetup& setup, const std::optional<IndexRecord>& found, bool feed_unknown) {
  const auto existing = parts_.indices.List(setup.name);
  const std::scoped_lock lock(mutex_);
  Held held{
      .setup = setup, .record = found.value_or(IndexRecord{}), .served = nullptr, .filling = nullptr, .trusted = false};
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
    Resume(held, existing, believed || feed_unknown);
  }
  Save(setup.name, held);
  for (const auto& target : {held.served, held.filling}) {
    if (target) parts_.letters.Watch(target->generation);
  }
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

// REQUIRES: the index has a plan; mutex_ is held.
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
  DropOrphans(held, existing);
  if (record.filling) {
    record.state = record.generation.empty() ? IndexState::kBackfilling : IndexState::kRebuilding;
  } else if (!held.trusted) {
    Fill(held);
  }
}

// Generations of ours that nothing refers to: left by a crash between creating one and keeping that.
void Generations::DropOrphans(const Held& held, const std::vector<Generation>& existing) {
  const IndexRecord& record = held.record;
  for (const auto& generation : existing) {
    const bool known = generation.aliased || generation.name == record.generation ||
                       record.retired.contains(generation.name) ||
                       (record.filling && record.filling->generation == generation.name);
    if (known || !generation.meta || generation.meta->slot != parts_.slot) continue;
    parts_.log.Info("dropping a generation that was given up", {{"generation", generation.name}});
    parts_.indices.Drop(generation.name);
    parts_.store.RemoveLetters(parts_.epoch, generation.name);
  }
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

// REQUIRES: mutex_ is held. A generation that somebody deleted has no alias to give up, and its dead letters are
// nobody's.
void Generations::ForgetLost(Held& held, const std::vector<Generation>& existing) {
  IndexRecord& record = held.record;
  const bool there = std::any_of(existing.begin(), existing.end(), [&](const Generation& generation) {
    return generation.name == record.generation && generation.uuid == record.uuid;
  });
  if (record.generation.empty() || there) return;
  parts_.store.RemoveLetters(parts_.epoch, record.generation);
  record.generation.clear();
  record.uuid.clear();
}

// REQUIRES: mutex_ is held. A new generation to be filled.
void Generations::Fill(Held& held) {
  const auto existing = parts_.indices.List(held.setup.name);
  const std::string name = NextName(held.setup.name, existing, held.record);
  ForgetLost(held, existing);
  const Generation generation = Create(held.setup, name);
  held.record.filling =
      Filling{.generation = generation.name, .uuid = generation.uuid, .cursor = {}, .walked = false, .documents = 0};
  held.record.state = held.record.generation.empty() ? IndexState::kBackfilling : IndexState::kRebuilding;
  held.record.reason.clear();
  held.filling = MakeTarget(held.setup, generation.name, held.setup.plan, true);
  parts_.letters.Watch(generation.name);
  parts_.log.Info("filling a new generation", {{"index", held.setup.name}, {"generation", generation.name}});
}

TargetSetPtr Generations::Targets() const {
  const std::scoped_lock lock(mutex_);
  std::vector<TargetPtr> targets;
  for (const auto& [name, held] : held_) {
    for (const auto& target : {held.served, held.filling}) {
      if (target && !target->suspended) targets.push_back(target);
    }
  }
  return std::make_shared<const TargetSet>(std::move(targets));
}

std::vector<std::pair<TargetPtr, Filling>> Generations::Fillings() const {
  const std::scoped_lock lock(mutex_);
  std::vector<std::pair<TargetPtr, Filling>> fillings;
  for (const auto& [name, held] : held_) {
    if (held.filling && held.record.filling) fillings.emplace_back(held.filling, *held.record.filling);
  }
  return fillings;
}

void Generations::SaveFilling(const std::string& index, const Filling& filling) {
  const std::scoped_lock lock(mutex_);
  Held& held = Find(index);
  if (!held.record.filling || held.record.filling->uuid != filling.uuid) return;  // given up meanwhile
  held.record.filling = filling;
  Save(index, held);
}

Generations::Started Generations::StartFilling(const std::string& index) {
  const std::scoped_lock lock(mutex_);
  Held& held = Find(index);
  if (!held.setup.plan) throw Error(Kind::kBadDocument, "index " + index + " cannot be filled: " + held.setup.fault);
  TargetPtr given_up = std::move(held.filling);
  if (given_up) given_up->suspended = true;
  Fill(held);
  Save(index, held);
  return {held.record.filling->generation, std::move(given_up)};
}

void Generations::Drop(const std::string& generation) {
  parts_.indices.Drop(generation);
  parts_.store.RemoveLetters(parts_.epoch, generation);
}

void Generations::ReplaceSetup(const IndexSetup& setup) {
  const std::scoped_lock lock(mutex_);
  Find(setup.name).setup = setup;
}

void Generations::Switch(const Target& target) {
  const std::string& index = target.index;
  const auto existing = parts_.indices.List(index);
  const std::scoped_lock lock(mutex_);
  Held& held = Find(index);
  IndexRecord& record = held.record;
  if (held.filling.get() != &target || !record.filling || !record.filling->walked) return;
  // The former one may have been deleted by hand: then nobody holds the alias.
  const Generation* former = FindGeneration(existing, record.generation, record.uuid);
  const bool holds = former != nullptr && former->aliased;
  parts_.indices.Refresh(target.generation);
  parts_.indices.MoveAlias(index, holds ? std::optional(former->name) : std::nullopt, target.generation);
  if (former != nullptr) {
    record.retired[former->name] = std::time(nullptr) + kRetireSeconds;
    parts_.store.RemoveLetters(parts_.epoch, former->name);
  }
  record.generation = record.filling->generation;
  record.uuid = record.filling->uuid;
  record.filling.reset();
  record.state = IndexState::kLive;
  record.stale = false;
  record.reason.clear();
  held.served = std::move(held.filling);
  held.filling.reset();
  held.trusted = true;
  Save(index, held);
  parts_.log.Info("the index is live", {{"index", index}, {"generation", record.generation}});
}

void Generations::Distrust(const std::string& index) {
  const std::scoped_lock lock(mutex_);
  Held& held = Find(index);
  if (held.record.stale && !held.record.filling) return;
  held.record.stale = true;
  held.record.filling.reset();
  held.trusted = false;
  Save(index, held);
}

bool Generations::Suspend(Target& target, const std::string& reason) {
  const std::scoped_lock lock(mutex_);
  return SuspendLocked(target, reason);
}

void Generations::SuspendIndex(const std::string& index, const std::string& reason) {
  const std::scoped_lock lock(mutex_);
  const Held& held = Find(index);
  for (const auto& target : {held.served, held.filling}) {
    if (target) SuspendLocked(*target, reason);
  }
}

// REQUIRES: mutex_ is held.
bool Generations::SuspendLocked(Target& target, const std::string& reason) {
  if (target.suspended) return false;
  Held& held = Find(target.index);
  IndexRecord& record = held.record;
  if (held.filling.get() == &target) {
    record.filling.reset();
    const bool whole = held.served && !held.served->suspended && !record.stale;
    record.state = whole ? IndexState::kLive : IndexState::kSuspended;
    record.reason = reason;
    Save(target.index, held);
    held.filling->suspended = true;
    held.filling.reset();
  } else if (held.served.get() == &target) {
    record.stale = true;
    record.state = held.filling ? IndexState::kRebuilding : IndexState::kSuspended;
    record.reason = reason;
    held.trusted = false;
    Save(target.index, held);
  }
  target.suspended = true;
  parts_.log.Fail("an index is suspended",
                  {{"index", target.index}, {"generation", target.generation}, {"reason", reason}});
  return true;
}

void Generations::DropRetired(std::int64_t now) {
  const std::scoped_lock lock(mutex_);
  for (auto& [name, held] : held_) {
    bool changed = false;
    for (auto at = held.record.retired.begin(); at != held.record.retired.end();) {
      if (at->second > now) {
        ++at;
        continue;
      }
      parts_.log.Info("dropping a former generation", {{"index", name}, {"generation", at->first}});
      parts_.indices.Drop(at->first);
      at = held.record.retired.erase(at);
      changed = true;
    }
    if (changed) Save(name, held);
  }
}

std::vector<std::string> Generations::Lost() {
  const std::scoped_lock lock(mutex_);
  std::vector<std::string> lost;
  for (auto& [name, held] : held_) {
    if (!held.served || held.served->suspended) continue;
    const auto existing = parts_.indices.List(name);
    const Generation* served = FindGeneration(existing, held.record.generation, held.record.uuid);
    if (served == nullptr) {
      lost.push_back(name);
    } else {
      MendAlias(held, *served, existing);
    }
  }
  return lost;
}

// REQUIRES: mutex_ is held.
void Generations::MendAlias(Held& held, const Generation& served, const std::vector<Generation>& existing) {
  const std::string& name = held.setup.name;
  const auto other = std::find_if(existing.begin(), existing.end(), [&](const Generation& generation) {
    return generation.aliased && generation.name != served.name;
  });
  if (other == existing.end() && served.aliased) return;
  const bool ours = other == existing.end() || (other->meta && other->meta->slot == parts_.slot);
  if (!ours || served.aliased) {  // searchers read somebody else's documents, or two generations at once
    const std::string reason = "the alias " + name + " is held by " + other->name + " too or instead: take it away there";
    for (const auto& target : {held.served, held.filling}) {
      if (target) SuspendLocked(*target, reason);
    }
    return;
  }
  parts_.log.Warn("the alias of an index was gone and is set again", {{"index", name}, {"generation", served.name}});
  parts_.indices.MoveAlias(name, other == existing.end() ? std::nullopt : std::optional(other->name), served.name);
}

std::vector<Generations::View> Generations::Views() const {
  const std::scoped_lock lock(mutex_);
  std::vector<View> views;
  for (const auto& [name, held] : held_) views.push_back({name, held.record, held.served, held.filling, held.trusted});
  return views;
}

void Generations::Save(const std::string& name, const Held& held) {
  parts_.store.SaveIndex(parts_.epoch, name, held.record);
}

Generations::Held& Generations::Find(const std::string& index) {
  const auto held = held_.find(index);
  if (held == held_.end()) throw Error(Kind::kUsage, "there is no index '" + index + "' in the configuration");
  return held->second;
}

}  // namespace cdc::stream
