#include "cdc/config_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/url.hpp>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>

namespace cdc {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestFile = 16 << 20;
constexpr std::size_t kGenerationDigits = 6;

// Adds faults of a key unless one was found before.
class Checker {
 public:
  Checker(const std::string& directory, Faults& faults) : directory_(directory), faults_(faults) {}

  void Fault(const std::string& key, const std::string& text, const std::string& remedy) {
    if (!faults_.Has(key)) faults_.Add(key, text, remedy);
  }

  std::string Absolute(const std::string& path) const {
    return path.empty() ? path : (fs::path(directory_) / path).lexically_normal().string();
  }

  std::optional<std::string> ReadFile(const std::string& key, const std::string& path) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
      Fault(key, path + " is a directory", "Name a file; paths count from the configuration's directory.");
      return std::nullopt;
    }
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    if (in && in.peek() != std::ifstream::traits_type::eof()) text << in.rdbuf();
    if (in.bad() || !in.is_open()) {
      Fault(key, fmt::format("cannot read {}: {}", path, std::strerror(errno)),
            "Paths count from the configuration's directory.");
      return std::nullopt;
    }
    if (text.view().empty() || text.view().size() > kLargestFile) {
      Fault(key, path + (text.view().empty() ? " is empty" : " is too large"), "Name the right file.");
      return std::nullopt;
    }
    return text.str();
  }

 private:
  const std::string directory_;
  Faults& faults_;
};

bool IsPort(std::string_view text) {
  std::uint16_t port = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && rest == text.data() + text.size();
}

// Host and port are well-formed. Boost 1.81 takes what stands behind the digits of a port for a path.
bool HasGoodHost(const boost::urls::url_view& url) {
  const std::string path = url.path();
  return !url.host().empty() && (!url.has_port() || IsPort(std::string(url.port()))) &&
         (path.empty() || path.front() == '/');
}

void CheckElasticsearch(Config& config, Checker& check) {
  const auto& urls = config.elasticsearch.urls;
  for (std::size_t i = 0; i < urls.size(); ++i) {
    const std::string key = fmt::format("elasticsearch.urls[{}]", i);
    const auto url = boost::urls::parse_uri(urls[i]);
    if (!url || (url->scheme() != "http" && url->scheme() != "https") || !HasGoodHost(*url) || url->has_query() ||
        url->has_fragment()) {
      check.Fault(key, "is no address of Elasticsearch", "Write it as http://host:9200 or https://host:9200.");
    }
  }
  if (config.elasticsearch.username.empty() && !config.elasticsearch.password.empty()) {
    check.Fault("elasticsearch.username", "is missing beside the password", "Give both, or neither.");
  }
  config.elasticsearch.ca_file = check.Absolute(config.elasticsearch.ca_file);
  if (!config.elasticsearch.ca_file.empty()) check.ReadFile("elasticsearch.ca_file", config.elasticsearch.ca_file);
}

void CheckRedisUrl(const std::string& text, Checker& check) {
  const char* form = "Write it as redis://user:password@host:6379/0.";
  const auto url = boost::urls::parse_uri(text);
  if (url && url->scheme() == "rediss") {
    check.Fault("checkpoint.url", "asks for TLS (rediss://), which the Redis client library in use cannot do",
                "Use redis:// on a network you trust, or through a tunnel such as stunnel.");
    return;
  }
  if (!url || url->scheme() != "redis" || !HasGoodHost(*url)) {
    check.Fault("checkpoint.url", "is no address of Redis", form);
    return;
  }
  const std::string path = url->path();
  if (path.size() > 1 && !IsPort(path.substr(1))) {
    check.Fault("checkpoint.url", "names a database that is no number", form);
  }
}

