// The source's server beside the stream, over one connection that is opened when it is needed.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "cdc/base/clock.h"
#include "cdc/pg/connection.h"
#include "cdc/pg/identity.h"
#include "cdc/pg/planner.h"
#include "cdc/stream/database.h"

namespace cdc::pg {

struct DatabaseIndex {
  DocumentSource document;
  IdentityStyle identity = IdentityStyle::kFull;
};

struct DatabaseOptions {
  ConnectOptions connect;
  std::vector<DatabaseIndex> indices;  // those of the configuration
  // Called by MendIdentities before it changes anything, with what the tables have now: to be stored durably
  // (stream::Store), without replacing an older entry of the same table, so that teardown can give it back. What it
  // throws ends the call. May be empty.
  std::function<void(const std::vector<stream::FormerIdentity>&)> remember;
};

class Database final : public stream::Database {
 public:
  Database(DatabaseOptions options, const Clock& clock);  // does not connect yet

  stream::ServerIdentity Identify() override;
  Lsn InsertPosition() override;
  Lsn FlushPosition() override;
  Lsn Mark() override;
  std::optional<Lsn> LeftTimeline(std::uint32_t timeline) override;

  std::optional<stream::SlotState> Slot(const std::string& name) override;
  void TrySlot(const std::string& plugin, bool replaces, std::stop_token stop) override;
  Lsn CreateSlot(const std::string& name, const std::string& plugin, std::stop_token stop) override;
  void DropSlot(const std::string& name) override;
  std::vector<stream::SlotState> Slots();  // all logical ones of the server

  Plan MakePlan(const std::string& index) override;
  Plan MakePlan(const std::string& index, const std::string& document, const std::string& root,
                const std::string& key) override;
  stream::PlanState ReadPlanState(const Plan& plan) override;
  std::vector<std::string> MissingIdentities(const std::vector<Plan>& plans) override;
  std::vector<std::string> MendIdentities(const std::vector<Plan>& plans) override;
  // Teardown: see RestoreIdentities in identity.h.
  std::vector<std::string> RestoreIdentities(const std::vector<stream::FormerIdentity>& former);

 private:
  // Runs `call` with the connection; once more with a new one where an old one turned out to be broken.
  template <typename Call>
  auto With(Call call);
  const DatabaseIndex* Find(const std::string& index) const;  // null: not configured
  std::vector<IdentityGap> Gaps(Connection& connection, const std::vector<Plan>& plans) const;
  Lsn Position(const std::string& sql);

  const DatabaseOptions options_;
  const Clock& clock_;
  std::optional<Connection> connection_;
};

}  // namespace cdc::pg
