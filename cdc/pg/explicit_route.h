// A route from the configuration as a Route of the plan.
#pragma once

#include "cdc/pg/catalog.h"
#include "cdc/pg/planner.h"

namespace cdc::pg {

// `table`: that of the route, or one below it. Throws kBadDocument where the route cannot be one from that table; its
// SQL is not tried.
Route MakeExplicitRoute(const ExplicitRoute& route, const Relation& table, Catalog& catalog);

}  // namespace cdc::pg
