#include "cdc/model/change.h"

#include <algorithm>

namespace cdc {

std::size_t Interest::Add(const TableName& name, const std::vector<std::string>& columns) {
  const auto found = Find(name.schema, name.table);
  const std::size_t at = found.value_or(tables_.size());
  if (!found) tables_.push_back({name, {}});
  auto& known = tables_[at].columns;
  for (const auto& column : columns) {
    if (std::find(known.begin(), known.end(), column) == known.end()) known.push_back(column);
  }
  return at;
}

std::optional<std::size_t> Interest::Find(std::string_view schema, std::string_view table) const {
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    if (tables_[i].name.table == table && tables_[i].name.schema == schema) return i;
  }
  return std::nullopt;
}

std::size_t Interest::Column(std::size_t table, const std::string& column) const {
  const auto& known = tables_.at(table).columns;
  return static_cast<std::size_t>(std::find(known.begin(), known.end(), column) - known.begin());
}

}  // namespace cdc
