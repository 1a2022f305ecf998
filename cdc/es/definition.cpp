#include "cdc/es/definition.h"

#include <cstdint>
#include <map>

#include <fmt/format.h>

#include "cdc/base/error.h"
#include "cdc/es/json.h"

namespace cdc::es {
namespace {

using Json = nlohmann::json;  // keeps its keys sorted

constexpr char kOurs[] = "walcast";

[[noreturn]] void Refuse(const std::string& why, std::string hint) {
  throw Error(Kind::kBadDocument, "the definition of the index cannot be used: " + why, std::move(hint));
}

Json ParseDefinition(const std::string& text) {
  Json definition = Json::parse(text, nullptr, false, true);
  if (!definition.is_object()) Refuse("it is no JSON object", R"(Write {"settings": {…}, "mappings": {…}}.)");
  for (const auto& [key, value] : definition.items()) {
    if (key != "settings" && key != "mappings") {
      Refuse("it has the key \"" + key + "\"", "Keep only settings and mappings; aliases are moved by walcast.");
    }
    if (!value.is_object()) {
      Refuse("its " + key + " are no JSON object", R"(Write {"settings": {…}, "mappings": {…}}.)");
    }
  }
  return definition;
}

// {"index": {"translog.durability": x}} → "index.translog.durability": x, as Elasticsearch reads it.
void Flatten(const Json& settings, const std::string& prefix, std::map<std::string, Json>& flat) {
  for (const auto& [key, value] : settings.items()) {
    const std::string name = prefix + key;
    if (value.is_object()) {
      Flatten(value, name + ".", flat);
    } else {
      flat[name.starts_with("index.") ? name : "index." + name] = value;
    }
  }
}

std::map<std::string, Json> Flatten(const Json& settings) {
  std::map<std::string, Json> flat;
  Flatten(settings, "", flat);
  return flat;
}

}  // namespace

std::string DefinitionHash(const std::string& definition) {
  std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a: this tells edits apart, it does not guard against forgery
  for (const char c : ParseDefinition(definition).dump()) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  return fmt::format("{:016x}", hash);
}

Json CreateBody(const std::string& definition, const stream::GenerationMeta& meta) {
  Json body = ParseDefinition(definition);
  Json& settings = body["settings"];
  Json& mappings = body["mappings"];
  if (settings.is_null()) settings = Json::object();
  if (mappings.is_null()) mappings = Json::object();
  const auto flat = Flatten(settings);
  const auto durability = flat.find("index.translog.durability");
  if (durability != flat.end() && durability->second == "async") {
    Refuse("with index.translog.durability async a crash loses writes that were acknowledged", "Remove that setting.");
  }
  if (!flat.contains("index.gc_deletes")) settings["index.gc_deletes"] = "1h";
  Json& all = mappings["_meta"];
  if (!all.is_null() && !all.is_object()) {
    Refuse("its _meta is no JSON object", "Make _meta of the mappings an object.");
  }
  all[kOurs] = {{"document", meta.document},
                {"root", meta.root},
                {"key", meta.key},
                {"document_hash", meta.document_hash},
                {"definition_hash", meta.definition_hash},
                {"structure", meta.structure},
                {"slot", meta.slot}};
  return body;
}

std::optional<stream::GenerationMeta> ReadMeta(const Json& mappings_meta) {
  if (!mappings_meta.is_object()) return std::nullopt;
  const auto ours = mappings_meta.find(kOurs);
  if (ours == mappings_meta.end() || !ours->is_object()) return std::nullopt;
  const auto text = [ours](std::string_view key) { return As<std::string>(At(*ours, {key}), ""); };
  return stream::GenerationMeta{.document = text("document"),
                                .root = text("root"),
                                .key = text("key"),
                                .document_hash = text("document_hash"),
                                .definition_hash = text("definition_hash"),
                                .structure = text("structure"),
                                .slot = text("slot")};
}

}  // namespace cdc::es
