#include "cdc/stream/meters.h"

namespace cdc::stream {

WriterCounts& Meters::Index(const std::string& name) {
  const std::scoped_lock lock(mutex_);
  return indices_[name];
}

std::atomic<std::uint64_t>& Meters::Rows(const TableName& table) {
  const std::scoped_lock lock(mutex_);
  return tables_[table.ToString()];
}

std::map<std::string, Meters::Written> Meters::Indices() const {
  const std::scoped_lock lock(mutex_);
  std::map<std::string, Written> all;
  for (const auto& [name, counts] : indices_)
    all[name] = {counts.applied, counts.stale, counts.rejected, counts.retried};
  return all;
}

std::map<std::string, std::uint64_t> Meters::Tables() const {
  const std::scoped_lock lock(mutex_);
  std::map<std::string, std::uint64_t> all;
  for (const auto& [name, rows] : tables_) all[name] = rows;
  return all;
}

}  // namespace cdc::stream
