// Tables as text (RFC 4180, UTF-8), and lists inside a cell.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace admin::catalogue {

// A line with its CRLF. A cell that a spreadsheet would take for a formula (it begins with = + - @ or a control sign)
// gets an apostrophe in front, as does one that begins with an apostrophe: ReadCsv takes it off again.
std::string CsvLine(std::span<const std::string> cells);

struct Csv {
  std::vector<std::vector<std::string>> lines;  // empty ones are left out
  bool whole = true;                            // false: a quote is never closed
};

inline constexpr std::size_t kMostCells = 64;

// Reads a table line by line. The separator is the first of comma, semicolon and tab that the first line has; a byte
// order mark is passed over. Of a line, cells behind the first kMostCells are left out.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text);  // which must live as long as this
  // The next line that is not empty; nullopt at the end.
  std::optional<std::vector<std::string>> Next();
  // Whether the line that Next returned last, or the end, does not lie within quotes that are never closed.
  bool whole() const { return !quoted_; }

 private:
  void Take(char c);
  void EndCell();

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  bool quoted_ = false, ended_ = false;  // ended_: the line has
  std::string cell_;
  std::vector<std::string> line_;
};

// All lines, or the first `most`.
Csv ReadCsv(std::string_view text, std::size_t most = 1'000'000);

// "a|b|c"; a vertical bar or backslash inside an element has a backslash in front.
std::string JoinList(std::span<const std::string> elements);
// Stops after `most` elements.
std::vector<std::string> SplitList(std::string_view cell, std::size_t most = 10'000);

}  // namespace admin::catalogue
