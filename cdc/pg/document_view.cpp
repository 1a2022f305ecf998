#include "cdc/pg/document_view.h"

#include <algorithm>

#include "cdc/pg/sql.h"
#include "cdc/pg/sql_text.h"

namespace cdc::pg {
namespace {

const std::string kCreate = "CREATE TEMPORARY VIEW walcast_document AS\n";

[[noreturn]] void Rethrow(const SqlError& error, const std::string& document) {
  if (error.kind() == Kind::kRights) {
    throw Error(
        Kind::kRights, std::string("the document cannot be read: ") + error.what(),
        "The role needs TEMPORARY on the database, USAGE on the schemas and SELECT on what the document reads.");
  }
  if (error.kind() != Kind::kBadDocument && error.kind() != Kind::kRow && error.kind() != Kind::kConfig) throw error;
  std::string where;
  const int prefix = static_cast<int>(kCreate.size());
  if (error.position() > prefix) {
    where = " at " + DescribePosition(document, static_cast<std::size_t>(error.position() - prefix));
  }
  throw Error(Kind::kBadDocument, "the document's SQL is wrong" + where + ": " + error.what(), error.hint());
}

}  // namespace

DocumentView CreateDocumentView(Connection& connection, const std::string& document) {
  if (document.empty()) throw Error(Kind::kBadDocument, "the document's SQL is empty", "It must be one SELECT.");
  DocumentView view;
  try {
    // Query takes one statement only: a second one behind a semicolon is refused.
    connection.Query(kCreate + document, {});
    view.oid = ToOid(connection.Query("SELECT 'pg_temp.walcast_document'::regclass::oid", {}).Text(0, 0));
    connection.Query("EXPLAIN SELECT * FROM pg_temp.walcast_document", {});  // tells missing rights
  } catch (const SqlError& error) {
    Rethrow(error, document);
  }
  const Rows rows = connection.Query(sql::kPlanFields, {std::to_string(view.oid)});
  for (int row = 0; row < rows.size(); ++row) {
    view.columns.push_back({std::stoi(std::string(rows.Text(row, 0))), std::string(rows.Text(row, 1)),
                            std::string(rows.Text(row, 2)), ToOid(rows.Text(row, 3))});
  }
  const auto id = std::ranges::find(view.columns, "_id", &DocumentView::Column::name);
  if (id == view.columns.end()) {
    throw Error(Kind::kBadDocument, "the document has no column \"_id\"",
                "Select the root's key as \"_id\", for example SELECT f.id AS _id, ….");
  }
  view.id = &*id;
  return view;
}

}  // namespace cdc::pg
