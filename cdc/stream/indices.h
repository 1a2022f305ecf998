// The search engine's indices as we keep them: each index of the configuration is an alias ("movies") over generations
// ("movies-000001", …). Implemented by es::Indices.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cdc/model/document.h"
#include "cdc/model/plan.h"

namespace cdc::stream {

// What a generation's mapping keeps in `_meta.walcast`, so that it can be fed by whoever comes later.
struct GenerationMeta {
  std::string document;         // the SELECT it is filled with
  std::string root, key;        // as configured, may be empty
  std::string document_hash;    // Plan::hash
  std::string definition_hash;  // of settings and mappings
  std::string structure;        // PlanState::structure when it was filled: DDL since then shows
  std::string slot;             // whose it is
};

struct Generation {
  std::string name;  // "movies-000001"
  std::string uuid;  // Elasticsearch's own; another index of the same name has another
  bool aliased = false;
  std::optional<GenerationMeta> meta;  // none: not ours
};

// Of ours, by name and uuid; nullptr: it is not there any more.
inline const Generation* FindGeneration(const std::vector<Generation>& all, const std::string& name,
                                        const std::string& uuid) {
  for (const auto& generation : all) {
    if (generation.name == name && generation.uuid == uuid && generation.meta) return &generation;
  }
  return nullptr;
}

// A walk over the ids an index holds, in no order; sees what was refreshed when it began.
class IdWalk {
 public:
  virtual ~IdWalk() = default;
  virtual std::vector<std::string> Next() = 0;  // empty: the end
};

// Thread-safe. All throw kUnavailable, kRights, kConfig; kIndex where the index named is not there.
class Indices {
 public:
  virtual ~Indices() = default;
  // What the server is, e.g. "Elasticsearch 8.19.13". Throws kConfig for versions we do not support.
  virtual std::string Server() = 0;
  // Index templates that keep writes to a dropped generation from creating one with a guessed mapping.
  virtual void InstallTemplate(const std::string& index) = 0;
  virtual void RemoveTemplate(const std::string& index) = 0;
  // All generations of an index by name, oldest first; the index need not exist. Also tells of an index (no alias) that
  // stands where our alias should: throws kConfig.
  virtual std::vector<Generation> List(const std::string& index) = 0;
  // `definition`: {"settings": …, "mappings": …} as JSON. Throws kBadDocument where the server refuses it, kIndex
  // where another index has the name.
  virtual Generation Create(const std::string& name, const std::string& definition, const GenerationMeta& meta) = 0;
  virtual void Drop(const std::string& name) = 0;  // not there: done
  // One call: `from` must hold the alias (nullopt: nobody holds it), `to` gets it. Throws kIndex where another holds
  // it.
  virtual void MoveAlias(const std::string& alias, const std::optional<std::string>& from, const std::string& to) = 0;
  virtual void Refresh(const std::string& name) = 0;
  virtual std::uint64_t Count(const std::string& name) = 0;
  // The versions of documents; nullopt: not there.
  virtual std::vector<std::optional<Version>> Versions(const std::string& name, std::span<const std::string> ids) = 0;
  virtual std::optional<std::string> Get(const std::string& name, const std::string& id) = 0;  // the _source, as stored
  // The same of several, in their order; nullopt: not there. All of it is in memory.
  virtual std::vector<std::optional<std::string>> Sources(const std::string& name,
                                                          std::span<const std::string> ids) = 0;
  // Ids picked at random of what was refreshed, at most `number` and 10,000.
  virtual std::vector<std::string> SomeIds(const std::string& name, std::size_t number) = 0;
  virtual std::unique_ptr<IdWalk> Walk(const std::string& name, std::size_t page) = 0;
};

}  // namespace cdc::stream
