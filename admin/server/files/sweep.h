// Removes bytes that no film has any more: of files that were deleted or replaced, of films that are gone for longer
// than they may come back, and what a crash left behind between the storage and the database.
#pragma once

#include <thread>

#include "admin/server/files/options.h"
#include "admin/server/http/lanes.h"
#include "admin/server/store/database.h"
#include "cdc/base/log.h"

namespace admin::files {

struct Swept {
  std::size_t removed = 0;  // of deleted files and films
  std::size_t orphans = 0;  // that no row ever named
};

// At once, whoever has the turn. Throws as the storage and the database do; what is removed stays removed.
Swept Sweep(store::Database& edits, Storage& storage, cdc::Duration grace, std::stop_token stop);

// Sweeps now and then on a thread of its own; of several servers of one database, one each time.
class Sweeper {
 public:
  // `make` is called on the thread. What is referred to must outlive this.
  Sweeper(Options options, http::Lanes::MakeWorker make, const cdc::Clock& clock, cdc::Log& log);

 private:
  void Run(std::stop_token stop);

  const Options options_;
  const http::Lanes::MakeWorker make_;
  const cdc::Clock& clock_;
  cdc::Log& log_;
  std::jthread thread_;
};

}  // namespace admin::files
