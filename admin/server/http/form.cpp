#include "admin/server/http/form.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "admin/server/http/problem.h"
#include "admin/server/http/target.h"

namespace admin::http {
namespace {

constexpr std::size_t kMostFields = 50;

// nullopt: a percent sign without two hexadecimal digits behind it.
std::optional<std::string> Decode(std::string_view encoded) {
  std::string text;
  for (std::size_t at = 0; at < encoded.size(); ++at) {
    if (encoded[at] != '%') {
      text += encoded[at] == '+' ? ' ' : encoded[at];
      continue;
    }
    const auto digits = encoded.substr(at + 1, 2);
    unsigned byte = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (fault != std::errc() || digits.size() != 2 || end != digits.data() + digits.size()) return std::nullopt;
    text += static_cast<char>(byte);
    at += 2;
  }
  return text;
}

bool IsSound(const std::string& text) { return IsUtf8(text) && text.find('\0') == std::string::npos; }

}  // namespace

Json ParseForm(std::string_view body, Language language) {
  Json form = Json::object();
  while (!body.empty()) {
    const auto pair = body.substr(0, body.find('&'));
    body.remove_prefix(std::min(pair.size() + 1, body.size()));
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    const auto name = Decode(pair.substr(0, equals));
    const auto value = Decode(pair.substr(std::min(equals + 1, pair.size())));
    if (!name || !value || !IsSound(*name) || !IsSound(*value) || form.contains(*name) || form.size() == kMostFields) {
      throw Refusal(400, Text(language, "The form cannot be read.", "Форма не читается."));
    }
    form[*name] = *value;
  }
  return form;
}

}  // namespace admin::http
