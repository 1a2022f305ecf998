// A generation that the stream feeds, and the set of all of them as the reader and the writers use it.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "cdc/base/error.h"
#include "cdc/model/change.h"
#include "cdc/model/plan.h"

namespace cdc::stream {

struct Target {
  std::string index;       // the name in the configuration
  std::string generation;  // "movies-000001": where documents are written
  std::shared_ptr<const Plan> plan;
  bool filling = false;  // not served yet
  // Durably suspended: its documents are passed over. Set by the supervisor before it returns from
  // TargetEvents::Suspend.
  std::atomic<bool> suspended{false};
};

using TargetPtr = std::shared_ptr<Target>;

// What a table's changed row means for one entry of one target: positions are those of Interest::Table::columns.
struct EntryStart {
  std::size_t target = 0;
  bool whole_row = false;
  std::vector<std::size_t> reads;          // columns that matter
  std::vector<std::size_t> unclear_nulls;  // of them: as in Entry
  struct RouteStart {
    std::size_t route = 0;  // in Plan::routes
    std::vector<std::size_t> columns;
  };
  std::vector<RouteStart> routes;
};

// Immutable; a batch holds the one it was made for.
class TargetSet {
 public:
  explicit TargetSet(std::vector<TargetPtr> targets);

  const std::vector<TargetPtr>& targets() const { return targets_; }
  const std::shared_ptr<const Interest>& interest() const { return interest_; }
  const std::vector<EntryStart>& Starts(std::size_t table) const { return starts_.at(table); }

 private:
  std::vector<TargetPtr> targets_;
  std::shared_ptr<const Interest> interest_;
  std::vector<std::vector<EntryStart>> starts_;  // by Interest's table
};

using TargetSetPtr = std::shared_ptr<const TargetSet>;

// What writers and reader tell the supervisor. Called from their threads.
class TargetEvents {
 public:
  virtual ~TargetEvents() = default;
  // The target's documents cannot be rendered or written. Returns once the suspension is durable and `suspended` is
  // set; throws kUnavailable where the store is away.
  virtual void Suspend(Target& target, const Error& reason) = 0;
  // A change came without the columns its routes start from: the table's replica identity was weakened. The target must
  // be rebuilt.
  virtual void Blind(Target& target, const TableName& table) = 0;
};

}  // namespace cdc::stream
