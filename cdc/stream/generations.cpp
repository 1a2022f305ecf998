#include "cdc/stream/generations.h"

#include <algorithm>
#include <ctime>

#include "cdc/base/error.h"
#include "cdc/stream/error_policy.h"

namespace cdc::stream {
namespace {

// The record where what is being filled is given up.
IndexRecord WithoutFilling(IndexRecord record, const TargetPtr& served) {
  record.filling.reset();
  const bool whole = served && !served->suspended && !record.stale;
  record.state = whole ? IndexState::kLive : IndexState::kSuspended;
  return record;
}

}  // namespace

Generations::Generations(Parts parts) : parts_(std::move(parts)) {}

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
  IndexRecord next = held.record;
  next.filling = filling;
  Keep(held, std::move(next));
}

Generations::Started Generations::StartFilling(const std::string& index) {
  TargetPtr given_up;
  Held* held = nullptr;
  {
    const std::scoped_lock lock(mutex_);
    held = &Find(index);
    if (!held->setup.plan)
      throw Error(Kind::kBadDocument, "index " + index + " cannot be filled: " + held->setup.fault);
    // Durably, before a writer passes over it: after a crash it must not be resumed.
    if (held->record.filling) Keep(*held, WithoutFilling(held->record, held->served));
    given_up = std::move(held->filling);
    if (given_up) given_up->suspended = true;
  }
  return {Fill(*held), std::move(given_up)};
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
  Held* held = nullptr;
  const Generation* former = nullptr;
  TargetPtr filled;
  Filling filling;
  {
    const std::scoped_lock lock(mutex_);
    held = &Find(index);
    if (!Walked(*held, target)) return;
    Fence(*held);
    former = FindGeneration(existing, held->record.generation, held->record.uuid);
    filled = held->filling;
    filling = *held->record.filling;
  }
  // The former one may have been deleted by hand: then nobody holds the alias.
  const bool holds = former != nullptr && former->aliased;
  parts_.indices.Refresh(target.generation);
  parts_.indices.MoveAlias(index, holds ? std::optional(former->name) : std::nullopt, target.generation);
  if (former != nullptr) parts_.store.RemoveLetters(parts_.epoch, former->name);
  const std::scoped_lock lock(mutex_);
  const bool whole = Walked(*held, target);  // not so: found wanting while the alias moved
  IndexRecord next = held->record;
  if (former != nullptr) next.retired[former->name] = std::time(nullptr) + kRetireSeconds;
  next.generation = filling.generation;
  next.uuid = filling.uuid;
  next.filling.reset();
  next.state = filled->suspended ? IndexState::kSuspended : IndexState::kLive;
  next.stale = !whole;
  if (whole) next.reason.clear();
  Keep(*held, std::move(next));
  held->served = std::move(filled);
  held->filling.reset();
  held->trusted = whole;
  parts_.log.Info("the index is live", {{"index", index}, {"generation", target.generation}});
}

// REQUIRES: mutex_ is held. Whether the target is the one being filled, and holds every document.
bool Generations::Walked(const Held& held, const Target& target) {
  return held.filling.get() == &target && held.record.filling && held.record.filling->walked;
}

void Generations::Distrust(const std::string& index) {
  const std::scoped_lock lock(mutex_);
  Held& held = Find(index);
  if (held.record.stale && !held.record.filling) return;
  IndexRecord next = held.record;
  next.stale = true;
  next.filling.reset();
  Keep(held, std::move(next));
  held.trusted = false;
}

bool Generations::Suspend(Target& target, const std::string& reason) {
  const std::scoped_lock lock(mutex_);
  return SuspendLocked(target, reason);
}

void Generations::SuspendIndex(const std::string& index, const std::string& reason) {
  const std::scoped_lock lock(mutex_);
  SuspendBoth(Find(index), reason);
}

void Generations::SuspendFilling(const std::string& index, const std::string& reason) {
  const std::scoped_lock lock(mutex_);
  const TargetPtr filling = Find(index).filling;
  if (filling) SuspendLocked(*filling, reason);
}

// REQUIRES: mutex_ is held.
void Generations::SuspendBoth(const Held& held, const std::string& reason) {
  for (const auto& target : {held.served, held.filling}) {
    if (target) SuspendLocked(*target, reason);
  }
}

