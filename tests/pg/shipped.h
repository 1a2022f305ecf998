// The shipped documents: their plans, over the tables of the migrations.
#pragma once

#include <map>
#include <string>

#include "cdc/model/plan.h"
#include "tests/support/postgres.h"

namespace cdc::test {

struct Shipped {
  Shipped();
  TestDatabase database;
  std::map<std::string, Plan> plans;  // by the index's name
};

// Made once for all cases of a program.
Shipped& TheShipped();

}  // namespace cdc::test
