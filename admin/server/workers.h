// Makes the workers: each thread its own connections, all threads the same breakers.
#pragma once

#include <memory>

#include "admin/server/config.h"
#include "admin/server/http/lanes.h"
#include "admin/server/store/database.h"
#include "admin/server/worker.h"
#include "cdc/base/clock.h"
#include "cdc/pg/connection.h"

namespace admin {

// How the primary is connected to, as configured.
cdc::pg::ConnectOptions EditOptions(const AdminConfig& config);

class Workers {
 public:
  // Nothing is connected yet. Throws kConfig where an address cannot be used.
  Workers(const AdminConfig& config, const cdc::Clock& clock);

  // For a thread; `this` must outlive it.
  std::shared_ptr<Worker> Make();

 private:
  const AdminConfig config_;
  store::Breaker edits_, reads_;
};

}  // namespace admin
