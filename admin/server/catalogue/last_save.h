// What a browser saved last, as a position of PostgreSQL's log, so that it never reads less than it has saved. The
// browser carries it itself, in a cookie beside the session's: no server keeps it, and none has to be asked.
#pragma once

#include <optional>

#include "admin/server/http/route.h"
#include "cdc/model/lsn.h"

namespace admin::catalogue {

// Tells the answer's reader where the change stands that it is the answer to: X-Walcast-Lsn for all, and the cookie for
// sessions. Of answers that come at the same time the cookie is that of the last one.
void TellPosition(const http::Call& call, cdc::Lsn position, http::Response& response);

struct LastSave {
  bool named = false;                // by the cookie, or by the header X-Walcast-Lsn
  std::optional<cdc::Lsn> position;  // the later one of the two; nullopt where one is no position
};
LastSave LastSaveOf(const http::Request& request);

}  // namespace admin::catalogue
