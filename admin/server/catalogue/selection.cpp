#include "admin/server/catalogue/selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "admin/server/http/parameters.h"
#include "cdc/base/text.h"

namespace admin::catalogue {
namespace {

using Type = http::Parameter::Type;

constexpr std::int64_t kMostRows = 1000;

std::vector<std::string> Split(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t comma = std::min(text.find(',', from), text.size());
    words.push_back(text.substr(from, comma - from));
    from = comma + 1;
  }
  return words;
}

// The pattern of "contains this", whatever signs stand in it.
std::string Containing(const std::string& text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern += '%';
}

// All words of three letters and more as to_tsquery takes them, each the beginning of one: "'moon':* & 'base':*".
std::string WordsOf(std::string_view text) {
  const auto is_part = [](unsigned char c) { return c >= 0x80 || std::isalnum(c) != 0; };
  const auto is_letter = [](unsigned char c) { return (c & 0xc0) != 0x80; };  // the first byte of one
  std::string query;
  for (auto from = std::ranges::find_if(text, is_part); from != text.end();) {
    const auto to = std::find_if_not(from, text.end(), is_part);
    if (std::count_if(from, to, is_letter) >= 3) {
      query += (query.empty() ? "'" : " & '") + std::string(from, to) + "':*";
    }
    from = std::find_if(to, text.end(), is_part);
  }
  return query;
}

[[noreturn]] void RefuseSort(const Entity& entity, Language language) {
  std::string known;
  for (const auto& key : entity.sorts) {
    known += known.empty() ? "" : ", ";
    known += key.name;
  }
  throw http::Refusal(
      400, http::Text(language, "The list cannot be sorted like that.", "Так список не сортируется."),
      fmt::format(fmt::runtime(http::Text(language, "_sort takes: {}; _order takes ASC or DESC for each.",
                                          "В _sort можно: {}; в _order для каждого ASC или DESC.")),
                  known));
}

class Builder {
 public:
  Builder(const Entity& entity, const http::Call& call, std::size_t first)
      : entity_(entity), call_(call), first_(first) {}

  Selection Build() {
    for (const auto& filter : entity_.filters) {
      const auto values = call_.query.All(filter.parameter.name);
      if (values.empty()) continue;
      Require(Replace(std::string(filter.condition), "$?",
                      Place(filter.parameter.repeated ? cdc::pg::ArrayLiteral(std::span(values)) : values.front())));
    }
    std::string rank;
    if (const auto words = call_.query.Get("q"); words && words->find_first_not_of(' ') != std::string::npos) {
      rank = Search(std::string(cdc::Trim(*words)));
    }
    Order(rank);
    Window();
    if (selection_.where.empty()) selection_.where = "true";
    return std::move(selection_);
  }

 private:
  std::string Place(std::string value) {
    selection_.parameters.emplace_back(std::move(value));
    return "$" + std::to_string(first_ + selection_.parameters.size() - 1);
  }

  void Require(const std::string& condition) {
    selection_.where += (selection_.where.empty() ? "(" : " AND (") + condition + ")";
  }

  // Returns the expression that the best hits come first by; "" where there is at most one.
  std::string Search(const std::string& text) {
    if (http::IsUuid(text)) {
      Require(fmt::format("e.id = {}::uuid", Place(text)));
      return "";
    }
    const std::string pattern = Place(Containing(text)), name = Place(text);
    std::string condition = fmt::format("{0} ILIKE {1} OR {2} <% {0}", entity_.search, pattern, name);
    if (const auto words = WordsOf(text); !words.empty() && !entity_.words.empty()) {
      // Each by its own index: beside the names in one condition, all that those find would be taken apart into words.
      const auto rows = fmt::format("SELECT e.id FROM {} AS e WHERE ", entity_.table);
      condition = fmt::format("e.id IN ({0}{1} UNION ALL {0}{2} @@ to_tsquery('pg_catalog.russian', {3}))", rows,
                              condition, entity_.words, Place(words));
    }
    Require(condition);
    selection_.searches = true;
    return fmt::format("word_similarity({}, {}) DESC, ", name, entity_.search);
  }

  void Order(const std::string& rank) {
    const auto sort = call_.query.Get("_sort");
    const bool chosen = sort && !sort->empty();
    const auto keys = Split(chosen ? *sort : std::string(entity_.default_sort));
    auto orders = Split(call_.query.Get("_order").value_or("ASC"));
    orders.resize(std::max(orders.size(), keys.size()), "ASC");
    if (!chosen) selection_.order = rank;
    if (keys.size() > entity_.sorts.size() || orders.size() > keys.size()) RefuseSort(entity_, call_.language);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto key = std::ranges::find(entity_.sorts, keys[i], &SortKey::name);
      const bool falling = orders[i] == "DESC" || orders[i] == "desc";
      if (key == entity_.sorts.end() || (!falling && orders[i] != "ASC" && orders[i] != "asc")) {
        RefuseSort(entity_, call_.language);
      }
      selection_.order += fmt::format("{} {}, ", key->expression, falling ? "DESC NULLS LAST" : "ASC");
    }
    selection_.order += "e.id";
  }

  void Window() {
    const std::int64_t start = call_.query.Integer("_start").value_or(0);
    const std::int64_t end = call_.query.Integer("_end").value_or(start + 25);
    if (end < start || end - start > kMostRows) {
      throw http::Refusal(
          400,
          http::Text(call_.language, "A page has 1,000 rows at most.", "На странице может быть не больше 1000 строк."),
          http::Text(call_.language, "_start and _end are the first row and the one behind the last.",
                     "_start и _end: первая строка и строка за последней."));
    }
    selection_.start = start;
    selection_.count = end - start;
    // getMany of react-admin names the rows it wants and no page.
    if (const auto ids = call_.query.All("id"); !ids.empty() && !call_.query.Has("_end")) {
      selection_.count = std::min<std::int64_t>(static_cast<std::int64_t>(ids.size()), kMostRows);
    }
  }

  const Entity& entity_;
  const http::Call& call_;
  const std::size_t first_;
  Selection selection_;
};

}  // namespace

Selection Select(const Entity& entity, const http::Call& call, std::size_t first) {
  return Builder(entity, call, first).Build();
}

std::vector<http::Parameter> FilterParameters(const Entity& entity) {
  std::vector<http::Parameter> parameters;
  for (const auto& filter : entity.filters) parameters.push_back(filter.parameter);
  parameters.push_back(
      {.name = "q",
       .description = entity.words.empty()
                          ? "What the name holds, or nearly: letters may be wrong; or the id."
                          : "What the title or name holds, or nearly: letters may be wrong; or how words of "
                            "the description begin, all of them; or the id."});
  return parameters;
}

std::vector<http::Parameter> ListParameters(const Entity& entity) {
  auto parameters = FilterParameters(entity);
  parameters.push_back(
      {.name = "_sort",
       .description = "What to sort by, separated by commas; without it, the best hits of q come first."});
  parameters.push_back({.name = "_order", .description = "ASC or DESC for each of them."});
  parameters.push_back({.name = "_start", .type = Type::kInteger, .description = "The first row, from 0."});
  parameters.push_back({.name = "_end", .type = Type::kInteger, .description = "The row behind the last."});
  parameters.push_back({.name = "_count",
                        .type = Type::kWord,
                        .description = "Whether X-Total-Count may be an estimate where there are more than 10,000.",
                        .words = {"estimate", "exact"}});
  return parameters;
}

}  // namespace admin::catalogue
