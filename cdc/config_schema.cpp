#include "cdc/config_schema.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "cdc/base/suggest.h"
#include "cdc/config_schema_text.h"
#include "cdc/schema_places.h"

namespace cdc {
namespace {

using Json = ConfigSchema::Json;

// std::regex recurses once a character: a longer text would cost the stack.
constexpr std::size_t kLongestPatterned = 1000;

std::string Text(const Json& node, const char* name) { return node.value(name, std::string()); }

std::string Join(const std::string& path, const std::string& name) { return path.empty() ? name : path + "." + name; }

std::string LowerFirst(std::string text) {
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
  while (text.ends_with('.')) text.pop_back();
  return text;
}

bool IsListOfTexts(const Json& node) {
  return Text(node, "type") == "array" && node.contains("items") && Text(node["items"], "type") == "string";
}

std::vector<std::string> Split(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size() && !text.empty();) {
    const auto end = std::min(text.find(',', begin), text.size());
    std::string part = text.substr(begin, end - begin);
    part.erase(0, part.find_first_not_of(' '));
    while (part.ends_with(' ')) part.pop_back();
    parts.push_back(std::move(part));
    begin = end + 1;
  }
  return parts;
}

Json CoerceTo(const Json& node, const std::string& text) {
  const std::string type = Text(node, "type");
  if (type == "boolean" && (text == "true" || text == "false")) return text == "true";
  if (type == "integer") {
    std::int64_t number = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && rest == text.data() + text.size()) return number;
  }
  if (IsListOfTexts(node)) return Split(text);
  if (type == "array" || type == "object") {
    Json parsed = Json::parse(text, nullptr, false);
    if (!parsed.is_discarded()) return parsed;
  }
  return text;
}

}  // namespace

ConfigSchema::ConfigSchema() : ConfigSchema(kConfigSchema) {}

ConfigSchema::ConfigSchema(std::string_view text) : schema_(Json::parse(text)) { CollectKeys(schema_, ""); }

void ConfigSchema::CollectKeys(const Json& node, const std::string& path) {
  for (const auto& [name, child] : node["properties"].items()) {
    const std::string key = Join(path, name);
    if (Resolve(child).contains("properties")) {
      groups_.push_back(key);
      CollectKeys(Resolve(child), key);
    } else {
      keys_.push_back(key);
    }
  }
}

const Json& ConfigSchema::Resolve(const Json& node) const {
  if (node.contains("$ref")) return Resolve(schema_.at(Json::json_pointer(Text(node, "$ref").substr(1))));
  if (node.contains("allOf")) return Resolve(node["allOf"][0]);
  return node;
}

const Json* ConfigSchema::Child(const Json& node, const std::string& name) const {
  if (const auto all = node.find("properties"); all != node.end()) {
    if (const auto child = all->find(name); child != all->end()) return &*child;
  }
  if (const auto all = node.find("patternProperties"); all != node.end() && !all->empty()) return &*all->begin();
  return nullptr;
}

Json ConfigSchema::Coerce(const std::string& key, const std::string& text) const {
  std::string pointer = "/" + key;
  std::replace(pointer.begin(), pointer.end(), '.', '/');
  return CoerceAt(Json::json_pointer(pointer), text);
}

Json ConfigSchema::CoerceAt(const Json::json_pointer& pointer, const std::string& text) const {
  const Json* node = &schema_;
  std::vector<std::string> steps;
  for (auto rest = pointer; !rest.empty(); rest = rest.parent_pointer()) steps.insert(steps.begin(), rest.back());
  for (const auto& step : steps) {
    const Json& here = Resolve(*node);
    node = here.contains("items") ? &here["items"] : Child(here, step);
    if (node == nullptr) return text;
  }
  return CoerceTo(Resolve(*node), text);
}

void ConfigSchema::Validate(Json& values, Faults& faults) const {
  CheckKeys(values, schema_, "", faults);
  CheckValues(values, faults);
}

