#include "admin/server/http/negotiation.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <string>

#include "cdc/base/text.h"

namespace admin::http {
namespace {

using cdc::Lower;
using cdc::Trim;

// Hands over each element of a comma-separated list: the value in lower case, and its q.
template <typename Visit>
void EachElement(std::string_view list, Visit&& visit) {
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    auto element = Trim(list.substr(0, comma));
    list.remove_prefix(std::min(list.size(), comma + 1));
    double weight = 1;
    const auto value = Trim(element.substr(0, element.find(';')));
    if (const auto q = element.find("q="); q != std::string_view::npos) {
      const auto text = element.substr(q + 2);
      std::from_chars(text.data(), text.data() + text.size(), weight);
    }
    if (!value.empty()) visit(Lower(value), weight);
  }
}

std::string AllOf(const Request& request, std::string_view name) {
  std::string all;
  for (const auto& [known, value] : request.headers.all()) {
    if (Lower(known) == name) all += (all.empty() ? "" : ",") + value;
  }
  return all;
}

bool AcceptsOne(const std::string& all, std::string_view type) {
  const std::string group = std::string(type.substr(0, type.find('/'))) + "/*";
  double exact = -1, by_group = -1, any = -1;
  EachElement(all, [&](const std::string& range, double weight) {
    if (range == type) exact = weight;
    if (range == group) by_group = weight;
    if (range == "*/*") any = weight;
  });
  const double weight = exact >= 0 ? exact : by_group >= 0 ? by_group : any;
  return weight > 0;
}

bool CarriesOne(const Request& request, std::string_view type) {
  if (request.headers.Count("Content-Type") != 1) return false;
  const std::string value = Lower(*request.headers.Get("Content-Type"));
  if (Trim(std::string_view(value).substr(0, value.find(';'))) != type) return false;
  const auto charset = value.find("charset=");
  if (charset == std::string::npos) return true;
  const auto name = Trim(std::string_view(value).substr(charset + 8));
  return name == "utf-8" || name == "\"utf-8\"" || name == "utf8";
}

bool AnyOf(std::string_view types, const std::function<bool(const std::string&)>& fits) {
  bool any = false;
  EachElement(types, [&](const std::string& type, double) { any = any || fits(type); });
  return any;
}

}  // namespace

Language LanguageOf(const Request& request) {
  double english = 0, russian = 0;
  EachElement(AllOf(request, "accept-language"), [&](const std::string& tag, double weight) {
    if (tag == "ru" || tag.starts_with("ru-")) russian = std::max(russian, weight);
    if (tag == "en" || tag.starts_with("en-")) english = std::max(english, weight);
  });
  return russian > english ? Language::kRussian : Language::kEnglish;
}

bool Accepts(const Request& request, std::string_view types) {
  const std::string all = AllOf(request, "accept");
  if (all.empty() || types.empty()) return true;
  return AnyOf(types, [&](const std::string& type) { return AcceptsOne(all, type); });
}

bool Carries(const Request& request, std::string_view types) {
  return AnyOf(types, [&](const std::string& type) { return CarriesOne(request, type); });
}

bool SameSite(const Request& request) {
  if (const auto site = request.headers.Get("Sec-Fetch-Site")) return *site == "same-origin" || *site == "none";
  const auto origin = request.headers.Get("Origin");
  if (!origin) return true;  // no browser of today sends a change without one of the two
  const auto host = request.headers.Get("Host");
  const auto scheme = origin->find("://");
  return host && scheme != std::string_view::npos && Lower(origin->substr(scheme + 3)) == Lower(*host);
}

}  // namespace admin::http
