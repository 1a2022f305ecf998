// The table of changes: one row for each kind of change on each table of the film catalogue, with what a batch holds of
// it.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace cdc::test {

// Rows are called f1, f2 (films), g1, g2 (genres), p1, p2 (persons), fg1 and fp1 (links of f1 with g1 and with p1); f3
// and so on are free. These names stand for keys in the SQL, between dollar signs, and in what is expected.
struct ChangeCase {
  std::string name;
  std::string sql;
  // A line for each route that starts: "INDEX TABLE(COLUMN): VALUE VALUE"; "?" behind it, where a query leads to the
  // ids.
  std::vector<std::string> starts;
  // The same where the old row carries nothing but the key, so that nobody knows what changed; empty: as `starts`.
  std::vector<std::string> starts_blind = {};
  std::vector<std::string> truncated = {};
};

void PrintTo(const ChangeCase& tried, std::ostream* out);

// The rows that are there before each change.
extern const char* const kRows;
std::vector<ChangeCase> ChangesOfFilms();
std::vector<ChangeCase> ChangesOfGenres();
std::vector<ChangeCase> ChangesOfPersons();
std::vector<ChangeCase> ChangesOfFilmGenres();
std::vector<ChangeCase> ChangesOfFilmPersons();

}  // namespace cdc::test
