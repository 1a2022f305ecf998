// What survives us: the checkpoint, the state of every index, and the dead letters. Implemented by redis::Store and by
// FileStore; one contract suite runs over both.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cdc/model/document.h"
#include "cdc/model/lsn.h"
#include "cdc/model/plan.h"

namespace cdc::stream {

enum class IndexState : std::uint8_t { kBackfilling, kLive, kRebuilding, kSuspended };
std::string_view Name(IndexState state) noexcept;  // "backfilling", …
std::optional<IndexState> ParseIndexState(std::string_view text) noexcept;

// A generation being filled.
struct Filling {
  std::string generation;  // "movies-000002"
  std::string uuid;
  std::optional<std::string> cursor;  // all root keys up to here are in; nullopt: none yet
  bool walked = false;                // every key is in
  std::uint64_t documents = 0;        // so far, for people
  bool operator==(const Filling&) const = default;
};

struct IndexRecord {
  IndexState state = IndexState::kBackfilling;
  std::string generation;  // the one the alias names; "" before the first load is done
  std::string uuid;
  std::optional<Filling> filling;  // the next generation
  std::string reason;              // of a suspension
  // What the alias names may lack changes; only a newly filled generation mends that. Kept before whatever would let
  // the checkpoint pass them.
  bool stale = false;
  std::map<std::string, std::int64_t> retired;  // former generations and when they may be dropped (Unix seconds)
  bool operator==(const IndexRecord&) const = default;
};

struct Record {
  std::string system_id;
  std::uint32_t timeline = 0;
  std::string database;
  std::string slot;
  std::string plugin;
  Lsn checkpoint;                        // everything before it is in the indices
  Lsn sent;                              // no version above it was ever handed to a writer
  Lsn epoch;                             // of the process that owns the record
  std::optional<std::int64_t> paused{};  // since when nothing is written (Unix seconds); nullopt: it is not paused
  std::map<std::string, IndexRecord> indices;
  bool operator==(const Record&) const = default;
};

// A document the search engine refuses, or whose row cannot be rendered.
struct DeadLetter {
  std::string index;
  std::string generation;
  std::string id;
  Version version = 0;    // of the attempt
  std::string reason;     // may quote values of the row: data, never logged
  std::int64_t time = 0;  // Unix milliseconds
  bool operator==(const DeadLetter&) const = default;
};

// What a table's replica identity was before `setup` changed it: what teardown gives back.
struct FormerIdentity {
  TableName table;
  std::string identity;  // "default", "nothing" or "index"
  std::string index;     // of "index": its name, in the table's schema
  bool operator==(const FormerIdentity&) const = default;
};

// Thread-safe. Every call throws kUnavailable (retry), kConfig or kRights (wrong password, read-only), kCorrupt (what
// is stored means nothing). Calls with an `epoch` throw kFenced, and change nothing, where a newer one owns the record.
class Store {
 public:
  virtual ~Store() = default;

  virtual std::optional<Record> Load() = 0;
  // Replaces the record and takes its ownership. Dead letters stay.
  virtual void Begin(const Record& record) = 0;
  // Neither ever goes back: a smaller value changes nothing.
  virtual void SaveCheckpoint(Lsn epoch, Lsn checkpoint) = 0;
  virtual void SaveSent(Lsn epoch, Lsn sent) = 0;
  virtual void SaveIndex(Lsn epoch, const std::string& index, const IndexRecord& record) = 0;
  virtual void RemoveIndex(Lsn epoch, const std::string& index) = 0;
  virtual void SavePaused(Lsn epoch, std::optional<std::int64_t> since) = 0;
  // The record and all dead letters: teardown.
  virtual void Clear() = 0;

  // One letter a document and generation: a later one replaces it.
  virtual void PutLetter(Lsn epoch, const DeadLetter& letter) = 0;
  // Removes the letter where its version is at most `version`; false where a newer letter stays.
  virtual bool RemoveLetter(Lsn epoch, const std::string& generation, const std::string& id, Version version) = 0;
  virtual void RemoveLetters(Lsn epoch, const std::string& generation) = 0;
  // By id, behind `after`, at most `limit`.
  virtual std::vector<DeadLetter> Letters(const std::string& generation, const std::string& after,
                                          std::size_t limit) = 0;
  virtual std::uint64_t CountLetters(const std::string& generation) = 0;

  // Outside the record: `setup` runs before there is one, and Clear leaves them. SaveIdentities replaces all; empty:
  // none are kept.
  virtual std::vector<FormerIdentity> LoadIdentities() = 0;
  virtual void SaveIdentities(const std::vector<FormerIdentity>& former) = 0;

  // For people: "redis://127.0.0.1:6379/0 (prefix walcast)".
  virtual std::string Describe() const = 0;
};

}  // namespace cdc::stream
