// When what the index holds was written, as walcast tells it, in the words of the freshness answer: pure.
#pragma once

#include "admin/server/http/route.h"

namespace admin::freshness {

// Adds to `freshness`: "written_from" and "written_at": RFC 3339, the document was written between them;
// "committed_at": of the last commit it was written for; "after_ms": from the earliest of these commits to
// "written_at", so at most that long, 0 where the clocks of the two machines say less; each null where it is not known.
// "time_unknown": why nothing is known of the writing, in words, or null. `written`: cdc::control::Service::Written, or
// null where nothing stands in the index. What is not of that shape counts as not known.
void AddTimes(const Json& written, Language language, Json& freshness);

}  // namespace admin::freshness
