// An Elasticsearch in memory: external versions, tombstones that it forgets, requests that arrive after their reply was
// given up. Beside each document it keeps what the renderer had seen, which the real one cannot tell. Not thread-safe:
// SimulatedWorld's mutex guards it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cdc/base/clock.h"
#include "cdc/stream/indices.h"
#include "cdc/stream/sink.h"

namespace cdc::test {

// What a bulk request carries.
struct SimulatedWrite {
  std::string id;
  std::optional<std::string> body;
  std::uint64_t seen = 0;  // SimulatedDatabase::seen() of the snapshot it was rendered from
};

class SimulatedIndex {
 public:
  struct Stored {
    Version version = 0;
    std::optional<std::string> body;  // none: a tombstone
    TimePoint deleted{};
  };
  struct Held {
    stream::Generation generation;
    std::map<std::string, Stored> documents;
    std::map<std::string, std::uint64_t> seen;  // of what was applied last, also where the tombstone is forgotten
    std::set<std::string> refreshed;            // ids a walk finds
  };

  explicit SimulatedIndex(Duration forget) : forget_(forget) {}

  // Documents whose body holds this word are refused.
  static constexpr const char* kPoison = "poison";

  // Applies what arrives late, forgets old tombstones, comes up again.
  void Settle(TimePoint now);
  bool Down() const { return now_ < up_at_; }
  // Tombstones are forgotten, requests under way are lost; nothing is answered before `up_at`.
  void Restart(TimePoint up_at);
  std::uint64_t restarts() const { return restarts_; }

  Result Write(const std::string& generation, Version version, const SimulatedWrite& write);
  void WriteLater(TimePoint at, const std::string& generation, Version version, std::vector<SimulatedWrite> writes);
  bool Quiet() const { return late_.empty(); }

  Held* Find(const std::string& generation);
  const Held* Aliased(const std::string& index) const;
  std::vector<stream::Generation> List(const std::string& index) const;
  stream::Generation Create(const std::string& name, const stream::GenerationMeta& meta);
  void Drop(const std::string& name) { held_.erase(name); }
  // False where `from` does not hold it.
  bool MoveAlias(const std::string& alias, const std::optional<std::string>& from, const std::string& to);

 private:
  struct Late {
    TimePoint at;
    std::string uuid;
    std::string generation;
    Version version;
    std::vector<SimulatedWrite> writes;
  };
  const Duration forget_;
  TimePoint now_{}, up_at_{};
  std::map<std::string, Held> held_;            // by generation
  std::map<std::string, std::string> aliases_;  // alias → generation
  std::vector<Late> late_;
  std::uint64_t restarts_ = 0, created_ = 0;
};

}  // namespace cdc::test
