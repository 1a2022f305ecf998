// /api/account/preferences: what people have chosen in the panel (columns, saved views, theme, language), one object
// for each user, which the panel alone understands. It is read and put as a whole, with a version as all that is
// edited.
#pragma once

#include <vector>

#include "admin/server/http/route.h"

namespace admin::auth {

std::vector<http::Route> PreferencesRoutes();

}  // namespace admin::auth
