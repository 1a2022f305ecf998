#include "cdc/cli/wiring.h"

#include <algorithm>
#include <vector>

#include "cdc/base/error.h"
#include "cdc/base/suggest.h"
#include "cdc/redis/store.h"
#include "cdc/stream/file_store.h"

namespace cdc::cli {
namespace {

TableName ParseTable(const std::string& text) {
  auto dot = text.find('.');
  if (dot == std::string::npos) return {"public", text};
  return {text.substr(0, dot), text.substr(dot + 1)};
}

// Older entries stay: they hold what the table had before walcast first changed it.
void Remember(stream::Store& store, const std::vector<stream::FormerIdentity>& former) {
  auto all = store.LoadIdentities();
  for (const auto& one : former) {
    if (std::ranges::find(all, one.table, &stream::FormerIdentity::table) == all.end()) all.push_back(one);
  }
  store.SaveIdentities(all);
}

}  // namespace

pg::ConnectOptions PostgresOptions(const Config& config) {
  pg::ConnectOptions options;
  options.dsn = config.postgres.dsn;
  return options;
}

es::EsOptions SearchOptions(const Config& config) {
  const auto& given = config.elasticsearch;
  es::EsOptions options;
  options.urls = given.urls;
  options.username = given.username;
  options.password = given.password;
  options.api_key = given.api_key;
  options.ca_file = given.ca_file;
  options.compress = given.compress;
  return options;
}

control::ServerOptions ControlServerOptions(const Config& config) {
  control::ServerOptions options;
  options.listen = config.control.listen;
  options.token = config.control.token;
  return options;
}

control::ClientOptions ControlClientOptions(const Config& config) {
  control::ClientOptions options;
  options.listen = config.control.listen;
  options.token = config.control.token;
  return options;
}

pg::DocumentSource DocumentOf(const IndexConfig& index) {
  pg::DocumentSource source{index.name, index.document_sql, index.root, index.key, {}};
  for (const auto& route : index.routes) {
    auto mode = route.mode == "add" ? pg::ExplicitRoute::Mode::kAdd : pg::ExplicitRoute::Mode::kReplace;
    source.routes.push_back({ParseTable(route.table), mode, route.columns, route.sql});
  }
  return source;
}

std::unique_ptr<stream::Store> MakeStore(const Config& config, std::function<void()> on_rewritten) {
  if (config.checkpoint.store == "file") {
    return std::make_unique<stream::FileStore>(config.checkpoint.path, config.postgres.slot, std::move(on_rewritten));
  }
  redis::StoreOptions options;
  options.url = config.checkpoint.url;
  options.prefix = config.checkpoint.prefix;
  options.slot = config.postgres.slot;
  options.on_rewritten = std::move(on_rewritten);
  return std::make_unique<redis::Store>(std::move(options));
}

std::unique_ptr<es::Indices> MakeIndices(const Config& config, std::stop_token stop) {
  return std::make_unique<es::Indices>(SearchOptions(config), std::move(stop));
}

pg::DatabaseOptions DatabaseOptionsOf(const Config& config, stream::Store* store) {
  pg::DatabaseOptions options;
  options.connect = PostgresOptions(config);
  for (const auto& index : config.indices) {
    options.indices.push_back({DocumentOf(index), pg::ParseIdentityStyle(index.identity)});
  }
  if (store != nullptr) {
    options.remember = [store](const std::vector<stream::FormerIdentity>& former) { Remember(*store, former); };
  }
  return options;
}

std::unique_ptr<pg::Database> MakeDatabase(const Config& config, stream::Store* store, const Clock& clock) {
  return std::make_unique<pg::Database>(DatabaseOptionsOf(config, store), clock);
}

bool IsConfigured(const Config& config, const std::string& name) {
  return std::ranges::find(config.indices, name, &IndexConfig::name) != config.indices.end();
}

const IndexConfig& FindIndex(const Config& config, const std::string& name) {
  auto found = std::ranges::find(config.indices, name, &IndexConfig::name);
  if (found != config.indices.end()) return *found;
  std::vector<std::string> names;
  for (const auto& index : config.indices) names.push_back(index.name);
  throw Error(Kind::kUsage, "no index is configured as " + name + DidYouMean(name, names),
              "The names stand under indices in the configuration: walcast config show.");
}

}  // namespace cdc::cli
