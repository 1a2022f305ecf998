#include "cdc/pg/database.h"

#include <algorithm>
#include <utility>

#include "cdc/pg/slot.h"
#include "cdc/pg/sql.h"
#include "cdc/pg/timeline.h"

namespace cdc::pg {

Database::Database(DatabaseOptions options, const Clock& clock) : options_(std::move(options)), clock_(clock) {}

template <typename Call>
auto Database::With(Call call) {
  if (connection_ && !connection_->broken()) {
    try {
      return call(*connection_);
    } catch (const SqlError&) {  // not where it did not answer in time: the caller has waited long enough
      if (!connection_->broken()) throw;
    }
  }
  connection_.reset();
  return call(connection_.emplace(options_.connect));
}

stream::ServerIdentity Database::Identify() {
  return With([](Connection& connection) {
    const Server server = pg::Identify(connection);
    const Rows rows = connection.Query(sql::kServerDatabase);
    return stream::ServerIdentity{server.system_id, server.timeline, std::string(rows.Text(0, 0))};
  });
}

Lsn Database::Position(const std::string& sql) {
  return With([&](Connection& connection) {
    const auto position = Lsn::Parse(connection.Query(sql).Text(0, 0));
    if (!position) throw Error(Kind::kCorrupt, "PostgreSQL sent no log position");
    return *position;
  });
}

Lsn Database::InsertPosition() { return Position(sql::kServerInsertPosition); }
Lsn Database::FlushPosition() { return Position(sql::kServerFlushPosition); }

// A commit of our own flushes all that was written before it; waiting for the next one could take seconds.
Lsn Database::Mark() {
  With([](Connection& connection) { return connection.Execute(sql::kServerMark); });
  return FlushPosition();
}

std::optional<Lsn> Database::LeftTimeline(std::uint32_t timeline) {
  const std::uint32_t current = With([](Connection& connection) { return pg::Identify(connection).timeline; });
  return pg::LeftTimeline(options_.connect, current, timeline);
}

std::optional<stream::SlotState> Database::Slot(const std::string& name) {
  return With([&](Connection& connection) { return ReadSlot(connection, name); });
}

std::vector<stream::SlotState> Database::Slots() {
  return With([](Connection& connection) { return ReadSlots(connection); });
}

void Database::TrySlot(const std::string& plugin, bool replaces, std::stop_token stop) {
  pg::TrySlot(options_.connect, plugin, replaces, std::move(stop));
}

Lsn Database::CreateSlot(const std::string& name, const std::string& plugin, std::stop_token stop) {
  return pg::CreateSlot(options_.connect, name, plugin, clock_, std::move(stop));
}

void Database::DropSlot(const std::string& name) {
  With([&](Connection& connection) { pg::DropSlot(connection, name); });
}

const DatabaseIndex* Database::Find(const std::string& index) const {
  const auto found = std::find_if(options_.indices.begin(), options_.indices.end(),
                                  [&](const DatabaseIndex& one) { return one.document.index == index; });
  return found == options_.indices.end() ? nullptr : &*found;
}

Plan Database::MakePlan(const std::string& index) {
  const DatabaseIndex* found = Find(index);
  if (found == nullptr) throw Error(Kind::kUsage, "no index \"" + index + "\" is configured");
  return With([&](Connection& connection) { return pg::MakePlan(connection, found->document); });
}

Plan Database::MakePlan(const std::string& index, const std::string& document, const std::string& root,
                        const std::string& key) {
  DocumentSource source{.index = index, .sql = document, .root = root, .key = key, .routes = {}};
  if (const DatabaseIndex* found = Find(index)) source.routes = found->document.routes;
  return With([&](Connection& connection) { return pg::MakePlan(connection, source); });
}

stream::PlanState Database::ReadPlanState(const Plan& plan) {
  return With([&](Connection& connection) {
    auto [structure, identities] = ReadFingerprint(connection, plan);
    return stream::PlanState{std::move(structure), std::move(identities)};
  });
}

std::vector<IdentityGap> Database::Gaps(Connection& connection, const std::vector<Plan>& plans) const {
  std::vector<IdentityStyle> styles;
  for (const auto& plan : plans) {
    const DatabaseIndex* found = Find(plan.index);
    styles.push_back(found == nullptr ? IdentityStyle::kFull : found->identity);
  }
  return FindIdentityGaps(connection, UniteIdentities(plans, styles));
}

std::vector<std::string> Database::MissingIdentities(const std::vector<Plan>& plans) {
  return With([&](Connection& connection) {
    std::vector<std::string> words;
    for (const auto& gap : Gaps(connection, plans)) words.push_back(Describe(gap));
    return words;
  });
}

std::vector<std::string> Database::MendIdentities(const std::vector<Plan>& plans) {
  return With([&](Connection& connection) {
    const auto gaps = Gaps(connection, plans);
    RequireOwned(gaps);
    std::vector<std::string> statements;
    std::vector<stream::FormerIdentity> former;
    for (const auto& gap : gaps) {
      statements.push_back(gap.statement);
      former.push_back(gap.now);
    }
    // Kept first: what is changed and not known any more could not be given back.
    if (!former.empty() && options_.remember) options_.remember(former);
    pg::MendIdentities(connection, gaps, clock_);
    return statements;
  });
}

std::vector<std::string> Database::RestoreIdentities(const std::vector<stream::FormerIdentity>& former) {
  return With([&](Connection& connection) { return pg::RestoreIdentities(connection, former, clock_); });
}

}  // namespace cdc::pg
