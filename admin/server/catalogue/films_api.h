// The public, read-only API of the catalogue: films, genres and people under /api/v1. Clients of the panels that this
// server replaces notice no change. Each answer is one statement, whose JSON PostgreSQL makes.
#pragma once

#include <vector>

#include "admin/server/http/route.h"

namespace admin::catalogue {

std::vector<http::Route> FilmsApiRoutes();

}  // namespace admin::catalogue
