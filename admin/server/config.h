// The configuration of walcast-admin: defaults stand here, a file, the environment and --set change them. Immutable
// once loaded.
#pragma once

#include <string>
#include <vector>

#include "admin/server/files/options.h"
#include "cdc/base/clock.h"
#include "cdc/config.h"

namespace admin {

struct AdminConfig {
  struct {
    std::string dsn = "postgresql://walcast_admin@127.0.0.1/catalogue";
    std::string read_dsn;            // "": dsn
    std::string pooler = "session";  // or "transaction": what each connection, or each transaction, has of its own
    cdc::Duration timeout = std::chrono::seconds(10);
  } postgres;
  struct {
    std::vector<std::string> urls = {"http://127.0.0.1:9200"};
    std::string username, password, api_key, ca_file;
    cdc::Duration timeout = std::chrono::seconds(5);
  } elasticsearch;
  struct {
    std::string url = "redis://127.0.0.1:6379/0";
    std::string prefix = "walcast-admin";  // keys are "walcast-admin:…"
  } redis;
  struct {
    std::string control = "127.0.0.1:8091";
    std::string token;
  } walcast;
  struct {
    std::string movies = "movies", genres = "genres", persons = "persons";  // aliases
    std::string documents = "../sql/documents";                             // absolute once loaded
  } indices;
  struct {
    std::string listen = "127.0.0.1:8090";
    std::string internal = "127.0.0.1:8092";
    std::size_t threads = 0;  // 0: one for each processor
    std::size_t workers = 8;
    std::size_t long_workers = 4;
    std::size_t queue = 256;
    std::size_t connections = 4096;
    cdc::Duration drain = std::chrono::seconds(10);
    std::vector<std::string> trusted_proxies;
    std::vector<std::string> origins;
    bool insecure_http = false;
    std::string panel;  // absolute once loaded; "": none
  } server;
  files::Options files;
  struct {
    cdc::Duration idle = std::chrono::minutes(30);
    cdc::Duration absolute = std::chrono::hours(12);
  } sessions;
  struct {
    std::string level = "info";
    std::string format = "text";
  } log;
};

// `sources` as the command line gives them; their prefix and places are set here. Throws kConfig with every fault
// found, one a line, each with the key and the remedy.
AdminConfig LoadAdminConfig(cdc::ConfigSources sources);

}  // namespace admin
