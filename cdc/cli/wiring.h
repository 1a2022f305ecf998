// The one place that makes the concrete objects of the layers below out of a configuration; for the commands and for
// `run`.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "cdc/base/clock.h"
#include "cdc/config.h"
#include "cdc/control/client.h"
#include "cdc/control/server.h"
#include "cdc/es/indices.h"
#include "cdc/pg/database.h"
#include "cdc/stream/store.h"

namespace cdc::cli {

pg::ConnectOptions PostgresOptions(const Config& config);
es::EsOptions SearchOptions(const Config& config);
control::ServerOptions ControlServerOptions(const Config& config);
control::ClientOptions ControlClientOptions(const Config& config);
pg::DocumentSource DocumentOf(const IndexConfig& index);

// `on_rewritten`: see redis::StoreOptions.
std::unique_ptr<stream::Store> MakeStore(const Config& config, std::function<void()> on_rewritten = {});
std::unique_ptr<es::Indices> MakeIndices(const Config& config, std::stop_token stop = {});
// What it changes of replica identities is kept in `store` (none: it must not change any), which must outlive it.
pg::DatabaseOptions DatabaseOptionsOf(const Config& config, stream::Store* store);
std::unique_ptr<pg::Database> MakeDatabase(const Config& config, stream::Store* store, const Clock& clock);

// Throws kUsage, with the nearest name, for an index that is not configured.
const IndexConfig& FindIndex(const Config& config, const std::string& name);
bool IsConfigured(const Config& config, const std::string& name);

}  // namespace cdc::cli
