// The film catalogue as tests use it: the shipped migrations, sample, documents and definitions.
#pragma once

#include <string>
#include <vector>

#include "tests/support/postgres.h"
#include "tests/support/site.h"

namespace cdc::test {

// Migrations and, with `films` > 0, the sample catalogue.
void LoadFilms(TestDatabase& database, int films);

// movies, genres and persons with their shipped SQL and definitions; without a refresh interval, as the comparison
// refreshes.
std::vector<SiteIndex> FilmIndices();

}  // namespace cdc::test
