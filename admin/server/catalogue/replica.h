// Reads that a replica may answer, without anybody missing what they have saved.
#pragma once

#include <span>
#include <string>

#include "admin/server/http/route.h"
#include "cdc/pg/connection.h"

namespace admin::catalogue {

// The rows of a statement that only reads: from the replica, where one is configured; from the primary where the
// replica is away, or has not replayed yet what the client saved last. The client names that by the header
// X-Walcast-Lsn, which the answer to a save carried. Throws as store::Database::Query.
cdc::pg::Rows Read(const http::Call& call, const std::string& sql, std::span<const cdc::pg::Parameter> parameters);

}  // namespace admin::catalogue
