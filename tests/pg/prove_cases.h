// Schemas, rows and documents of many shapes: those that must be proved, and those that must be refused.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace cdc::test {

struct ProveCase {
  std::string name;       // of the test
  std::string schema;     // statements: tables and rows
  std::string document;   // orders what it gathers to the end: rows without a key may be alike but for one column
  std::string root, key;  // as in the configuration
};

inline void PrintTo(const ProveCase& tried, std::ostream* out) { *out << tried.name; }

// Small tables with many matches, NULLs and links that lead nowhere: film, person, role, genre, film_genre, studio.
extern const std::string kCinema;

std::vector<ProveCase> ProvedOverOneSchema();  // over kCinema
std::vector<ProveCase> ProvedColumns();        // over kCinema; each reads a column that is easily overlooked
std::vector<ProveCase> ProvedOverTheirOwn();   // each with a schema of its own

}  // namespace cdc::test
