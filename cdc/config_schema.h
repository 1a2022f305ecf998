// A configuration's schema, built into the program: which keys there are, of which type, and what they are for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "cdc/config_fault.h"

namespace cdc {

class ConfigSchema {
 public:
  using Json = nlohmann::ordered_json;

  ConfigSchema();  // of config/walcast.schema.json
  explicit ConfigSchema(std::string_view text);

  // Every key that holds a value and not further keys: "postgres.dsn", "on_gap", "indices".
  const std::vector<std::string>& keys() const { return keys_; }
  // "postgres", … : what groups keys.
  const std::vector<std::string>& groups() const { return groups_; }

  // A text from the environment or the command line as the type that `key` asks for: a list is separated by commas, an
  // object is JSON. The text itself where it does not fit: Validate then tells. REQUIRES: `key` is one of keys().
  Json Coerce(const std::string& key, const std::string& text) const;
  // The same for the value at the place `pointer` of a configuration, where that is a known place.
  Json CoerceAt(const Json::json_pointer& pointer, const std::string& text) const;

  // Adds a fault for each key that is unknown or missing and for each value that is not allowed, and takes what is at
  // fault out of `values` (out of a list: null), so that the rest can be looked at.
  void Validate(Json& values, Faults& faults) const;

 private:
  void CheckKeys(Json& values, const Json& node, const std::string& path, Faults& faults) const;
  void CheckValues(Json& values, Faults& faults) const;
  void CollectKeys(const Json& node, const std::string& path);
  std::string DidYouMean(const std::string& key, const Json& node) const;
  const Json& Resolve(const Json& node) const;  // behind $ref and allOf
  const Json* Child(const Json& node, const std::string& name) const;
  std::string Expected(const Json& node) const;  // "must be a whole number from 1 to 64"

  const Json schema_;
  std::vector<std::string> keys_;
  std::vector<std::string> groups_;
};

}  // namespace cdc
