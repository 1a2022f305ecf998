#include "admin/server/catalogue/csv.h"

#include <utility>

namespace admin::catalogue {
namespace {

constexpr std::string_view kFormula = "=+-@\t\r\n'";

bool NeedsApostrophe(std::string_view cell) {
  return !cell.empty() && kFormula.find(cell[0]) != std::string_view::npos;
}

char Separator(std::string_view text) {
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (!quoted && (c == ',' || c == ';' || c == '\t')) return c;
    if (!quoted && c == '\n') break;
  }
  return ',';
}

std::string_view WithoutMark(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text;
}

}  // namespace

CsvReader::CsvReader(std::string_view text) : text_(WithoutMark(text)), separator_(Separator(text_)) {}

std::optional<std::vector<std::string>> CsvReader::Next() {
  for (; at_ < text_.size(); ++at_) {
    Take(text_[at_]);
    if (!std::exchange(ended_, false)) continue;
    auto line = std::exchange(line_, {});
    if (line.size() == 1 && line[0].empty()) continue;
    ++at_;
    return line;
  }
  if (cell_.empty() && line_.empty()) return std::nullopt;
  EndCell();
  return std::exchange(line_, {});
}

void CsvReader::Take(char c) {
  if (quoted_) {
    if (c != '"') {
      cell_ += c;
    } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
      cell_ += text_[++at_];
    } else {
      quoted_ = false;
    }
  } else if (c == '"' && cell_.empty()) {
    quoted_ = true;
  } else if (c == separator_) {
    EndCell();
  } else if (c == '\n') {
    EndCell();
    ended_ = true;
  } else if (c != '\r' || at_ + 1 >= text_.size() || text_[at_ + 1] != '\n') {
    cell_ += c;
  }
}

void CsvReader::EndCell() {
  const bool marked = cell_.size() > 1 && cell_[0] == '\'' && NeedsApostrophe(std::string_view(cell_).substr(1));
  if (line_.size() < kMostCells) line_.push_back(marked ? cell_.substr(1) : std::move(cell_));
  cell_.clear();
}

std::string CsvLine(std::span<const std::string> cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += ',';
    const std::string cell = (NeedsApostrophe(cells[i]) ? "'" : "") + cells[i];
    if (cell.find_first_of(",;\t\"\r\n") == std::string::npos) {
      line += cell;
      continue;
    }
    line += '"';
    for (const char c : cell) line += c == '"' ? "\"\"" : std::string(1, c);
    line += '"';
  }
  return line + "\r\n";
}

Csv ReadCsv(std::string_view text, std::size_t most) {
  CsvReader reader(text);
  Csv csv;
  while (csv.lines.size() < most) {
    auto line = reader.Next();
    if (!line) break;
    csv.lines.push_back(std::move(*line));
  }
  csv.whole = reader.whole();
  return csv;
}

std::string JoinList(std::span<const std::string> elements) {
  std::string cell;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (i > 0) cell += '|';
    for (const char c : elements[i]) {
      if (c == '|' || c == '\\') cell += '\\';
      cell += c;
    }
  }
  return cell;
}

std::vector<std::string> SplitList(std::string_view cell, std::size_t most) {
  std::vector<std::string> elements;
  if (cell.empty()) return elements;
  elements.emplace_back();
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (cell[i] == '|') {
      if (elements.size() >= most) break;
      elements.emplace_back();
    } else {
      if (cell[i] == '\\' && i + 1 < cell.size()) ++i;
      elements.back() += cell[i];
    }
  }
  return elements;
}

}  // namespace admin::catalogue
