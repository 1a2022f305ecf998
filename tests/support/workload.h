// Random changes by several clients at once. What a seed does is fixed for each client; how the clients interleave is
// not.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <random>
#include <stop_token>
#include <string>
#include <vector>

#include "tests/support/postgres.h"

namespace cdc::test {

using Random = std::mt19937_64;

std::uint64_t Roll(Random& random, std::uint64_t sides);  // 0 … sides - 1
bool Chance(Random& random, int percent);
// Mostly small, at times large: 1 … most, evenly over the orders of magnitude.
int Size(Random& random, int most);

// One change, as SQL; may be several statements. Asked anew for each.
using MakeChange = std::function<std::string(Random&)>;

struct WorkloadOptions {
  std::uint64_t seed = 1;
  int clients = 4;
  int transactions = 25;              // of each client; 0: until stopped
  std::chrono::milliseconds rest{0};  // of each client behind a transaction, as people do
  bool asynchronous = true;           // some commit without waiting for the log, so that a crash may take them back
  bool two_phase = true;              // some transactions are prepared first (not where changes use temporary tables)
};

struct WorkloadCounts {
  std::uint64_t committed = 0, rolled_back = 0, refused = 0;  // refused: deadlocks, constraints, serialisation
  std::uint64_t largest = 0;                                  // rows of the largest transaction that was committed
};

// Runs the clients until they are done or stopped. A change that meets another client or a constraint is given up; any
// other failure is thrown.
WorkloadCounts RunWorkload(const std::string& dsn, const MakeChange& change, const WorkloadOptions& options,
                           std::stop_token stop = {});

// Commits one transaction, tried again as long as it meets another client; returns how many rows it changed.
std::uint64_t CommitOne(const std::string& dsn, const std::string& sql);

// 5,000 new rows: genres, persons, films and the links between them.
std::string ManyFilms(std::uint64_t seed);

// Changes of the film catalogue: all five tables, renames, moves of links, cascades, key changes, TRUNCATE. `large` is
// the most rows of one statement.
std::string FilmChange(Random& random, int large);

// Changes of any schema, made from its catalog: rows are copied with other values, changed, deleted; tables are emptied
// and filled again. Values come from other rows and columns of the same type, so that joins keep matching.
class AnyChange {
 public:
  explicit AnyChange(const std::string& dsn);  // reads the catalog
  std::string operator()(Random& random) const;

 private:
  struct Column {
    std::string name, type;
    char category = 'S';  // pg_type.typcategory
    bool in_key = false;
  };
  struct Table {
    std::string name;
    std::vector<Column> columns;
  };
  std::string Value(Random& random, const Column& column) const;
  std::string Insert(Random& random, const Table& table) const;
  std::string Update(Random& random, const Table& table) const;

  std::vector<Table> tables_;
};

}  // namespace cdc::test
