// Reads that a replica may answer, without anybody missing what they have saved.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "admin/server/http/route.h"
#include "admin/server/store/database.h"
#include "cdc/pg/connection.h"

namespace admin::catalogue {

// The rows of a statement that only reads: from the replica, where one is configured; from the primary where the
// replica is away, or has not replayed yet what the client saved last: see last_save.h. Throws as
// store::Database::Query.
cdc::pg::Rows Read(const http::Call& call, const std::string& sql, std::span<const cdc::pg::Parameter> parameters);

// The same for who edits, and for several statements on one connection: the replica is only asked where the request
// names what its sender saved last; else the primary is. `work` may be begun on the replica and, where that went away,
// be run again on the primary.
void ReadToEdit(const http::Call& call, const std::function<void(store::Database&)>& work);
// Which of the two ReadToEdit would begin with.
store::Database& BaseToEdit(const http::Call& call);

}  // namespace admin::catalogue
