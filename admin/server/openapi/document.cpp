#include "admin/server/openapi/document.h"

#include <algorithm>

#include "admin/server/http/message.h"
#include "cdc/base/error.h"
#include "cdc/base/text.h"

namespace admin::openapi {
namespace {

using http::Access;
using http::Parameter;
using http::Route;

Json Reference(std::string_view name, const Schemas& schemas) {
  if (!schemas.Has(name))
    throw cdc::Error(cdc::Kind::kInternal, "a route names the schema " + std::string(name) + ", which is not there");
  return {{"$ref", "#/components/schemas/" + std::string(name)}};
}

// "image/png, image/jpeg" → each of them.
std::vector<std::string> Each(std::string_view types) {
  std::vector<std::string> all;
  while (!types.empty()) {
    const auto comma = std::min(types.find(','), types.size());
    all.emplace_back(cdc::Trim(types.substr(0, comma)));
    types.remove_prefix(std::min(types.size(), comma + 1));
  }
  return all;
}

Json SchemaOf(const Parameter& parameter) {
  switch (parameter.type) {
    case Parameter::Type::kInteger:
      return {{"type", "integer"}, {"minimum", parameter.least}, {"maximum", parameter.most}};
    case Parameter::Type::kNumber:
      return {{"type", "number"}, {"minimum", parameter.least}, {"maximum", parameter.most}};
    case Parameter::Type::kBoolean: return {{"type", "boolean"}};
    case Parameter::Type::kDate: return {{"type", "string"}, {"format", "date"}};
    case Parameter::Type::kUuid: return {{"type", "string"}, {"format", "uuid"}};
    case Parameter::Type::kWord: {
      Json words = Json::array();
      for (const auto word : parameter.words) words.push_back(word);
      return {{"type", "string"}, {"enum", words}};
    }
    case Parameter::Type::kText: break;
  }
  return {{"type", "string"}, {"maxLength", 1000}};
}

Json Parameters(const Route& route) {
  Json all = Json::array();
  for (std::size_t at = 0; (at = route.path.find('{', at)) != std::string_view::npos; ++at) {
    const auto name = route.path.substr(at + 1, route.path.find('}', at) - at - 1);
    Json schema{{"type", "string"}};
    if (name == "id" && !route.lenient_path) schema["format"] = "uuid";
    all.push_back({{"name", name}, {"in", "path"}, {"required", true}, {"schema", schema}});
  }
  for (const auto& parameter : route.query) {
    Json schema = SchemaOf(parameter);
    if (parameter.repeated) schema = {{"type", "array"}, {"items", schema}};
    all.push_back(
        {{"name", parameter.name}, {"in", "query"}, {"description", parameter.description}, {"schema", schema}});
  }
  for (const auto name : route.headers) {
    const bool required = name.starts_with('!');
    all.push_back({{"name", required ? name.substr(1) : name},
                   {"in", "header"},
                   {"required", required},
                   {"schema", {{"type", "string"}, {"maxLength", 200}}}});
  }
  return all;
}

std::vector<unsigned> Refusals(const Route& route) {
  std::vector<unsigned> all = route.refusals;
  all.insert(all.end(), {400, 406, 431, 500, 503});
  if (route.access != Access::kPublic) all.insert(all.end(), {401, 403});
  if (route.method != "GET") all.push_back(403);
  if (route.path.find('{') != std::string_view::npos) all.push_back(404);
  if (!route.body.empty()) all.insert(all.end(), {413, 415, 422});
  if (std::any_of(route.headers.begin(), route.headers.end(), [](auto name) { return name.starts_with('!'); }))
    all.push_back(428);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

Json Responses(const Route& route, const Schemas& schemas) {
  Json all = Json::object();
  Json& success = all[std::to_string(route.status)] = {{"description", http::StatusTitle(route.status)}};
  if (!route.reply.empty()) {
    success["content"][std::string(route.type)]["schema"] = Reference(route.reply, schemas);
  } else if (route.status != 204) {
    for (const auto& type : Each(route.type)) success["content"][type] = Json::object();
  }
  for (const auto name : route.lines) {
    success["content"][std::string(http::kLinesType)]["x-lines"].push_back(Reference(name, schemas));
  }
  for (const auto status : Refusals(route)) {
    Json& refusal = all[std::to_string(status)] = {{"description", http::StatusTitle(status)}};
    if (status >= 400) refusal["content"]["application/problem+json"]["schema"] = Reference("Problem", schemas);
  }
  return all;
}

std::string_view Least(Access access) {
  switch (access) {
    case Access::kPublic: return "anybody";
    case Access::kSignedIn: return "any user";
    case Access::kViewer: return "viewer";
    case Access::kEditor: return "editor";
    case Access::kOperator: return "operator";
    case Access::kAdministrator: return "administrator";
  }
  return "";
}

Json Operation(const Route& route, const Schemas& schemas) {
  Json operation{
      {"operationId", route.name}, {"tags", {route.tag}}, {"summary", route.summary}, {"x-role", Least(route.access)}};
  if (auto parameters = Parameters(route); !parameters.empty()) operation["parameters"] = std::move(parameters);
  if (!route.body.empty()) {
    operation["requestBody"] = {{"required", true}, {"content", Json::object()}};
    for (const auto& type : Each(route.body_type)) {
      operation["requestBody"]["content"][type] = {{"schema", Reference(route.body, schemas)}};
    }
  }
  operation["responses"] = Responses(route, schemas);
  if (route.access != Access::kPublic) {
    operation["security"] = Json::array({{{"session", Json::array()}}});
    if (!route.scope.empty()) {
      operation["security"].push_back({{"token", Json::array()}});
      operation["x-scope"] = route.scope;
    }
  }
  return operation;
}

}  // namespace

Json MakeDocument(std::span<const Route> routes, const Schemas& schemas, std::string_view cookie) {
  Json document{{"openapi", "3.1.0"},
                {"info",
                 {{"title", "walcast-admin"},
                  {"version", WALCAST_VERSION},
                  {"description", "The film catalogue: read, search, edit; users; operations of the stream."}}},
                {"servers", Json::array({{{"url", "/"}}})},
                {"paths", Json::object()}};
  for (const auto& route : routes) {
    if (!route.tag.empty())
      document["paths"][std::string(route.path)][cdc::Lower(route.method)] = Operation(route, schemas);
  }
  document["components"]["schemas"] = schemas.components();
  document["components"]["securitySchemes"] = {{"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", cookie}}},
                                               {"token", {{"type", "http"}, {"scheme", "bearer"}}}};
  return document;
}

}  // namespace admin::openapi
