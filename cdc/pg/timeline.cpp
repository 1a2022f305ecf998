#include "cdc/pg/timeline.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace cdc::pg {
namespace {

Error NeverThere(std::uint32_t current, std::uint32_t timeline) {
  return {Kind::kGap,
          "PostgreSQL is on timeline " + std::to_string(current) + " and never was on timeline " +
              std::to_string(timeline) + ", which the checkpoint is of",
          "It is another copy of the data, or was restored from a backup."};
}

}  // namespace

std::optional<Lsn> FindSwitch(std::string_view history, std::uint32_t timeline) {
  // "parent timeline <tab> switch point <tab> reason"; comments start with #.
  while (!history.empty()) {
    std::string_view line = history.substr(0, history.find('\n'));
    history.remove_prefix(std::min(history.size(), line.size() + 1));
    line.remove_prefix(std::min(line.size(), line.find_first_not_of(" \t\r")));
    if (line.empty() || line.front() == '#') continue;
    std::uint32_t parent = 0;
    const auto [rest, error] = std::from_chars(line.data(), line.data() + line.size(), parent);
    line.remove_prefix(static_cast<std::size_t>(rest - line.data()));
    line.remove_prefix(std::min(line.size(), line.find_first_not_of(" \t")));
    const auto position = Lsn::Parse(line.substr(0, line.find_first_of(" \t\r")));
    if (error != std::errc() || !position)
      throw Error(Kind::kCorrupt, "a timeline history of PostgreSQL cannot be read");
    if (parent == timeline) return position;
  }
  return std::nullopt;
}

std::optional<Lsn> LeftTimeline(const ConnectOptions& options, std::uint32_t current, std::uint32_t timeline) {
  if (current == timeline) return std::nullopt;
  if (timeline > current) throw NeverThere(current, timeline);  // the first timeline has no history
  ConnectOptions replication = options;
  replication.replication = true;
  Connection connection(replication);
  const Rows rows = connection.Execute("TIMELINE_HISTORY " + std::to_string(current));
  if (rows.size() != 1 || rows.columns() != 2) throw Error(Kind::kCorrupt, "PostgreSQL sent no timeline history");
  const auto position = FindSwitch(rows.Text(0, 1), timeline);
  if (!position) throw NeverThere(current, timeline);
  return position;
}

}  // namespace cdc::pg
