// Checks of what stands in a target against what the route declares.
#pragma once

#include "admin/server/http/problem.h"
#include "admin/server/http/route.h"

namespace admin::http {

// "6e2a…-…": 8-4-4-4-12 hexadecimal digits.
bool IsUuid(std::string_view text) noexcept;
// "2024-02-29", a day that exists.
bool IsDate(std::string_view text) noexcept;

// A field error for each parameter that is not declared, stands twice or is of another type; empty: all is well.
std::vector<FieldError> CheckQuery(const Route& route, const Query& query, Language language);

}  // namespace admin::http
