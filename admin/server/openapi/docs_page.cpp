#include <fmt/format.h>

#include <map>

#include "admin/server/http/html.h"
#include "admin/server/openapi/document.h"

namespace admin::openapi {
namespace {

using http::EscapeHtml;

std::string NameOf(const Json& schema) {
  if (schema.contains("$ref")) {
    const auto target = schema["$ref"].get<std::string>();
    const auto name = EscapeHtml(target.substr(target.rfind('/') + 1));
    return fmt::format("<a href=\"#schema-{0}\">{0}</a>", name);
  }
  if (schema.value("type", Json()) == "array") return "[" + NameOf(schema["items"]) + "]";
  return EscapeHtml(schema.value("type", Json("any")).is_string() ? schema.value("type", "any") : "any");
}

std::string Operation(const std::string& method, const std::string& path, const Json& operation) {
  std::string html = fmt::format("<section id=\"{}\"><h3><code>{} {}</code></h3><p>{} <small>({})</small></p>",
                                 EscapeHtml(operation.value("operationId", "")), EscapeHtml(method), EscapeHtml(path),
                                 EscapeHtml(operation.value("summary", "")), EscapeHtml(operation.value("x-role", "")));
  if (operation.contains("parameters")) {
    html += "<table><tr><th>parameter</th><th>in</th><th>type</th><th></th></tr>";
    for (const auto& parameter : operation["parameters"]) {
      html += fmt::format("<tr><td><code>{}</code></td><td>{}</td><td>{}</td><td>{}</td></tr>",
                          EscapeHtml(parameter.value("name", "")), EscapeHtml(parameter.value("in", "")),
                          NameOf(parameter["schema"]), EscapeHtml(parameter.value("description", "")));
    }
    html += "</table>";
  }
  if (operation.contains("requestBody")) {
    for (const auto& [type, content] : operation["requestBody"]["content"].items()) {
      html += fmt::format("<p>body: {} ({})</p>", NameOf(content["schema"]), EscapeHtml(type));
    }
  }
  std::string answers;
  for (const auto& [status, answer] : operation["responses"].items()) {
    std::string shape;
    if (answer.contains("content") && answer["content"].begin()->contains("schema") && status < "400") {
      shape = " " + NameOf((*answer["content"].begin())["schema"]);
    }
    answers += fmt::format("<li>{} {}{}</li>", status, EscapeHtml(answer.value("description", "")), shape);
  }
  return html + "<ul>" + answers + "</ul></section>";
}

}  // namespace

std::string MakePage(const Json& document) {
  std::map<std::string, std::string> by_tag;
  for (const auto& [path, operations] : document["paths"].items()) {
    for (const auto& [method, operation] : operations.items()) {
      std::string upper = method;
      for (char& c : upper) c = static_cast<char>(c - 32);
      by_tag[operation["tags"][0].get<std::string>()] += Operation(upper, path, operation);
    }
  }
  std::string html =
      "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>walcast-admin: the API</title>"
      "<meta name=\"viewport\" content=\"width=device-width\"><link rel=\"stylesheet\" "
      "href=\"/api/docs.css\"></head><body><main>"
      "<h1>walcast-admin: the API</h1><p>As a document for programs: <a "
      "href=\"/api/openapi.json\">/api/openapi.json</a></p><nav><ul>";
  for (const auto& [tag, ignored] : by_tag)
    html += fmt::format("<li><a href=\"#tag-{0}\">{0}</a></li>", EscapeHtml(tag));
  html += "</ul></nav>";
  for (const auto& [tag, operations] : by_tag)
    html += fmt::format("<h2 id=\"tag-{0}\">{0}</h2>{1}", EscapeHtml(tag), operations);
  html += "<h2>schemas</h2>";
  for (const auto& [name, schema] : document["components"]["schemas"].items()) {
    html += fmt::format("<section id=\"schema-{0}\"><h3>{0}</h3><pre>{1}</pre></section>", EscapeHtml(name),
                        EscapeHtml(schema.dump(2)));
  }
  return html + "</main></body></html>";
}

}  // namespace admin::openapi
