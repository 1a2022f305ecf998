#include "cdc/config_parse.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "cdc/base/units.h"

namespace cdc {
namespace {

using Json = nlohmann::ordered_json;

void Read(const Json& object, const char* name, std::string& value) {
  if (const auto found = object.find(name); found != object.end() && found->is_string())
    value = found->get<std::string>();
}

void Read(const Json& object, const char* name, bool& value) {
  if (const auto found = object.find(name); found != object.end() && found->is_boolean()) value = found->get<bool>();
}

void Read(const Json& object, const char* name, std::size_t& value) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number_integer()) return;
  if (const auto number = found->get<std::int64_t>(); number >= 0) value = static_cast<std::size_t>(number);
}

void Read(const Json& object, const char* name, Duration& value) {
  std::string text;
  Read(object, name, text);
  if (const auto parsed = ParseDuration(text)) value = *parsed;
}

void Read(const Json& object, const char* name, std::vector<std::string>& value) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_array()) return;
  value.clear();
  for (const auto& one : *found) {
    if (one.is_string()) value.push_back(one.get<std::string>());
  }
}

// Bytes: a number, or a text with a unit.
void ReadBytes(const Json& object, const char* name, std::uint64_t& value) {
  std::string text;
  Read(object, name, text);
  if (const auto parsed = ParseBytes(text)) {
    value = *parsed;
  } else {
    Read(object, name, value);
  }
}

// The group, or an empty object.
Json Group(const Json& values, const char* name) {
  const auto found = values.find(name);
  return found != values.end() && found->is_object() ? *found : Json::object();
}

IndexConfig ParseIndex(const Json& values) {
  IndexConfig index;
  Read(values, "name", index.name);
  Read(values, "document", index.document);
  Read(values, "definition", index.definition);
  Read(values, "root", index.root);
  Read(values, "key", index.key);
  Read(values, "identity", index.identity);
  const Json routes = Group(values, "routes");
  for (const auto& [table, route] : routes.items()) {
    if (!route.is_object()) continue;
    RouteConfig& parsed = index.routes.emplace_back();
    parsed.table = table;
    Read(route, "mode", parsed.mode);
    Read(route, "columns", parsed.columns);
    Read(route, "sql", parsed.sql);
  }
  return index;
}

struct Unit {
  const char* name;
  std::uint64_t factor;
};

template <std::size_t N>
std::string Exact(std::uint64_t value, const std::array<Unit, N>& units) {
  for (const auto& unit : units) {
    if (value % unit.factor == 0 && value >= unit.factor) return fmt::format("{}{}", value / unit.factor, unit.name);
  }
  return fmt::format("{}{}", value, units.back().name);
}

