// The promise, checked: every document of an index equals what its SQL returns, and there is no other.
#pragma once

#include <map>
#include <string>

#include "tests/support/site.h"

namespace cdc::test {

using Documents = std::map<std::string, Json>;  // by id

// What the SQL returns. Throws where two rows have the same `_id`.
Documents Rendered(const std::string& dsn, const std::string& sql);
// What an index or alias holds, refreshed before.
Documents Indexed(const std::string& name);

// "" where they are equal; else the counts, and the first documents that are missing, differ, or should not be there.
std::string Differences(const Documents& rendered, const Documents& indexed);
// The same for every index of the site; the alias must name exactly one generation.
std::string Differences(const Site& site);

}  // namespace cdc::test
