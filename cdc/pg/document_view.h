// A document's SQL as PostgreSQL understood it: a temporary view, read back. It lives until the transaction ends.
#pragma once

#include <string>
#include <vector>

#include "cdc/pg/catalog.h"

namespace cdc::pg {

struct DocumentView {
  struct Column {
    int number = 0;
    std::string name;
    std::string type;
    Oid type_oid = 0;
  };
  Oid oid = 0;
  std::vector<Column> columns;
  const Column* id = nullptr;  // "_id", one of `columns`
};

// REQUIRES: within a transaction that is rolled back; `document` without a semicolon at its end. Throws kBadDocument
// with the position, kRights.
DocumentView CreateDocumentView(Connection& connection, const std::string& document);

}  // namespace cdc::pg