std::string ConfigSchema::DidYouMean(const std::string& key, const Json& node) const {
  std::vector<std::string> names;
  for (const auto& [name, child] : node["properties"].items()) names.push_back(name);
  if (const auto nearest = Nearest(key, names); !nearest.empty()) return fmt::format("Did you mean {}?", nearest);
  for (const auto& known : keys_) {
    if (known.ends_with("." + key)) return fmt::format("Did you mean {}?", known);
  }
  return fmt::format("There are: {}.", fmt::join(names, ", "));
}

void ConfigSchema::CheckKeys(Json& values, const Json& node, const std::string& path, Faults& faults) const {
  if (values.is_array() && node.contains("items")) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      CheckKeys(values[i], Resolve(node["items"]), fmt::format("{}[{}]", path, i), faults);
    }
  }
  const bool patterned = node.contains("pattern") || node.contains("oneOf");
  if (values.is_string() && patterned && values.get_ref<const std::string&>().size() > kLongestPatterned)
    values = nullptr;
  if (!values.is_object() || Text(node, "type") != "object") return;
  std::vector<std::string> unknown;
  for (auto& [name, value] : values.items()) {
    const Json* child = Child(node, name);
    if (child == nullptr) {
      faults.Add(Join(path, name), "there is no such key", DidYouMean(name, node));
      unknown.push_back(name);
    } else {
      CheckKeys(value, Resolve(*child), Join(path, name), faults);
    }
  }
  for (const auto& name : unknown) values.erase(name);
  for (const auto& name : node.value("required", Json::array())) {
    const auto key = name.get<std::string>();
    if (!values.contains(key)) faults.Add(Join(path, key), "is missing", Text(*Child(node, key), "description"));
  }
}

std::string ConfigSchema::Expected(const Json& node) const {
  const Json& type = Resolve(node);
  const std::string name = Text(type, "type");
  if (&type != &node && name != "object") return "must be " + LowerFirst(Text(type, "description"));
  if (type.contains("enum"))
    return fmt::format("must be one of {}", fmt::join(type["enum"].get<std::vector<std::string>>(), ", "));
  if (name == "boolean") return "must be true or false";
  if (name == "integer")
    return fmt::format("must be a whole number from {} to {}", type["minimum"].dump(), type["maximum"].dump());
  if (name == "object") return "must be an object";
  std::string text = name == "array" ? "must be a list" : "must be a text";
  if (type.value("minItems", 0) > 0) text += ", not empty";
  if (type.value("uniqueItems", false)) text += ", each value once";
  if (type.value("minLength", 0) > 0) text += ", not empty";
  if (type.contains("maxLength")) text += fmt::format(", of at most {} characters", type["maxLength"].dump());
  if (type.contains("pattern")) text += ", of the form " + Text(type, "pattern");
  return text;
}

void ConfigSchema::CheckValues(Json& values, Faults& faults) const {
  const nlohmann::json plain_schema = schema_, plain = values;
  valijson::Schema schema;
  valijson::SchemaParser().populateSchema(valijson::adapters::NlohmannJsonAdapter(plain_schema), schema);
  valijson::ValidationResults results;
  valijson::Validator().validate(schema, valijson::adapters::NlohmannJsonAdapter(plain), &results);
  const auto places = SchemaPlaces(results);
  for (const auto& place : places) {
    Json* value = &values;
    Json* parent = nullptr;
    const Json* node = &schema_;
    std::string path;
    for (const auto& step : place) {
      parent = value;
      const bool list = value->is_array();
      path = list ? fmt::format("{}[{}]", path, step) : Join(path, step);
      node = list ? &Resolve(*node)["items"] : Child(Resolve(*node), step);
      value = list ? &value->at(std::stoul(step)) : &value->at(step);
    }
    // What an object as a whole lacks was told by CheckKeys.
    if (parent == nullptr || IsOnTheWay(place, places) ||
        (value->is_object() && Text(Resolve(*node), "type") == "object"))
      continue;
    const std::string remedy = Text(*node, "description");
    faults.Add(path, Expected(*node), remedy.empty() ? Text(Resolve(*node), "description") : remedy);
    if (parent->is_array()) {
      *value = nullptr;
    } else {
      parent->erase(place.back());
    }
  }
}

}  // namespace cdc
