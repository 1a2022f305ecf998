// What keeps a document from being followed, in words, with the lines to add to the configuration.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cdc/pg/catalog.h"
#include "cdc/pg/planner.h"

namespace cdc::pg {

struct Fault {
  std::string what;
  std::string hint;
};

// Why a function may not be called by a document: its result changes without a row being changed, or it may read
// tables, and not each has an explicit route of its own. `tables`: FunctionReads::tables.
std::optional<Fault> FindFault(const Function& function, const std::set<TableName>& tables,
                               const std::vector<ExplicitRoute>& routes);

// Why changes of a table's rows are not in the stream, e.g. "a foreign table", and what to do about that kind.
std::optional<Fault> WhyUnseen(const Relation& table);

Error UnknownRoot();
Error HalfARoot();
Error BadRoot(const std::string& why);
Error UnseenTable(const Relation& table, const std::string& alias, const Fault& reason, const std::string& index);
// `plan`: its root and key are known.
Error NoRoute(const Relation& table, const std::string& alias, const Plan& plan);
// `column`: of type real or double precision.
Error FloatRoute(const Relation& table, const std::string& alias, const Attribute& column);
Error BadExplicit(const ExplicitRoute& route, const std::string& why);
Error BadRoute(const Route& route, const SqlError& error);

}  // namespace cdc::pg
