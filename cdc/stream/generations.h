// The generations of every configured index: which one the alias names, which one is being filled, which are kept a
// while for scrolls; kept in the store and checked against what Elasticsearch holds. One thread, the supervisor's,
// calls Adopt, StartFilling, ReplaceSetup, Switch, LookAfter, Drop and DropRetired; the rest may be called from any. A
// record is in force only once the store has it.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "cdc/base/log.h"
#include "cdc/stream/dead_letters.h"
#include "cdc/stream/indices.h"
#include "cdc/stream/store.h"
#include "cdc/stream/target.h"

namespace cdc::stream {

// An index of the configuration, with its plan as of this start.
struct IndexSetup {
  std::string name;
  std::string definition;  // {"settings": …, "mappings": …}
  std::string definition_hash;
  std::string root, key;             // as configured
  std::shared_ptr<const Plan> plan;  // none: its SQL is not valid now; the index is suspended with `fault`
  std::string structure;             // PlanState::structure of `plan`
  std::string fault;
  bool weak = false;  // replica identities did not suffice: changes may have come without their old keys
};

class Generations {
 public:
  // How long a former generation stays: a scroll or point in time that was begun on it may go on.
  static constexpr std::int64_t kRetireSeconds = 600;

  struct Parts {
    Indices& indices;
    Store& store;
    DeadLetters& letters;
    Log& log;
    Lsn epoch;
    std::string slot;
    // The plan of a generation that keeps an older SQL; nullptr where that is not valid any more.
    std::function<std::shared_ptr<const Plan>(const IndexSetup&, const GenerationMeta&)> old_plan;
    std::function<void(const std::string&)> made = [](const std::string&) {
    };  // a new generation, before it is written to
  };
  explicit Generations(Parts parts);

  // Takes over what `found` says of the index, as far as Elasticsearch agrees, and starts a new generation where one is
  // needed. A generation that `found` does not know by name and uuid is not fed while another one is filled.
  void Adopt(const IndexSetup& setup, const IndexRecord& found);

  TargetSetPtr Targets() const;
  // Generations to be filled, with where to begin.
  std::vector<std::pair<TargetPtr, Filling>> Fillings() const;
  void SaveFilling(const std::string& index, const Filling& filling);

  // A new generation for `index`. One that was being filled is given up: its target is suspended, and the caller drops
  // it once nobody writes to it any more. Throws kUsage for an unknown name.
  struct Started {
    std::string generation;
    TargetPtr given_up;
  };
  Started StartFilling(const std::string& index);
  void Drop(const std::string& generation);
  void ReplaceSetup(const IndexSetup& setup);
  // The filled generation takes the alias; the former one stays for a while. Does nothing where `target` was given up.
  void Switch(const Target& target);
  // The index lacks a change: what is served is stale, what is being filled is given up. Durable when it returns.
  void Distrust(const std::string& index);
  // Durable when it returns. The one being filled is given up, the one served stays as it is, and is stale.
  // False where the target was given up before.
  bool Suspend(Target& target, const std::string& reason);
  void SuspendIndex(const std::string& index, const std::string& reason);
  void SuspendFilling(const std::string& index, const std::string& reason);
  void DropRetired(std::int64_t now);
  // Mends an alias that was taken away or moved to another generation of ours, suspends an index whose alias somebody
  // else's index holds, drops generations that were given up; names the indices whose generation is not there any more.
  std::vector<std::string> LookAfter();

  struct View {
    std::string name;
    IndexRecord record;
    TargetPtr served, filling;
    // What is served is what the present SQL and definition say, as far as the checkpoint goes; false while an index is
    // brought in order.
    bool trusted = false;
  };
  std::vector<View> Views() const;

 private:
  struct Held {
    IndexSetup setup;
    IndexRecord record;  // as the store has it
    TargetPtr served = nullptr, filling = nullptr;
    bool trusted = false;
    int last = 0;  // number of the newest generation ever seen
  };
  struct AliasMove {
    std::optional<std::string> from, to;  // no `to`: nothing to be moved
  };
  void Keep(Held& held, IndexRecord next);
  void Fence(const Held& held) const;
  void TakeAlias(Held& held, const std::vector<Generation>& existing) const;
  void Resume(Held& held, const std::vector<Generation>& existing, bool feed);
  std::vector<std::string> Orphans(const Held& held, const std::vector<Generation>& existing) const;
  void DropOrphan(const std::string& generation);
  static void Number(Held& held, const std::vector<Generation>& existing);
  Generation Create(const IndexSetup& setup, const std::string& name);
  void ForgetLost(Held& held, const std::vector<Generation>& existing);
  std::string Fill(Held& held);
  static bool Walked(const Held& held, const Target& target);
  void SuspendBoth(const Held& held, const std::string& reason);
  bool SuspendLocked(Target& target, const std::string& reason);
  bool LookAfterOne(const std::string& name);
  AliasMove JudgeAlias(const Held& held, const Generation& served, const std::vector<Generation>& existing);
  Held& Find(const std::string& index);

  const Parts parts_;
  mutable std::mutex mutex_;
  std::map<std::string, Held> held_;  // guarded by mutex_
};

}  // namespace cdc::stream
