#include "admin/server/catalogue/paging.h"

#include "admin/server/http/problem.h"

namespace admin::catalogue {
namespace {

constexpr std::int64_t kLargestPage = 1'000'000'000;

bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f'); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

// Digits with single underscores between them; a number beyond every page is one page beyond.
std::optional<std::int64_t> Digits(std::string_view text) {
  std::int64_t number = 0;
  bool after_digit = false;
  for (const char c : text) {
    if (c == '_' && after_digit) {
      after_digit = false;
      continue;
    }
    if (!IsDigit(c)) return std::nullopt;
    after_digit = true;
    if (number <= kLargestPage) number = number * 10 + (c - '0');
  }
  return after_digit ? std::optional(number) : std::nullopt;
}

}  // namespace

cdc::pg::Parameter PageAsked::AsParameter() const {
  return number ? cdc::pg::Parameter(std::to_string(*number)) : std::nullopt;
}

std::optional<PageAsked> ParsePage(std::string_view text) {
  if (text.empty()) return PageAsked{1};
  if (text == "last") return PageAsked{std::nullopt};
  auto trimmed = Trim(text);
  if (trimmed.starts_with('+')) trimmed.remove_prefix(1);  // a page with a minus is not there either
  const auto number = Digits(trimmed);
  if (!number || *number < 1 || *number > kLargestPage) return std::nullopt;
  return PageAsked{number};
}

PageAsked AskedPage(const http::Call& call) {
  const auto given = call.query.All("page");
  const auto page = ParsePage(given.empty() ? std::string_view() : std::string_view(given.back()));
  if (!page) RefusePage(call.language);
  return *page;
}

void RefusePage(Language language) {
  throw http::Refusal(404, http::Text(language, "There is no such page.", "Такой страницы нет."),
                      http::Text(language, "Pages begin with 1; page=last is the last one.",
                                 "Страницы начинаются с 1; page=last — последняя."));
}

std::string Containing(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + "%";
}

bool IsLowerUuid(std::string_view text) noexcept {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool hex = IsDigit(text[i]) || (text[i] >= 'a' && text[i] <= 'f');
    if (dash ? text[i] != '-' : !hex) return false;
  }
  return true;
}

}  // namespace admin::catalogue
