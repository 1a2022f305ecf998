#include "admin/server/openapi/schemas.h"

#include <fmt/format.h>

#include <map>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "admin/server/http/problem.h"
#include "admin/server/openapi/schema_texts.h"
#include "cdc/base/error.h"
#include "cdc/schema_places.h"

namespace admin::openapi {
namespace {

using http::FieldError;
using http::Text;

constexpr std::string_view kReference = "#/components/schemas/";

// The schema with what it refers to in place of the references: schemas do not refer to themselves.
Json Inline(const Json& schema, const Json& components, int depth) {
  if (depth > 16) throw cdc::Error(cdc::Kind::kInternal, "a schema refers to itself");
  if (schema.is_object() && schema.contains("$ref")) {
    const auto name = schema["$ref"].get<std::string>().substr(kReference.size());
    if (!components.contains(name))
      throw cdc::Error(cdc::Kind::kInternal, "a schema refers to " + name + ", which is not there");
    return Inline(components[name], components, depth + 1);
  }
  if (!schema.is_structured()) return schema;
  Json inlined = schema;
  for (auto& child : inlined) child = Inline(child, components, depth + 1);
  return inlined;
}

std::string TypesOf(const Json& node, Language language) {
  static const std::map<std::string, std::pair<const char*, const char*>> kNames = {
      {"string", {"a text", "текстом"}},  {"integer", {"a whole number", "целым числом"}},
      {"number", {"a number", "числом"}}, {"boolean", {"true or false", "true или false"}},
      {"array", {"a list", "списком"}},   {"object", {"an object", "объектом"}},
      {"null", {"null", "null"}}};
  std::string all;
  const Json types = node["type"].is_array() ? node["type"] : Json::array({node["type"]});
  for (const auto& type : types) {
    const auto& [english, russian] = kNames.at(type.get<std::string>());
    all += (all.empty() ? "" : Text(language, " or ", " или ")) + std::string(Text(language, english, russian));
  }
  return all;
}

// What the value must be, in words: its schema's "x-en" and "x-ru" where it has them.
std::string Expected(const Json& node, Language language) {
  if (const auto own = node.find(Text(language, "x-en", "x-ru")); own != node.end()) return own->get<std::string>();
  std::string text;
  if (node.contains("enum")) {
    for (const auto& word : node["enum"])
      text += (text.empty() ? "" : ", ") + (word.is_string() ? word.get<std::string>() : word.dump());
    return std::string(Text(language, "must be one of: ", "должно быть одним из: ")) + text;
  }
  text = node.contains("type") ? Text(language, "must be ", "должно быть ") + TypesOf(node, language) : std::string();
  const auto add = [&](const char* key, const char* english, const char* russian) {
    if (node.contains(key)) text += fmt::format(fmt::runtime(Text(language, english, russian)), node[key].dump());
  };
  add("minimum", ", at least {}", ", не меньше {}");
  add("maximum", ", at most {}", ", не больше {}");
  add("minLength", ", of at least {} characters", ", не короче {} знаков");
  add("maxLength", ", of at most {} characters", ", не длиннее {} знаков");
  add("minItems", ", of at least {} elements", ", не меньше {} элементов");
  add("maxItems", ", of at most {} elements", ", не больше {} элементов");
  if (node.contains("uniqueItems")) text += Text(language, ", each once", ", без повторов");
  if (node.contains("pattern")) text += Text(language, ", of the expected form", ", в нужном виде");
  return text;
}

std::string Pointer(const std::vector<std::string>& steps) { return fmt::format("{}", fmt::join(steps, "/")); }

// What an object lacks and has too many of.
void AddKeyFaults(const Json& value, const Json& node, std::vector<std::string> steps, Language language,
                  std::vector<FieldError>& errors) {
  const auto add = [&](const std::string& key, const char* english, const char* russian) {
    steps.push_back(key);
    errors.push_back({Pointer(steps), Text(language, english, russian)});
    steps.pop_back();
  };
  for (const auto& key : node.value("required", Json::array())) {
    if (!value.contains(key.get<std::string>())) add(key, "is required", "обязательно");
  }
  if (node.value("additionalProperties", Json(true)) != Json(false)) return;
  const Json known = node.value("properties", Json::object());
  for (const auto& [key, ignored] : value.items()) {
    if (!known.contains(key)) add(key, "is no field of this", "нет такого поля");
  }
}

}  // namespace

struct Schemas::Compiled {
  struct One {
    Json text;  // without references
    valijson::Schema schema;
  };
  std::map<std::string, One, std::less<>> all;
};

Schemas::Schemas() : compiled_(std::make_unique<Compiled>()) {
  for (const auto text : texts::kAll) {
    const Json parsed = Json::parse(text, nullptr, false);
    if (!parsed.is_object()) throw cdc::Error(cdc::Kind::kInternal, "a file of schemas is no JSON object");
    for (const auto& [name, schema] : parsed.items()) components_[name] = schema;
  }
  for (const auto& [name, schema] : components_.items()) {
    auto& one = compiled_->all[name];
    one.text = Inline(schema, components_, 0);
    const nlohmann::json plain = one.text;
    valijson::SchemaParser().populateSchema(valijson::adapters::NlohmannJsonAdapter(plain), one.schema);
  }
}

Schemas::~Schemas() = default;

bool Schemas::Has(std::string_view schema) const { return compiled_->all.contains(schema); }

void Schemas::Check(std::string_view schema, const Json& body, Language language) const {
  const auto found = compiled_->all.find(schema);
  if (found == compiled_->all.end())
    throw cdc::Error(cdc::Kind::kInternal, "there is no schema " + std::string(schema));
  const nlohmann::json plain = body;
  valijson::ValidationResults results;
  valijson::Validator validator(valijson::Validator::kStrongTypes);
  if (validator.validate(found->second.schema, valijson::adapters::NlohmannJsonAdapter(plain), &results)) return;
  const auto places = cdc::SchemaPlaces(results);
  std::vector<FieldError> errors;
  for (const auto& place : places) {
    const Json* value = &body;
    const Json* node = &found->second.text;
    for (const auto& step : place) {
      const bool list = value->is_array();
      value = list ? &value->at(std::stoul(step)) : &value->at(step);
      const auto& children = list ? *node : node->value("properties", Json::object());
      static const Json kAny = Json::object();
      node = list ? (node->contains("items") ? &(*node)["items"] : &kAny)
                  : (children.contains(step) ? &(*node)["properties"][step] : &kAny);
    }
    // At fault are the deepest places and the keys that are missing.
    if (value->is_object() && node->contains("properties")) AddKeyFaults(*value, *node, place, language, errors);
    if (cdc::IsOnTheWay(place, places) || (value->is_object() && !errors.empty())) continue;
    errors.push_back({Pointer(place), Expected(*node, language)});
  }
  throw http::Refusal(422,
                      Text(language, "Some fields cannot be taken as they are.", "Некоторые поля заполнены неверно."))
      .With(std::move(errors));
}

}  // namespace admin::openapi
