// The part of a table that a list's parameters ask for, as SQL. Names and fragments come from the entity; what people
// send is only ever a parameter.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "admin/server/catalogue/entity.h"
#include "admin/server/store/database.h"

namespace admin::catalogue {

struct Selection {
  std::string where;                         // over the alias e; "true" for everything
  std::string order;                         // total: ends with the id
  std::vector<store::Parameter> parameters;  // of `where` and `order`: the first is ${first}
  bool searches = false;                     // uses the operators of pg_trgm
  std::int64_t start = 0;
  std::int64_t count = 25;
};

// `first`: the number of the first parameter. Throws Refusal(400) of an unknown sort key.
Selection Select(const Entity& entity, const http::Call& call, std::size_t first);

// What a list takes: filters, `q`, `_sort`, `_order`, `_start`, `_end`, `_count`.
std::vector<http::Parameter> ListParameters(const Entity& entity);
// The filters and `q` alone.
std::vector<http::Parameter> FilterParameters(const Entity& entity);

}  // namespace admin::catalogue
