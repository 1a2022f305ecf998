// How the films of a filter are spread: facets with counts, and the way from years to days.
#pragma once

#include <vector>

#include "admin/server/http/route.h"

namespace admin::catalogue {

// GET /api/admin/films/facets and …/dates; they take the filters of the list.
std::vector<http::Route> FacetRoutes();

}  // namespace admin::catalogue