// REQUIRES: mutex_ is held.
bool Generations::SuspendLocked(Target& target, const std::string& reason) {
  if (target.suspended) return false;
  Held& held = Find(target.index);
  IndexRecord next = held.record;
  next.reason = reason;
  if (held.filling.get() == &target) {
    next = WithoutFilling(std::move(next), held.served);
    Keep(held, std::move(next));
    held.filling.reset();
  } else if (held.served.get() == &target) {
    next.stale = true;
    next.state = held.filling ? IndexState::kRebuilding : IndexState::kSuspended;
    Keep(held, std::move(next));
    held.trusted = false;
  }
  target.suspended = true;
  parts_.log.Fail("an index is suspended",
                  {{"index", target.index}, {"generation", target.generation}, {"reason", reason}});
  return true;
}

void Generations::DropRetired(std::int64_t now) {
  std::vector<std::pair<std::string, std::string>> ripe;  // index, generation
  {
    const std::scoped_lock lock(mutex_);
    for (const auto& [name, held] : held_) {
      for (const auto& [generation, until] : held.record.retired) {
        if (until <= now) ripe.emplace_back(name, generation);
      }
    }
  }
  for (const auto& [name, generation] : ripe) {
    {
      const std::scoped_lock lock(mutex_);
      Fence(Find(name));
    }
    parts_.log.Info("dropping a former generation", {{"index", name}, {"generation", generation}});
    parts_.indices.Drop(generation);
    const std::scoped_lock lock(mutex_);
    Held& held = Find(name);
    IndexRecord next = held.record;
    next.retired.erase(generation);
    Keep(held, std::move(next));
  }
}

std::vector<std::string> Generations::LookAfter() {
  std::vector<std::string> names, lost;
  {
    const std::scoped_lock lock(mutex_);
    for (const auto& [name, held] : held_) names.push_back(name);
  }
  for (const auto& name : names) {
    try {
      if (LookAfterOne(name)) lost.push_back(name);
    } catch (const Error& error) {  // the others are looked after all the same
      if (OnDocuments(error.kind()) != Action::kSuspend) throw;
      parts_.log.Write(Level::kWarn, "index " + name + " could not be looked at", error);
    }
  }
  return lost;
}

// Whether its generation is gone.
bool Generations::LookAfterOne(const std::string& name) {
  bool lost = false;
  const auto existing = parts_.indices.List(name);
  std::vector<std::string> orphans;
  AliasMove move;
  {
    const std::scoped_lock lock(mutex_);
    Held& held = Find(name);
    orphans = Orphans(held, existing);
    if (held.served && !held.served->suspended) {
      const Generation* served = FindGeneration(existing, held.record.generation, held.record.uuid);
      if (served == nullptr) {
        lost = true;
      } else {
        move = JudgeAlias(held, *served, existing);
      }
    }
    // Who was the owner after the look knows all there was then.
    if (move.to || !orphans.empty()) Fence(held);
  }
  if (move.to) {
    parts_.log.Warn("the alias of an index was gone and is set again", {{"index", name}, {"generation", *move.to}});
    parts_.indices.MoveAlias(name, move.from, *move.to);
  }
  for (const auto& orphan : orphans) DropOrphan(orphan);
  return lost;
}

// REQUIRES: mutex_ is held.
Generations::AliasMove Generations::JudgeAlias(const Held& held, const Generation& served,
                                               const std::vector<Generation>& existing) {
  const auto other = std::find_if(existing.begin(), existing.end(), [&](const Generation& generation) {
    return generation.aliased && generation.name != served.name;
  });
  if (other == existing.end()) return served.aliased ? AliasMove{} : AliasMove{std::nullopt, served.name};
  const bool ours = other->meta && other->meta->slot == parts_.slot;
  if (ours && !served.aliased) return {other->name, served.name};
  // Searchers read somebody else's documents, or two generations at once.
  SuspendBoth(held, "the alias " + held.setup.name + " is held by " + other->name + ": take it away there");
  return {};
}

std::vector<Generations::View> Generations::Views() const {
  const std::scoped_lock lock(mutex_);
  std::vector<View> views;
  for (const auto& [name, held] : held_) views.push_back({name, held.record, held.served, held.filling, held.trusted});
  return views;
}

Generations::Held& Generations::Find(const std::string& index) {
  const auto held = held_.find(index);
  if (held == held_.end()) throw Error(Kind::kUsage, "there is no index '" + index + "' in the configuration");
  return held->second;
}

}  // namespace cdc::stream
