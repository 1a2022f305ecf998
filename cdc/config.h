// The configuration (design §9): defaults stand here, a file, the environment and --set change them. Immutable once
// loaded.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "cdc/base/clock.h"

namespace cdc {

struct PostgresConfig {
  std::string dsn = "postgresql://walcast@127.0.0.1/catalogue";
  std::string slot = "walcast";
  std::string plugin = "wal2json";
};

struct ElasticsearchConfig {
  std::vector<std::string> urls = {"http://127.0.0.1:9200"};
  std::string username, password, api_key;
  std::string ca_file;  // PEM; "": the system's
  bool compress = false;
};

struct CheckpointConfig {
  std::string store = "redis";  // or "file"
  std::string url = "redis://127.0.0.1:6379/0";
  std::string prefix = "walcast";
  std::string path;  // of the file store: a directory
};

struct BatchConfig {
  std::size_t documents = 1000;
  std::uint64_t bytes = 8 << 20;
  Duration linger = std::chrono::milliseconds(5);
  std::size_t writers = 2;
  std::size_t queue = 8;  // batches between gate and writers
};

struct BackoffConfig {
  Duration min = std::chrono::milliseconds(100);
  Duration max = std::chrono::seconds(30);
};

struct BackfillConfig {
  std::size_t workers = 2;
  std::size_t page = 1000;
  std::uint64_t documents_per_second = 0;  // 0: as fast as it goes
};

struct ControlConfig {
  std::string listen = "127.0.0.1:8091";
  std::string token;  // required where `listen` is not loopback
};

struct LogConfig {
  std::string level = "info";
  std::string format = "text";
};

struct RouteConfig {
  std::string table;             // "schema.table"
  std::string mode = "replace";  // or "add"
  std::vector<std::string> columns;
  std::string sql;  // "": the one column is the id
};

struct IndexConfig {
  std::string name;
  std::string document;           // path of the SQL file, absolute once loaded
  std::string definition;         // path of the JSON file, absolute once loaded
  std::string root, key;          // where `_id` does not tell
  std::string identity = "full";  // or "index": what `setup` gives the tables
  std::vector<RouteConfig> routes;
  std::string document_sql;  // the file's text, read when loaded
  nlohmann::json definition_json;
};

struct Config {
  PostgresConfig postgres;
  ElasticsearchConfig elasticsearch;
  CheckpointConfig checkpoint;
  BatchConfig batch;
  BackoffConfig backoff;
  std::string on_gap = "rebuild";  // or "stop"
  Duration busy_limit = std::chrono::minutes(5);
  BackfillConfig backfill;
  ControlConfig control;
  LogConfig log;
  std::vector<IndexConfig> indices;
};

struct ConfigSources {
  std::string file;  // "": $WALCAST_CONFIG, ./config/walcast.json, /etc/walcast/walcast.json, the first that exists
  std::map<std::string, std::string> environment;             // the process's
  std::vector<std::pair<std::string, std::string>> settings;  // --set postgres.dsn=…, in order
  std::string prefix = "WALCAST_";                            // of the variables that are settings, and of CONFIG
  // Where the file is looked for when nobody names it.
  std::vector<std::string> places = {"config/walcast.json", "/etc/walcast/walcast.json"};
};

struct LoadedConfig {
  Config config;
  std::string file;                  // absolute
  nlohmann::ordered_json effective;  // every key with its value; secrets (passwords in DSN and URL too) as "***"
  std::map<std::string, std::string> origin;  // "postgres.dsn" → "default" | "file" | "WALCAST_POSTGRES__DSN" | "--set"
};

// Throws kConfig with every fault found, one a line, each with the key and the remedy.
LoadedConfig LoadConfig(const ConfigSources& sources);

}  // namespace cdc
