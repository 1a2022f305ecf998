// One change as a transaction: what is done, the answer kept for a repeated request, the history; then the position in
// the WAL, for who wants to wait until it can be searched for.
#pragma once

#include <functional>
#include <vector>

#include "admin/server/http/problem.h"
#include "admin/server/http/route.h"
#include "admin/server/store/audit.h"

namespace admin::catalogue {

struct Done {
  http::Response response;
  std::vector<store::Change> changes;
};

// Runs `work` in a transaction of call.worker->edits, again where PostgreSQL chose it as a victim of a deadlock. With
// an Idempotency-Key a request that was answered before is answered the same way, and nothing is done. A constraint
// that refuses becomes Refusal(409) or (422) with errors of the fields of `body`. The answer has X-Walcast-Lsn.
http::Response Edit(const http::Call& call, const store::Audit& audit, const Json& body,
                    const std::function<Done()>& work);

// What a violated constraint means for who sent `body`; throws the error itself where it means nothing to them.
http::Refusal RefusalOf(const cdc::pg::SqlError& error, const http::Call& call, const Json& body);

}  // namespace admin::catalogue
