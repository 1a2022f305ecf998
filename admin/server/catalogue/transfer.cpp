#include "admin/server/catalogue/transfer.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "admin/server/catalogue/csv.h"
#include "admin/server/http/parameters.h"
#include "admin/server/http/target.h"

namespace admin::catalogue {
namespace {

constexpr std::size_t kMostFaults = 1000;  // in a report
constexpr std::size_t kLongestField = 100;

bool IsList(std::string_view column) {
  return column == "genres" || column == "actors" || column == "directors" || column == "writers";
}

std::string CellOf(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return value.dump();
  std::vector<std::string> elements;
  for (const auto& element : value) {
    elements.push_back(fmt::format("{} [{}]", element["name"].get<std::string>(), element["id"].get<std::string>()));
  }
  return JoinList(elements);
}

Json ListOf(std::string_view cell) {
  Json list = Json::array();
  for (const auto& element : SplitList(cell, kMostElements + 1)) {
    const auto length = element.size();
    if (http::IsUuid(element)) {
      list.push_back({{"id", element}});
    } else if (length > 38 && element.ends_with(']') && element[length - 38] == '[' &&
               http::IsUuid(std::string_view(element).substr(length - 37, 36))) {
      list.push_back({{"id", element.substr(length - 37, 36)}});
    } else {
      list.push_back({{"name", element}});
    }
  }
  return list;
}

Json ValueOf(std::string_view column, const std::string& cell) {
  if (IsList(column)) return ListOf(cell);
  if (cell.empty()) return nullptr;
  if (column == "version") {
    std::int64_t version = 0;
    const auto [rest, error] = std::from_chars(cell.data(), cell.data() + cell.size(), version);
    return error == std::errc() && rest == cell.data() + cell.size() ? Json(version) : Json(cell);
  }
  if (column != "rating") return cell;
  double number = 0;
  const auto [rest, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  return error == std::errc() && rest == cell.data() + cell.size() ? Json(number) : Json(cell);
}

[[noreturn]] void RefuseFile(const std::string& detail, const std::string& hint) {
  throw http::Refusal(422, detail, hint);
}

void CheckHead(const Entity& entity, const std::vector<std::string>& head, Language language) {
  const auto known = Columns(entity);
  for (auto column = head.begin(); column != head.end(); ++column) {
    if (std::ranges::find(known, *column) != known.end() && std::find(head.begin(), column, *column) == column)
      continue;
    RefuseFile(http::Text(language, "The first line of the file is no head that can be used.",
                          "Первая строка файла не годится как заголовок."),
               fmt::format(fmt::runtime(http::Text(language, "Column {} is unknown or there twice; known are {}.",
                                                   "Столбец {} неизвестен или повторяется; известны {}.")),
                           std::distance(head.begin(), column) + 1, fmt::join(known, ", ")));
  }
}

class LinesOfCsv final : public FileRows {
 public:
  LinesOfCsv(const Entity& entity, std::string_view text, Language language) : lines_(text), language_(language) {
    auto head = lines_.Next();
    CheckWhole();
    if (!head) RefuseFile(http::Text(language, "The file is empty.", "Файл пуст."), "");
    head_ = std::move(*head);
    CheckHead(entity, head_, language);
  }

  std::vector<Json> Next(std::size_t most, Faults& faults) override {
    std::vector<Json> rows;
    while (rows.size() < most) {
      const auto cells = lines_.Next();
      CheckWhole();
      if (!cells) break;
      ++number_;
      if (cells->size() != head_.size()) {
        faults.Add(number_, "",
                   fmt::format(fmt::runtime(http::Text(language_, "The line has {} cells, the head has {}.",
                                                       "В строке ячеек: {}, в заголовке: {}.")),
                               cells->size(), head_.size()));
      }
      Json row = Json::object();
      for (std::size_t cell = 0; cell < std::min(cells->size(), head_.size()); ++cell) {
        row[head_[cell]] = ValueOf(head_[cell], (*cells)[cell]);
      }
      rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  void CheckWhole() const {
    if (lines_.whole()) return;
    RefuseFile(http::Text(language_, "A quotation mark in the file is never closed.", "В файле не закрыта кавычка."),
               "");
  }

  CsvReader lines_;
  const Language language_;
  std::vector<std::string> head_;
  std::size_t number_ = 0;
};

class ElementsOfJson final : public FileRows {
 public:
  explicit ElementsOfJson(const Json& array) : array_(array) {}

  std::vector<Json> Next(std::size_t most, Faults&) override {
    std::vector<Json> rows;
    for (; rows.size() < most && at_ < array_.size(); ++at_) rows.push_back(array_[at_]);
    return rows;
  }

 private:
  const Json& array_;
  std::size_t at_ = 0;
};

}  // namespace

void Faults::Add(std::size_t row, std::string field, std::string message) {
  rows_.insert(row);
  if (first_.size() >= kMostFaults) return;
  if (field.size() > kLongestField) {
    std::size_t end = kLongestField;
    while (end > 0 && (static_cast<unsigned char>(field[end]) & 0xc0) == 0x80) --end;  // not inside a letter
    field = field.substr(0, end) + "…";
  }
  first_.push_back({row, std::move(field), std::move(message)});
}

std::vector<std::string> Columns(const Entity& entity) {
  std::vector<std::string> columns;
  for (std::size_t from = 0; from <= entity.export_row.size();) {
    const auto comma = std::min(entity.export_row.find(',', from), entity.export_row.size());
    columns.push_back(entity.export_row.substr(from, comma - from));
    from = comma + 1;
  }
  return columns;
}

std::string HeadLine(const Entity& entity) { return CsvLine(Columns(entity)); }

std::string LineOf(const Entity& entity, const Json& record) {
  std::vector<std::string> cells;
  for (const auto& column : Columns(entity)) cells.push_back(CellOf(record.at(column)));
  return CsvLine(cells);
}

std::unique_ptr<FileRows> CsvRows(const Entity& entity, std::string_view text, Language language) {
  if (!http::IsUtf8(text) || text.find('\0') != std::string_view::npos) {
    RefuseFile(http::Text(language, "The file is not UTF-8 text.", "Файл — не текст в UTF-8."),
               http::Text(language, "Save it as \"CSV UTF-8\".", "Сохраните его как «CSV UTF-8»."));
  }
  return std::make_unique<LinesOfCsv>(entity, text, language);
}

std::unique_ptr<FileRows> JsonRows(const Json& array) { return std::make_unique<ElementsOfJson>(array); }

}  // namespace admin::catalogue