void CheckCheckpoint(Config& config, Checker& check) {
  auto& checkpoint = config.checkpoint;
  checkpoint.path = check.Absolute(checkpoint.path);
  if (checkpoint.store == "redis") CheckRedisUrl(checkpoint.url, check);
  if (checkpoint.store == "file" && checkpoint.path.empty()) {
    check.Fault("checkpoint.path", "is missing, as checkpoint.store is file",
                "Name a directory that outlives a restart.");
  }
  const bool plain = std::all_of(checkpoint.prefix.begin(), checkpoint.prefix.end(), [](unsigned char c) {
    return c < 128 && (std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.' || c == ':');
  });
  if (checkpoint.prefix.empty() || !plain) {
    check.Fault("checkpoint.prefix", "holds other characters than letters, digits and _ - . :", "Use those only.");
  }
}

void CheckLimits(const Config& config, Checker& check) {
  const auto positive = [&](const char* key, bool holds) {
    if (!holds) check.Fault(key, "must be more than 0", "Leave it out for the default.");
  };
  positive("batch.documents", config.batch.documents > 0);
  positive("batch.bytes", config.batch.bytes > 0);
  positive("batch.writers", config.batch.writers > 0);
  positive("batch.queue", config.batch.queue > 0);
  positive("backfill.workers", config.backfill.workers > 0);
  positive("backfill.page", config.backfill.page > 0);
  positive("backoff.min", config.backoff.min > Duration::zero());
  positive("busy_limit", config.busy_limit > Duration::zero());
  if (config.backoff.min > config.backoff.max) {
    check.Fault("backoff.min", "is longer than backoff.max", "Make it at most as long.");
  }
  const auto& level = config.log.level;
  if (level != "debug" && level != "info" && level != "warn" && level != "error") {
    check.Fault("log.level", "must be one of debug, info, warn, error", "Leave it out for info.");
  }
}

void CheckControl(const Config& config, Checker& check) {
  const std::string& listen = config.control.listen;
  const auto colon = listen.rfind(':');
  std::string host = listen.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (colon == std::string::npos || host.empty() || !IsPort(std::string_view(listen).substr(colon + 1))) {
    check.Fault("control.listen", "is no host and port", "Write it as 127.0.0.1:8091 or [::1]:8091.");
    return;
  }
  const bool loopback = host == "localhost" || host == "::1" ||
                        (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos);
  if (!loopback && config.control.token.empty()) {
    check.Fault("control.token", "is missing, as control.listen can be reached from other machines",
                "Set a long random text, in the environment: WALCAST_CONTROL__TOKEN; or listen on 127.0.0.1.");
  }
}

bool EndsLikeGeneration(const std::string& name) {
  const auto dash = name.rfind('-');
  return dash != std::string::npos && name.size() - dash - 1 == kGenerationDigits &&
         std::all_of(name.begin() + static_cast<std::ptrdiff_t>(dash) + 1, name.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

void CheckName(const std::string& key, const std::string& name, Checker& check) {
  constexpr std::size_t kLongest = 200;
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '+';
  });
  if (name.empty() || name.size() > kLongest || !plain || std::strchr("_-+.", name.front()) != nullptr) {
    check.Fault(key, "is no name for an index",
                "Use lower case letters, digits, _ - and ., at most 200 of them, beginning with a letter or digit.");
  } else if (EndsLikeGeneration(name)) {
    check.Fault(key, "ends like a generation of an index (-000001)",
                "Choose another ending: walcast adds that one itself.");
  }
}

bool IsTable(const std::string& name) {
  const auto dot = name.find('.');
  return dot != std::string::npos && dot > 0 && dot + 1 < name.size();
}

void CheckRoutes(const std::string& key, const IndexConfig& index, Checker& check) {
  for (const auto& route : index.routes) {
    const std::string path = fmt::format("{}.routes.{}", key, route.table);
    if (!IsTable(route.table)) check.Fault(path, "names no table", "Write it as schema.table.");
    if (route.columns.empty()) {
      check.Fault(path + ".columns", "is missing", "Name the columns of the changed row that the route starts from.");
    } else if (route.sql.empty() && route.columns.size() != 1) {
      check.Fault(path + ".sql", "is missing, as there are several columns", "Write a SELECT of the keys.");
    }
  }
  if (!index.root.empty() && !IsTable(index.root))
    check.Fault(key + ".root", "names no table", "Write it as schema.table.");
  if (index.root.empty() != index.key.empty()) {
    check.Fault(key + (index.root.empty() ? ".root" : ".key"), "is missing",
                "root and key go together: give both, or neither.");
  }
}

void ReadDefinition(const std::string& key, IndexConfig& index, Checker& check) {
  const auto text = check.ReadFile(key, index.definition);
  if (!text) return;
  try {
    index.definition_json = nlohmann::json::parse(*text, nullptr, true, true);
  } catch (const nlohmann::json::parse_error& error) {
    const auto at = std::min(error.byte, text->size());
    const auto line = 1 + std::count(text->begin(), text->begin() + static_cast<std::ptrdiff_t>(at), '\n');
    check.Fault(key, fmt::format("{} is no JSON: the fault is at line {}", index.definition, line),
                "Mend the syntax there.");
    return;
  }
  const auto& json = index.definition_json;
  if (!json.is_object()) {
    check.Fault(key, index.definition + " is no JSON object", "Write { \"settings\": { … }, \"mappings\": { … } }.");
    return;
  }
  for (const auto& [name, value] : json.items()) {
    if (name == "settings" || name == "mappings") continue;
    check.Fault(key, fmt::format("{} holds {} beside settings and mappings", index.definition, name), "Take it out.");
  }
}

void CheckIndices(Config& config, Checker& check) {
  std::set<std::string> names;
  if (config.indices.empty()) check.Fault("indices", "is empty", "Give at least one index.");
  for (std::size_t i = 0; i < config.indices.size(); ++i) {
    IndexConfig& index = config.indices[i];
    const std::string key = fmt::format("indices[{}]", i);
    CheckName(key + ".name", index.name, check);
    if (!index.name.empty() && !names.insert(index.name).second) {
      check.Fault(key + ".name", "is the name of another index, too", "Give every index a name of its own.");
    }
    index.document = check.Absolute(index.document);
    index.definition = check.Absolute(index.definition);
    if (!index.document.empty()) {
      if (auto text = check.ReadFile(key + ".document", index.document)) index.document_sql = std::move(*text);
    }
    if (!index.definition.empty()) ReadDefinition(key + ".definition", index, check);
    CheckRoutes(key, index, check);
  }
}

}  // namespace

void CheckConfig(Config& config, const std::string& directory, Faults& faults) {
  Checker check(directory, faults);
  CheckElasticsearch(config, check);
  CheckCheckpoint(config, check);
  CheckLimits(config, check);
  CheckControl(config, check);
  if (!faults.Has("indices")) CheckIndices(config, check);
}

}  // namespace cdc
