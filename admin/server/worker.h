// What a thread that answers requests holds: its own connections, opened when first used, opened anew when they broke.
// A call uses the worker of its thread and nothing else of the kind, so no connection is ever shared or waited for; the
// number of threads bounds the number of connections.
#pragma once

#include "admin/server/store/database.h"
#include "cdc/es/client.h"
#include "cdc/redis/client.h"

namespace admin {

struct Worker {
  store::Database& edits;  // the primary, as the role that may change the catalogue
  store::Database& reads;  // for reading: a replica where one is configured, else the primary
  cdc::redis::Client& redis;
  cdc::es::Client& search;
};

}  // namespace admin
