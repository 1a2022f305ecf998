#include "admin/server/http/parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

namespace admin::http {
namespace {

constexpr std::size_t kLongestText = 1000;

bool IsHex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

template <typename Number>
std::optional<Number> Whole(std::string_view text) {
  Number number{};
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || rest != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string NumberFault(const Parameter& parameter, Language language, bool whole) {
  return fmt::format(
      fmt::runtime(whole
                       ? Text(language, "must be a whole number from {} to {}", "должно быть целым числом от {} до {}")
                       : Text(language, "must be a number from {} to {}", "должно быть числом от {} до {}")),
      parameter.least, parameter.most);
}

// "" where the value is of the parameter's type.
std::string Fault(const Parameter& parameter, const std::string& value, Language language) {
  const auto within = [&](double number) { return number >= parameter.least && number <= parameter.most; };
  switch (parameter.type) {
    case Parameter::Type::kText:
      return value.size() <= kLongestText ? "" : Text(language, "is too long", "слишком длинно");
    case Parameter::Type::kInteger: {
      const auto number = Whole<std::int64_t>(value);
      return number && within(static_cast<double>(*number)) ? "" : NumberFault(parameter, language, true);
    }
    case Parameter::Type::kNumber: {
      const auto number = Whole<double>(value);
      return number && std::isfinite(*number) && within(*number) ? "" : NumberFault(parameter, language, false);
    }
    case Parameter::Type::kBoolean:
      return value == "true" || value == "false"
                 ? ""
                 : Text(language, "must be true or false", "должно быть true или false");
    case Parameter::Type::kDate:
      return IsDate(value) ? "" : Text(language, "must be a date like 1999-12-31", "должно быть датой: 1999-12-31");
    case Parameter::Type::kUuid: return IsUuid(value) ? "" : Text(language, "must be a UUID", "должно быть UUID");
    case Parameter::Type::kWord:
      if (std::find(parameter.words.begin(), parameter.words.end(), value) != parameter.words.end()) return "";
      return fmt::format(fmt::runtime(Text(language, "must be one of {}", "должно быть одним из: {}")),
                         fmt::join(parameter.words, ", "));
  }
  return "";
}

}  // namespace

bool IsUuid(std::string_view text) noexcept {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !IsHex(text[i])) return false;
  }
  return true;
}

bool IsDate(std::string_view text) noexcept {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto year = Whole<int>(text.substr(0, 4));
  const auto month = Whole<unsigned>(text.substr(5, 2)), day = Whole<unsigned>(text.substr(8, 2));
  return year && *year > 0 && month && day &&
         std::chrono::year_month_day(std::chrono::year(*year), std::chrono::month(*month), std::chrono::day(*day)).ok();
}

std::vector<FieldError> CheckQuery(const Route& route, const Query& query, Language language) {
  std::vector<FieldError> errors;
  std::vector<std::string> seen;
  for (const auto& [name, value] : query.all()) {
    const auto known = std::find_if(route.query.begin(), route.query.end(),
                                    [&](const Parameter& parameter) { return parameter.name == name; });
    if (known == route.query.end()) {
      if (!route.any_query)
        errors.push_back({name, Text(language, "is no parameter of this route", "нет такого параметра")});
      continue;
    }
    if (!known->repeated && std::find(seen.begin(), seen.end(), name) != seen.end()) {
      errors.push_back({name, Text(language, "stands twice", "указан дважды")});
      continue;
    }
    seen.push_back(name);
    if (route.any_query && known->type == Parameter::Type::kText) continue;  // the handler's to judge, as in Django
    if (auto fault = Fault(*known, value, language); !fault.empty()) errors.push_back({name, std::move(fault)});
  }
  return errors;
}

}  // namespace admin::http
