#include "admin/server/config.h"

#include <filesystem>
#include <map>

#include "admin/server/config_schema_text.h"
#include "cdc/base/units.h"
#include "cdc/config_fault.h"
#include "cdc/config_schema.h"
#include "cdc/config_sources.h"

namespace admin {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

// The values of one group. What is not there keeps its default; types were checked against the schema.
class Group {
 public:
  Group(const Json& values, const char* name) {
    if (const auto found = values.find(name); found != values.end() && found->is_object()) group_ = *found;
  }

  template <typename Value>
  void Read(const char* name, Value& value) const {
    if (const auto found = group_.find(name); found != group_.end()) value = found->template get<Value>();
  }
  void Read(const char* name, cdc::Duration& value) const {
    std::string text;
    Read(name, text);
    if (const auto parsed = cdc::ParseDuration(text)) value = *parsed;
  }

 private:
  Json group_ = Json::object();
};

void ReadServers(const Json& values, AdminConfig& config) {
  const Group postgres(values, "postgres"), elasticsearch(values, "elasticsearch"), redis(values, "redis"),
      walcast(values, "walcast");
  postgres.Read("dsn", config.postgres.dsn);
  postgres.Read("read_dsn", config.postgres.read_dsn);
  postgres.Read("pooler", config.postgres.pooler);
  postgres.Read("timeout", config.postgres.timeout);
  elasticsearch.Read("urls", config.elasticsearch.urls);
  elasticsearch.Read("username", config.elasticsearch.username);
  elasticsearch.Read("password", config.elasticsearch.password);
  elasticsearch.Read("api_key", config.elasticsearch.api_key);
  elasticsearch.Read("ca_file", config.elasticsearch.ca_file);
  elasticsearch.Read("timeout", config.elasticsearch.timeout);
  redis.Read("url", config.redis.url);
  redis.Read("prefix", config.redis.prefix);
  walcast.Read("control", config.walcast.control);
  walcast.Read("token", config.walcast.token);
}

void ReadOwn(const Json& values, AdminConfig& config) {
  const Group indices(values, "indices"), server(values, "server"), sessions(values, "sessions"), log(values, "log");
  indices.Read("movies", config.indices.movies);
  indices.Read("genres", config.indices.genres);
  indices.Read("persons", config.indices.persons);
  indices.Read("documents", config.indices.documents);
  server.Read("listen", config.server.listen);
  server.Read("internal", config.server.internal);
  server.Read("threads", config.server.threads);
  server.Read("workers", config.server.workers);
  server.Read("long_workers", config.server.long_workers);
  server.Read("queue", config.server.queue);
  server.Read("connections", config.server.connections);
  server.Read("drain", config.server.drain);
  server.Read("trusted_proxies", config.server.trusted_proxies);
  server.Read("origins", config.server.origins);
  server.Read("insecure_http", config.server.insecure_http);
  server.Read("panel", config.server.panel);
  sessions.Read("idle", config.sessions.idle);
  sessions.Read("absolute", config.sessions.absolute);
  log.Read("level", config.log.level);
  log.Read("format", config.log.format);
}

void ReadFiles(const Json& values, files::Options& options) {
  const Group files(values, "files"), s3(values, "s3");
  const auto bytes = [&](const char* name, std::uint64_t& value) {
    std::string text;
    files.Read(name, text);
    if (const auto parsed = cdc::ParseBytes(text)) value = *parsed;
  };
  files.Read("store", options.store);
  files.Read("folder", options.folder);
  files.Read("download", options.download);
  bytes("poster_size", options.poster_bytes);
  bytes("video_size", options.video_bytes);
  files.Read("transfers", options.transfers);
  files.Read("grace", options.grace);
  files.Read("sweep", options.sweep);
  s3.Read("endpoint", options.s3.endpoint);
  s3.Read("public_endpoint", options.s3.public_endpoint);
  s3.Read("region", options.s3.region);
  s3.Read("bucket", options.s3.bucket);
  s3.Read("access_key", options.s3.access_key);
  s3.Read("secret_key", options.s3.secret_key);
  s3.Read("prefix", options.s3.prefix);
  s3.Read("ca_file", options.s3.ca_file);
  std::string staging;
  s3.Read("staging", staging);
  options.s3.staging = staging;
}

void CheckFiles(const files::Options& options, cdc::Faults& faults) {
  if (options.store != "s3") return;
  const auto need = [&](const char* key, const std::string& value) {
    if (value.empty()) faults.Add(key, "is missing", "files.store is s3, which needs it.");
  };
  need("s3.endpoint", options.s3.endpoint);
  need("s3.bucket", options.s3.bucket);
  need("s3.access_key", options.s3.access_key);
  need("s3.secret_key", options.s3.secret_key);
}

}  // namespace

AdminConfig LoadAdminConfig(cdc::ConfigSources sources) {
  sources.prefix = "WALCAST_ADMIN_";
  sources.places = {"config/admin.json", "/etc/walcast/admin.json"};
  const cdc::ConfigSchema schema(kConfigSchema);
  cdc::Faults faults;
  std::map<std::string, std::string> origin;
  const std::string file = cdc::FindConfigFile(sources);
  Json values = cdc::ReadConfigFile(file, schema, sources.environment, faults);
  cdc::ApplySources(sources, schema, values, origin, faults);
  schema.Validate(values, faults);
  AdminConfig config;
  ReadServers(values, config);
  ReadOwn(values, config);
  ReadFiles(values, config.files);
  CheckFiles(config.files, faults);
  const auto absolute = [&](std::string& path) {
    if (!path.empty()) path = (fs::path(file).parent_path() / path).lexically_normal().string();
  };
  absolute(config.indices.documents);
  absolute(config.server.panel);
  absolute(config.elasticsearch.ca_file);
  absolute(config.files.folder);
  absolute(config.files.s3.ca_file);
  if (!fs::is_directory(config.indices.documents)) {
    faults.Add("indices.documents", config.indices.documents + " is no directory", "Name the one of movies.sql.");
  }
  faults.Throw(file, origin, "Every key is explained in config/admin.schema.json.");
  return config;
}

}  // namespace admin