// As the configuration writes it, and without rounding.
std::string Exact(Duration duration) {
  constexpr std::array units = {Unit{"h", 3'600'000'000}, Unit{"min", 60'000'000}, Unit{"s", 1'000'000},
                                Unit{"ms", 1'000}, Unit{"us", 1}};
  return Exact(static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(duration).count()),
               units);
}

std::string ExactBytes(std::uint64_t bytes) {
  constexpr std::array units = {Unit{"GiB", 1 << 30}, Unit{"MiB", 1 << 20}, Unit{"KiB", 1 << 10}, Unit{"B", 1}};
  return Exact(bytes, units);
}

constexpr const char* kMask = "***";
std::string Mask(const std::string& secret) { return secret.empty() ? "" : kMask; }

Json IndexJson(const IndexConfig& index) {
  Json json = {{"name", index.name}, {"document", index.document}, {"definition", index.definition}};
  if (!index.root.empty()) json["root"] = index.root;
  if (!index.key.empty()) json["key"] = index.key;
  json["identity"] = index.identity;
  json["routes"] = Json::object();
  for (const auto& route : index.routes) {
    json["routes"][route.table] = {{"mode", route.mode}, {"columns", route.columns}, {"sql", route.sql}};
  }
  return json;
}

bool IsPasswordWord(std::string_view word) { return word == "password" || word == "sslpassword"; }

// key=value pairs as libpq reads them: a value may be quoted, \ escapes.
std::string MaskPairs(const std::string& dsn) {
  std::string masked;
  std::size_t i = 0;
  const auto skip_blanks = [&] {
    while (i < dsn.size() && std::isspace(static_cast<unsigned char>(dsn[i])) != 0) masked += dsn[i++];
  };
  while (skip_blanks(), i < dsn.size()) {
    const std::size_t name_begin = i;
    while (i < dsn.size() && dsn[i] != '=' && std::isspace(static_cast<unsigned char>(dsn[i])) == 0) masked += dsn[i++];
    const std::string name = dsn.substr(name_begin, i - name_begin);
    skip_blanks();
    if (i >= dsn.size() || dsn[i] != '=') return kMask;  // no such list: nobody knows what is a secret in it
    masked += dsn[i++];
    skip_blanks();
    const std::size_t begin = i;
    const bool quoted = i < dsn.size() && dsn[i] == '\'';
    if (quoted) ++i;
    while (i < dsn.size() && (quoted ? dsn[i] != '\'' : std::isspace(static_cast<unsigned char>(dsn[i])) == 0)) {
      i += dsn[i] == '\\' && i + 1 < dsn.size() ? 2 : 1;
    }
    if (quoted && i < dsn.size()) ++i;
    masked += IsPasswordWord(name) ? kMask : dsn.substr(begin, i - begin);
  }
  return masked;
}

// ?password=… and its like.
std::string MaskQuery(std::string url) {
  for (auto begin = url.find('?'); begin != std::string::npos && begin + 1 < url.size();) {
    const auto equals = url.find('=', begin);
    auto end = url.find('&', begin + 1);
    if (equals != std::string::npos && (end == std::string::npos || equals < end) &&
        IsPasswordWord(std::string_view(url).substr(begin + 1, equals - begin - 1))) {
      const auto length = end == std::string::npos ? std::string::npos : end - equals - 1;
      url.replace(equals + 1, length, kMask);
      end = url.find('&', begin + 1);
    }
    begin = end;
  }
  return url;
}

}  // namespace

std::string MaskUrl(const std::string& url) {
  const auto scheme = url.find("://");
  if (scheme == std::string::npos) return url;
  // A password may hold / and ? where somebody forgot to escape them: the last @ ends it, whatever stands before.
  const auto at = url.rfind('@');
  const auto colon = url.find(':', scheme + 3);
  if (at == std::string::npos || colon == std::string::npos || colon > at) return MaskQuery(url);
  return MaskQuery(url.substr(0, colon + 1) + kMask + url.substr(at));
}

std::string MaskDsn(const std::string& dsn) {
  return dsn.find("://") != std::string::npos && dsn.find('=') > dsn.find("://") ? MaskUrl(dsn) : MaskPairs(dsn);
}

Config ParseConfig(const Json& values) {
  Config config;
  const Json postgres = Group(values, "postgres");
  Read(postgres, "dsn", config.postgres.dsn);
  Read(postgres, "slot", config.postgres.slot);
  Read(postgres, "plugin", config.postgres.plugin);
  const Json elasticsearch = Group(values, "elasticsearch");
  Read(elasticsearch, "urls", config.elasticsearch.urls);
  Read(elasticsearch, "username", config.elasticsearch.username);
  Read(elasticsearch, "password", config.elasticsearch.password);
  Read(elasticsearch, "api_key", config.elasticsearch.api_key);
  Read(elasticsearch, "ca_file", config.elasticsearch.ca_file);
  Read(elasticsearch, "compress", config.elasticsearch.compress);
  const Json checkpoint = Group(values, "checkpoint");
  Read(checkpoint, "store", config.checkpoint.store);
  Read(checkpoint, "url", config.checkpoint.url);
  Read(checkpoint, "prefix", config.checkpoint.prefix);
  Read(checkpoint, "path", config.checkpoint.path);
  const Json batch = Group(values, "batch");
  Read(batch, "documents", config.batch.documents);
  ReadBytes(batch, "bytes", config.batch.bytes);
  Read(batch, "linger", config.batch.linger);
  Read(batch, "writers", config.batch.writers);
  Read(batch, "queue", config.batch.queue);
  const Json backoff = Group(values, "backoff");
  Read(backoff, "min", config.backoff.min);
  Read(backoff, "max", config.backoff.max);
  Read(values, "on_gap", config.on_gap);
  Read(values, "busy_limit", config.busy_limit);
  const Json backfill = Group(values, "backfill");
  Read(backfill, "workers", config.backfill.workers);
  Read(backfill, "page", config.backfill.page);
  Read(backfill, "documents_per_second", config.backfill.documents_per_second);
  const Json control = Group(values, "control");
  Read(control, "listen", config.control.listen);
  Read(control, "token", config.control.token);
  const Json log = Group(values, "log");
  Read(log, "level", config.log.level);
  Read(log, "format", config.log.format);
  if (const auto indices = values.find("indices"); indices != values.end() && indices->is_array()) {
    for (const auto& index : *indices) config.indices.push_back(ParseIndex(index.is_object() ? index : Json::object()));
  }
  return config;
}

Json EffectiveJson(const Config& config) {
  Json urls = Json::array();
  for (const auto& url : config.elasticsearch.urls) urls.push_back(MaskUrl(url));
  Json json;
  json["postgres"] = {
      {"dsn", MaskDsn(config.postgres.dsn)}, {"slot", config.postgres.slot}, {"plugin", config.postgres.plugin}};
  json["elasticsearch"] = {{"urls", std::move(urls)},
                           {"username", config.elasticsearch.username},
                           {"password", Mask(config.elasticsearch.password)},
                           {"api_key", Mask(config.elasticsearch.api_key)},
                           {"ca_file", config.elasticsearch.ca_file},
                           {"compress", config.elasticsearch.compress}};
  json["checkpoint"] = {{"store", config.checkpoint.store},
                        {"url", MaskUrl(config.checkpoint.url)},
                        {"prefix", config.checkpoint.prefix}};
  if (!config.checkpoint.path.empty()) json["checkpoint"]["path"] = config.checkpoint.path;
  json["batch"] = {{"documents", config.batch.documents},
                   {"bytes", ExactBytes(config.batch.bytes)},
                   {"linger", Exact(config.batch.linger)},
                   {"writers", config.batch.writers},
                   {"queue", config.batch.queue}};
  json["backoff"] = {{"min", Exact(config.backoff.min)}, {"max", Exact(config.backoff.max)}};
  json["on_gap"] = config.on_gap;
  json["busy_limit"] = Exact(config.busy_limit);
  json["backfill"] = {{"workers", config.backfill.workers},
                      {"page", config.backfill.page},
                      {"documents_per_second", config.backfill.documents_per_second}};
  json["control"] = {{"listen", config.control.listen}, {"token", Mask(config.control.token)}};
  json["log"] = {{"level", config.log.level}, {"format", config.log.format}};
  json["indices"] = Json::array();
  for (const auto& index : config.indices) json["indices"].push_back(IndexJson(index));
  return json;
}

}  // namespace cdc
