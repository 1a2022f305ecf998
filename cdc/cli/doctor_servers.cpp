#include "cdc/cli/doctor_servers.h"

#include <unistd.h>

#include <filesystem>

#include "cdc/cli/wiring.h"
#include "cdc/es/definition.h"

namespace cdc::cli {
namespace {

using stream::Finding;
using Findings = std::vector<Finding>;

Finding Failed(const std::string& check, const Error& error) {
  return {check, Finding::Level::kFail, error.what(), error.hint(), error.kind()};
}

// CONFIG is often forbidden on hosted servers: then nothing is known.
std::map<std::string, std::string> RedisSettings(redis::Client& client) {
  std::map<std::string, std::string> settings;
  for (const char* name : {"appendonly", "save", "maxmemory", "maxmemory-policy"}) {
    auto pair = client.Command({"CONFIG", "GET", name}).Texts();
    if (pair.size() == 2 && pair[0] && pair[1]) settings[*pair[0]] = *pair[1];
  }
  return settings;
}

// The commands for a setting, now and over a restart: to this server, and not to the one that redis-cli takes by
// itself. A password is left to whoever pastes them.
std::string Remedy(const redis::Address& address, const std::string& setting) {
  std::string cli = address.password.empty() ? "" : "REDISCLI_AUTH=… ";
  cli += "redis-cli -u " + address.ToString();
  if (!address.user.empty()) cli += " --user '" + address.user + "'";
  return cli + " CONFIG SET " + setting + " && " + cli + " CONFIG REWRITE";
}

void DiagnoseRedis(const Config& config, Findings& findings) {
  redis::Client client({.address = redis::ParseAddress(config.checkpoint.url)});
  client.Command({"PING"});
  findings.push_back({"redis", Finding::Level::kOk, "answers at " + client.address().ToString(), "", Kind::kConfig});
  try {
    auto more = JudgeRedis(client.address(), RedisSettings(client));
    findings.insert(findings.end(), more.begin(), more.end());
  } catch (const Error&) {
    findings.push_back({"redis persistence", Finding::Level::kWarn, "cannot be asked: CONFIG is not allowed here",
                        "Make sure that the server keeps its data over a restart (appendonly yes).", Kind::kConfig});
  }
}

void DiagnoseDirectory(const Config& config, Findings& findings) {
  std::filesystem::path directory = config.checkpoint.path;
  std::error_code error;
  while (!directory.empty() && directory.has_parent_path() && !std::filesystem::exists(directory, error) &&
         directory != directory.parent_path()) {
    directory = directory.parent_path();
  }
  Finding finding{"checkpoint directory", Finding::Level::kOk, config.checkpoint.path + " can be written", "",
                  Kind::kConfig};
  if (::access(directory.c_str(), W_OK | X_OK) != 0) {
    finding.level = Finding::Level::kFail;
    finding.found = directory.string() + " cannot be written by this user";
    finding.remedy = "Give the user that walcast runs as the right to write there.";
  }
  findings.push_back(finding);
}

// The record itself: one that means nothing shows here and not at the next start.
Finding DiagnoseRecord(const Config& config) {
  auto store = MakeStore(config);
  auto record = store->Load();
  auto found = record ? "checkpoint " + record->checkpoint.ToString() : std::string("none yet");
  return {"record", Finding::Level::kOk, found, "", Kind::kConfig};
}

Finding DiagnoseIndex(es::Indices& indices, const IndexConfig& index) {
  const std::string check = "index " + index.name;
  auto definition = index.definition_json.dump();
  static_cast<void>(es::CreateBody(definition, {}));
  for (const auto& generation : indices.List(index.name)) {
    if (!generation.aliased) continue;
    if (!generation.meta) {
      return {check, Finding::Level::kFail, generation.name + " holds the alias and was not made by walcast",
              "Move the alias elsewhere, or give the index another name in the configuration.", Kind::kConfig};
    }
    if (generation.meta->definition_hash != es::DefinitionHash(definition)) {
      return {check, Finding::Level::kWarn, "the definition has changed since " + generation.name + " was made",
              "The next start of walcast run rebuilds it.", Kind::kConfig};
    }
    return {check, Finding::Level::kOk, "served by " + generation.name, "", Kind::kConfig};
  }
  return {check, Finding::Level::kOk, "not there yet", "", Kind::kConfig};
}

}  // namespace

Findings JudgeRedis(const redis::Address& address, std::map<std::string, std::string> settings) {
  const bool appends = settings["appendonly"] == "yes";
  const bool snapshots = !settings["save"].empty();
  Finding persistence{"redis persistence", Finding::Level::kOk, "appendonly", "", Kind::kConfig};
  if (!appends) {
    persistence.level = Finding::Level::kWarn;
    persistence.found = snapshots ? "snapshots only: after a crash the record may be old, and the indices are rebuilt"
                                  : "none: after a restart the record is gone, and the indices are rebuilt";
    persistence.remedy = Remedy(address, "appendonly yes");
  }
  const auto policy = settings["maxmemory-policy"];
  Finding eviction{"redis eviction", Finding::Level::kOk, policy, "", Kind::kConfig};
  if (settings["maxmemory"] != "0" && policy.starts_with("allkeys")) {
    eviction.level = Finding::Level::kWarn;
    eviction.found = policy + ": Redis may throw the record away when memory is short";
    eviction.remedy = Remedy(address, "maxmemory-policy noeviction");
  }
  return {persistence, eviction};
}

Findings DiagnoseStore(const Config& config) {
  Findings findings;
  const bool files = config.checkpoint.store == "file";
  try {
    files ? DiagnoseDirectory(config, findings) : DiagnoseRedis(config, findings);
    findings.push_back(DiagnoseRecord(config));
  } catch (const Error& error) {
    findings.push_back(Failed(files ? "checkpoint directory" : "redis", error));
  }
  return findings;
}

Findings DiagnoseSearch(const Config& config) {
  Findings findings;
  try {
    auto indices = MakeIndices(config);
    findings.push_back({"search engine", Finding::Level::kOk, indices->Server(), "", Kind::kConfig});
    for (const auto& index : config.indices) {
      try {
        findings.push_back(DiagnoseIndex(*indices, index));
      } catch (const Error& error) {
        findings.push_back(Failed("index " + index.name, error));
      }
    }
  } catch (const Error& error) {
    findings.push_back(Failed("search engine", error));
  }
  return findings;
}

}  // namespace cdc::cli
