// The interfaces of cdc/stream over a SimulatedWorld, as one process of walcast has them. Once the process is dead
// every call fails and changes nothing.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>

#include "cdc/stream/supervisor.h"
#include "tests/support/simulated_world.h"

namespace cdc::test {

struct SimulatedLife {
  std::atomic<bool> alive{true};
};

class SimulatedPort {
 protected:
  SimulatedPort(SimulatedWorld& world, const SimulatedLife& life) : world_(world), life_(life) {}

  // The way to a server: takes its time, and is lost in `lost` of 1,000 calls.
  void Reach(int SimulatedFaults::* lost, std::stop_token stop = {}) const;
  void Linger(Duration at_most, std::stop_token stop) const;
  // The world's lock, settled. Throws kUnavailable where the process is dead.
  std::unique_lock<std::mutex> Enter() const;

  SimulatedWorld& world_;
  const SimulatedLife& life_;
};

class SimulatedStore final : public stream::Store, private SimulatedPort {
 public:
  SimulatedStore(SimulatedWorld& world, const SimulatedLife& life) : SimulatedPort(world, life) {}
  std::optional<stream::Record> Load() override;
  void Begin(const stream::Record& record) override;
  void SaveCheckpoint(Lsn epoch, Lsn checkpoint) override;
  void SaveSent(Lsn epoch, Lsn sent) override;
  void SaveIndex(Lsn epoch, const std::string& index, const stream::IndexRecord& record) override;
  void RemoveIndex(Lsn epoch, const std::string& index) override;
  void SavePaused(Lsn epoch, std::optional<std::int64_t> since) override;
  void Clear() override;
  void PutLetter(Lsn epoch, const stream::DeadLetter& letter) override;
  bool RemoveLetter(Lsn epoch, const std::string& generation, const std::string& id, Version version) override;
  void RemoveLetters(Lsn epoch, const std::string& generation) override;
  std::vector<stream::DeadLetter> Letters(const std::string& generation, const std::string& after,
                                          std::size_t limit) override;
  std::uint64_t CountLetters(const std::string& generation) override;
  std::vector<stream::FormerIdentity> LoadIdentities() override { return {}; }
  void SaveIdentities(const std::vector<stream::FormerIdentity>&) override {}
  std::string Describe() const override { return "a simulated store"; }

 private:
  template <typename Change>
  auto Act(std::optional<Lsn> epoch, Change change);
};

class SimulatedDatabasePort final : public stream::Database, private SimulatedPort {
 public:
  SimulatedDatabasePort(SimulatedWorld& world, const SimulatedLife& life) : SimulatedPort(world, life) {}
  stream::ServerIdentity Identify() override;
  Lsn InsertPosition() override;
  Lsn FlushPosition() override;
  std::optional<Lsn> LeftTimeline(std::uint32_t) override { return std::nullopt; }
  std::optional<stream::SlotState> Slot(const std::string& name) override;
  void TrySlot(const std::string&, bool, std::stop_token) override {}
  Lsn CreateSlot(const std::string& name, const std::string& plugin, std::stop_token stop) override;
  void DropSlot(const std::string& name) override;
  Plan MakePlan(const std::string& index) override;
  Plan MakePlan(const std::string& index, const std::string&, const std::string&, const std::string&) override;
  stream::PlanState ReadPlanState(const Plan&) override { return {"structure", "identities"}; }
  std::vector<std::string> MissingIdentities(const std::vector<Plan>&) override { return {}; }
  std::vector<std::string> MendIdentities(const std::vector<Plan>&) override { return {}; }
};

class SimulatedIndices final : public stream::Indices, private SimulatedPort {
 public:
  SimulatedIndices(SimulatedWorld& world, const SimulatedLife& life) : SimulatedPort(world, life) {}
  std::string Server() override { return "a simulated Elasticsearch"; }
  void InstallTemplate(const std::string&) override {}
  void RemoveTemplate(const std::string&) override {}
  std::vector<stream::Generation> List(const std::string& index) override;
  stream::Generation Create(const std::string& name, const std::string& definition,
                            const stream::GenerationMeta& meta) override;
  void Drop(const std::string& name) override;
  void MoveAlias(const std::string& alias, const std::optional<std::string>& from, const std::string& to) override;
  void Refresh(const std::string& name) override;
  std::uint64_t Count(const std::string& name) override;
  std::vector<std::optional<Version>> Versions(const std::string& name, std::span<const std::string> ids) override;
  std::optional<std::string> Get(const std::string& name, const std::string& id) override;
  std::vector<std::optional<std::string>> Sources(const std::string& name, std::span<const std::string> ids) override;
  std::vector<std::string> SomeIds(const std::string& name, std::size_t number) override;
  std::unique_ptr<stream::IdWalk> Walk(const std::string& name, std::size_t page) override;

 private:
  std::unique_lock<std::mutex> Ask();
  SimulatedIndex::Held& Find(const std::string& name);
};

class SimulatedWorkshop final : public stream::Workshop {
 public:
  SimulatedWorkshop(SimulatedWorld& world, const SimulatedLife& life) : world_(world), life_(life) {}
  std::unique_ptr<stream::Source> MakeSource(const stream::ServerIdentity&) override;
  std::unique_ptr<stream::Visibility> MakeVisibility(const stream::ServerIdentity&) override;
  stream::WriterKit MakeKit(const stream::ServerIdentity&) override;

 private:
  SimulatedWorld& world_;
  const SimulatedLife& life_;
};

}  // namespace cdc::test
