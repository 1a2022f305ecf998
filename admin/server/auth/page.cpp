#include "admin/server/auth/page.h"

#include <fmt/format.h>

#include <algorithm>

#include "admin/server/auth/page_style.h"
#include "admin/server/http/html.h"
#include "admin/server/http/place.h"
#include "admin/server/http/problem.h"

namespace admin::auth {
namespace {

using http::EscapeHtml;
using http::Text;

constexpr const char* kPolicy =
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

std::string Code(Language language) { return Text(language, "en", "ru"); }

// The field that is to be filled first: the first one at fault, else the first empty one.
const PageField* FirstOf(const Page& page) {
  const auto fault = std::ranges::find_if(page.fields, &PageField::at_fault);
  if (fault != page.fields.end()) return &*fault;
  const auto empty = std::ranges::find_if(page.fields, [](const auto& field) { return field.value.empty(); });
  return empty != page.fields.end() ? &*empty : nullptr;
}

std::string Input(const Page& page, const PageField& field) {
  const std::string id(field.name.empty() ? "who" : field.name);
  std::string described = field.at_fault ? "alert" : "";
  if (!field.hint.empty()) described += (described.empty() ? "" : " ") + id + "-hint";
  std::string html = fmt::format("<div class=\"field\"><label for=\"{0}\">{1}</label>", id, EscapeHtml(field.label));
  if (!field.hint.empty()) html += fmt::format("<p class=\"hint\" id=\"{}-hint\">{}</p>", id, EscapeHtml(field.hint));
  html += fmt::format("<input id=\"{}\" type=\"{}\" value=\"{}\" autocomplete=\"{}\"", id, field.type,
                      EscapeHtml(field.value), field.autocomplete);
  html +=
      field.name.empty() ? " readonly" : fmt::format(" name=\"{}\" required maxlength=\"{}\"", field.name, field.most);
  if (field.type == "text") html += " autocapitalize=\"none\" autocorrect=\"off\" spellcheck=\"false\"";
  if (field.at_fault) html += " aria-invalid=\"true\"";
  if (!described.empty()) html += fmt::format(" aria-describedby=\"{}\"", described);
  if (&field == FirstOf(page)) html += " autofocus";
  return html + "></div>";
}

std::string Form(const Page& page) {
  if (page.fields.empty()) return "";
  std::string html = fmt::format("<form method=\"post\" action=\"{}\">", page.path);
  for (const auto& field : page.fields) html += Input(page, field);
  html += fmt::format("<input type=\"hidden\" name=\"next\" value=\"{}\">", EscapeHtml(page.next));
  if (page.language_chosen)
    html += fmt::format("<input type=\"hidden\" name=\"lang\" value=\"{}\">", Code(page.language));
  return html + fmt::format("<button type=\"submit\">{}</button></form>", EscapeHtml(page.button));
}

std::string Switch(const Page& page) {
  if (!page.may_switch) return "";
  const Language other = page.language == Language::kEnglish ? Language::kRussian : Language::kEnglish;
  const std::string place = fmt::format("{}?lang={}&next={}", page.path, Code(other), http::EncodeParameter(page.next));
  return fmt::format("<footer><a href=\"{0}\" lang=\"{1}\" hreflang=\"{1}\">{2}</a></footer>", EscapeHtml(place),
                     Code(other), Text(other, "In English", "По-русски"));
}

}  // namespace

http::Response Show(const Page& page, unsigned status) {
  const std::string title = EscapeHtml(page.title);
  http::Response response;
  response.status = status;
  response.type = "text/html";
  response.body = fmt::format(
      "<!doctype html>\n<html lang=\"{0}\"><head><meta charset=\"utf-8\"><title>{1}{2} · walcast</title>"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\">"
      "<link rel=\"stylesheet\" href=\"/sign-in.css\"></head>"
      "<body><main><p class=\"brand\">walcast</p><h1>{2}</h1>",
      Code(page.language), page.alert.empty() ? "" : Text(page.language, "Error: ", "Ошибка: "), title);
  if (!page.lead.empty()) response.body += fmt::format("<p>{}</p>", EscapeHtml(page.lead));
  if (!page.alert.empty()) {
    response.body += fmt::format("<p class=\"alert\" id=\"alert\" role=\"alert\">{}</p>", EscapeHtml(page.alert));
  }
  response.body += Form(page) + "</main>" + Switch(page) + "</body></html>\n";
  response.headers.Add("Content-Security-Policy", kPolicy);
  return response;
}

http::Response ShowStyle() {
  http::Response response;
  response.type = "text/css";
  response.body = kPageStyle;
  response.headers.Add("Cache-Control", "no-cache");
  return response;
}

}  // namespace admin::auth
