// What a change changed, field by field.
#pragma once

#include "admin/server/http/route.h"

namespace admin::catalogue {

// [{"field", "before", "after"}] of two states of an object, null where there was none; of a list of objects with ids
// instead {"field", "added", "removed"}, and of a film's people {"order": {"before", "after"}} where those who are in
// both stand otherwise. Fields that every save changes (version, modified) are left out.
Json Difference(const Json& before, const Json& after);

}  // namespace admin::catalogue
