// Tables as text (RFC 4180, UTF-8), and lists inside a cell.
#pragma once

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

// The separator is the first of comma, semicolon and tab that the first line has. A byte order mark is passed over.
// Stops after `most` lines; of a line, cells behind the first kMostCells are left out.
inline constexpr std::size_t kMostCells = 64;
Csv ReadCsv(std::string_view text, std::size_t most = 1'000'000);

// "a|b|c"; a vertical bar or backslash inside an element has a backslash in front.
std::string JoinList(std::span<const std::string> elements);
// Stops after `most` elements.
std::vector<std::string> SplitList(std::string_view cell, std::size_t most = 10'000);

}  // namespace admin::catalogue
