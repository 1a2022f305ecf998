#include "cdc/config_sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string_view>

#include "cdc/base/error.h"
#include "cdc/base/suggest.h"
#include "cdc/config_expand.h"

namespace cdc {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::size_t kLargestFile = 4 << 20;
constexpr int kDeepest = 32;

// Of the environment, but no settings: where things are, and what the tests and the other program read.
bool IsOther(const std::string& prefix, const std::string& name) {
  const auto is = [&](const char* word) { return name == prefix + word; };
  return is("CONFIG") || is("BIN") || is("SOURCE") || is("URL") || name.starts_with(prefix + "TEST_") ||
         name.starts_with(prefix + "ADMIN_");
}

std::string VariableOf(const std::string& prefix, const std::string& key) {
  std::string name(prefix);
  for (const char c : key) {
    if (c == '.') {
      name += "__";
    } else {
      name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
  }
  return name;
}

Json::json_pointer PointerTo(const std::string& key) {
  std::string pointer = "/" + key;
  std::replace(pointer.begin(), pointer.end(), '.', '/');
  return Json::json_pointer(pointer);
}

std::string ReadText(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (in) text << in.rdbuf();
  if (!in || fs::is_directory(file)) {
    throw Error(Kind::kConfig, fmt::format("cannot read the configuration {}: {}", file, std::strerror(errno)),
                "Name another with --config.");
  }
  if (text.view().size() > kLargestFile) {
    throw Error(Kind::kConfig, "the configuration " + file + " is too large to be one", "Name another with --config.");
  }
  return text.str();
}

// The parser's message quotes what it read last, which may be a secret.
std::string WithoutQuote(std::string message) {
  const auto begin = message.find("parse error at ");
  if (begin != std::string::npos) message.erase(0, begin + std::strlen("parse error at "));
  const auto quote = message.find("; last read");
  if (quote != std::string::npos) message.erase(quote);
  return message;
}

// Looks on while the file is parsed. Notes keys that stand twice in one object: the parser would keep one of them
// silently.
class TwiceKeys {
 public:
  explicit TwiceKeys(Faults& faults) : faults_(faults) {}
  bool operator()(int depth, Json::parse_event_t event, const Json& parsed) {
    if (depth > kDeepest)
      throw Error(Kind::kConfig, "the configuration is nested too deep", "Look for stray brackets.");
    if (event == Json::parse_event_t::object_start) seen_.emplace_back();
    if (event == Json::parse_event_t::object_end && !seen_.empty()) seen_.pop_back();
    if (event == Json::parse_event_t::key && !seen_.empty() && !seen_.back().insert(parsed.get<std::string>()).second) {
      faults_.Add(parsed.get<std::string>(), "stands twice in one object", "Remove one of the two.");
    }
    return true;
  }

 private:
  Faults& faults_;
  std::vector<std::set<std::string>> seen_;
};

struct Expander {
  const ConfigSchema& schema;
  const std::map<std::string, std::string>& environment;
  const std::string directory;  // where relative paths begin
  Faults& faults;

  void Walk(Json& value, const std::string& path, const Json::json_pointer& pointer) const {
    if (value.is_object()) {
      for (auto& [name, child] : value.items()) Walk(child, path.empty() ? name : path + "." + name, pointer / name);
    } else if (value.is_array()) {
      for (std::size_t i = 0; i < value.size(); ++i) Walk(value[i], fmt::format("{}[{}]", path, i), pointer / i);
    } else if (value.is_string()) {
      const auto expanded = Expand(value.get<std::string>(), environment, directory);
      if (!expanded.fault.empty()) {
        faults.Add(path, expanded.fault, expanded.remedy);
      } else {
        value = expanded.replaced ? schema.CoerceAt(pointer, expanded.text) : Json(expanded.text);
      }
    }
  }
};

void ApplyEnvironment(const ConfigSources& sources, const ConfigSchema& schema, Json& values,
                      std::map<std::string, std::string>& origin, Faults& faults) {
  std::map<std::string, std::string> known;  // variable → key
  std::vector<std::string> names, groups;
  for (const auto& key : schema.keys()) {
    known[VariableOf(sources.prefix, key)] = key;
    names.push_back(VariableOf(sources.prefix, key));
  }
  for (const auto& group : schema.groups()) groups.push_back(VariableOf(sources.prefix, group));
  for (const auto& [name, text] : sources.environment) {
    if (!name.starts_with(sources.prefix) || IsOther(sources.prefix, name)) continue;
    if (const auto key = known.find(name); key != known.end()) {
      values[PointerTo(key->second)] = schema.Coerce(key->second, text);
      origin[key->second] = name;
      continue;
    }
    const auto nearest = Nearest(name, names);
    const bool group = std::find(groups.begin(), groups.end(), name) != groups.end();
    if (nearest.empty() && !group && name.find("__") == std::string::npos) continue;  // somebody else's
    faults.Add(name, group ? "is a group of keys" : "is no setting",
               nearest.empty() ? fmt::format("Settings are called like {}.", names.front())
                               : fmt::format("Did you mean {}?", nearest));
  }
}

}  // namespace

std::string FindConfigFile(const ConfigSources& sources) {
  std::string file = sources.file;
  if (file.empty()) {
    const auto variable = sources.environment.find(sources.prefix + "CONFIG");
    if (variable != sources.environment.end()) file = variable->second;
  }
  if (!file.empty()) return fs::absolute(file).lexically_normal();
  for (const auto& place : sources.places) {
    if (fs::exists(place)) return fs::absolute(place).lexically_normal();
  }
  throw Error(Kind::kConfig, fmt::format("there is no configuration: neither ./{}", fmt::join(sources.places, " nor ")),
              fmt::format("Name one with --config or {}CONFIG.", sources.prefix));
}

Json ReadConfigFile(const std::string& file, const ConfigSchema& schema,
                    const std::map<std::string, std::string>& environment, Faults& faults) {
  const std::string text = ReadText(file);
  Json values;
  try {
    values = Json::parse(text, TwiceKeys(faults), true, true);
  } catch (const Json::exception& error) {
    throw Error(Kind::kConfig, fmt::format("the configuration {} is no JSON: {}", file, WithoutQuote(error.what())),
                "Mend the syntax there; comments are written // or /* */.");
  }
  if (!values.is_object()) {
    throw Error(Kind::kConfig, "the configuration " + file + " is no JSON object", "It begins with { and ends with }.");
  }
  values.erase("$schema");  // for editors
  Expander{schema, environment, fs::path(file).parent_path().string(), faults}.Walk(values, "", Json::json_pointer());
  return values;
}

void ApplySources(const ConfigSources& sources, const ConfigSchema& schema, Json& values,
                  std::map<std::string, std::string>& origin, Faults& faults) {
  for (const auto& key : schema.keys()) origin[key] = values.contains(PointerTo(key)) ? "file" : "default";
  // A group that is no object cannot take a key: the fault is told here, as the rest goes on without it.
  for (const auto& group : schema.groups()) {
    const auto pointer = PointerTo(group);
    if (!values.contains(pointer) || values[pointer].is_object()) continue;
    faults.Add(group, "must be an object", "Write it as { \"key\": value }.");
    values.erase(group);
  }
  ApplyEnvironment(sources, schema, values, origin, faults);
  for (const auto& [key, text] : sources.settings) {
    if (std::find(schema.keys().begin(), schema.keys().end(), key) != schema.keys().end()) {
      values[PointerTo(key)] = schema.Coerce(key, text);
      origin[key] = "--set";
      continue;
    }
    const auto nearest = Nearest(key, schema.keys());
    faults.Add("--set " + key, "there is no such key",
               nearest.empty() ? fmt::format("Keys are called like {}.", schema.keys().front())
                               : fmt::format("Did you mean {}?", nearest));
  }
}

}  // namespace cdc
