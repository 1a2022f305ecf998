#include "cdc/pg/function_reads.h"

#include "cdc/pg/sql_text.h"

namespace cdc::pg {
namespace {

void AddReads(const std::string& source, Catalog& catalog, FunctionReads& reads) {
  NamedObjects named = catalog.Named(NamesIn(source));
  reads.tables.merge(named.tables);
  for (const auto& [name, inner] : named.functions) {
    if (reads.functions.insert(name).second) AddReads(inner, catalog, reads);
  }
}

}  // namespace

FunctionReads FindReads(const Function& function, Catalog& catalog) {
  FunctionReads reads{{}, {function.name}};
  AddReads(function.source, catalog, reads);
  return reads;
}

}  // namespace cdc::pg
