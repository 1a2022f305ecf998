// Documents that cannot be written, kept with their reason before the checkpoint passes them; gone when a later version
// succeeds.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "cdc/base/log.h"
#include "cdc/stream/indices.h"
#include "cdc/stream/store.h"
#include "cdc/stream/target.h"
#include "cdc/stream/troubles.h"

namespace cdc::stream {

class DeadLetters {  // thread-safe
 public:
  DeadLetters(Store& store, Indices& indices, Patience patience, Log& log, Lsn epoch);

  // Learns which documents of a generation have a letter, so that the others cost nothing. Throws what Store throws.
  void Watch(const std::string& generation);
  // Keeps the document as a letter, unless the index holds a version that is not older: 400 comes before 409. Waits
  // while the store or the index is away; false when stopped.
  bool Keep(const Target& target, const std::string& id, Version version, const std::string& reason,
            std::stop_token stop);
  // The document is written: its letter goes, where it has one. False when stopped.
  bool Written(const Target& target, const std::string& id, Version version, std::stop_token stop);
  void Forget(const std::string& generation, const std::string& id);  // discarded by a person
  // Documents known to have a letter: what the store held, also after it was flushed.
  std::vector<std::string> Ids(const std::string& generation) const;
  std::uint64_t Count(const std::string& generation) const;

 private:
  bool Insist(const std::string& doing, const std::function<void()>& act, std::stop_token stop);

  Store& store_;
  Indices& indices_;
  const Patience patience_;
  Log& log_;
  const Lsn epoch_;
  mutable std::mutex mutex_;
  std::map<std::string, std::set<std::string>> known_;  // guarded by mutex_: generation → ids
};

}  // namespace cdc::stream
