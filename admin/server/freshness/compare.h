// Whether the index holds what the database holds, for one document: pure.
#pragma once

#include <cstdint>
#include <optional>

#include "admin/server/http/route.h"

namespace admin::freshness {

// A document as the index holds it.
struct Indexed {
  std::string generation;     // the index behind the alias
  std::uint64_t version = 0;  // the document shows every commit before this position of the write-ahead log
  Json source;
};

// {"state": "fresh"|"differs"|"missing": only in the database|"ghost": only in the index|"gone": in neither,
//  "generation", "version", "lsn", "database": document|null, "index": document|null,
//  "differences": [{"field", "database", "index": where it has it}]}.
// Documents are equal as JSON: neither the order of members nor 7 for 7.0 makes a difference.
Json Compare(const std::optional<Json>& database, const std::optional<Indexed>& index);

}  // namespace admin::freshness
