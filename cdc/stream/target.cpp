#include "cdc/stream/target.h"

namespace cdc::stream {

TargetSet::TargetSet(std::vector<TargetPtr> targets) : targets_(std::move(targets)) {
  auto interest = std::make_shared<Interest>();
  for (const auto& target : targets_) {
    for (const auto& entry : target->plan->entries) {
      interest->Add(entry.table, entry.columns);
      for (const auto route : entry.routes) {
        for (const auto& column : target->plan->routes.at(route).columns) interest->Add(entry.table, {column.name});
      }
    }
  }
  starts_.resize(interest->tables().size());
  for (std::size_t t = 0; t < targets_.size(); ++t) {
    const Plan& plan = *targets_[t]->plan;
    for (const auto& entry : plan.entries) {
      const auto table = interest->Find(entry.table.schema, entry.table.table);
      EntryStart start{.target = t, .whole_row = entry.whole_row, .reads = {}, .unclear_nulls = {}, .routes = {}};
      for (const auto& column : entry.columns) start.reads.push_back(interest->Column(*table, column));
      for (const auto& column : entry.unclear_nulls) start.unclear_nulls.push_back(interest->Column(*table, column));
      for (const auto route : entry.routes) {
        auto& to = start.routes.emplace_back();
        to.route = route;
        for (const auto& column : plan.routes.at(route).columns)
          to.columns.push_back(interest->Column(*table, column.name));
      }
      starts_[*table].push_back(std::move(start));
    }
  }
  interest_ = std::move(interest);
}

}  // namespace cdc::stream
