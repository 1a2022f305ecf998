// A document made up from a seed, over the tables of kCinema (prove_cases.h): joins of all kinds, subqueries with
// grouping, DISTINCT, windows, LIMIT and set operations, LATERAL, CTEs, EXISTS and IN, in any nesting. Not each is one
// that can be followed, nor one that PostgreSQL takes.
#pragma once

#include <cstdint>
#include <string>

namespace cdc::test {

std::string RandomDocument(std::uint64_t seed);

}  // namespace cdc::test
