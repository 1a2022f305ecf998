// What a function of a user may read behind the document's back, told by the names in its source.
#pragma once

#include <set>
#include <string>

#include "cdc/pg/catalog.h"

namespace cdc::pg {

struct FunctionReads {
  std::set<TableName> tables;       // without views: the tables behind them
  std::set<std::string> functions;  // the function itself and those it calls, as in Function::name
};

// A name without a schema is taken for every table of that name, so there may be tables that the function does not
// read. Those whose names it puts together at run time, or reads in C, are missing.
FunctionReads FindReads(const Function& function, Catalog& catalog);

}  // namespace cdc::pg
