// The body of an HTML form: application/x-www-form-urlencoded, as browsers send it.
#pragma once

#include <string_view>

#include "admin/server/http/route.h"

namespace admin::http {

inline constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

// Its fields as a JSON object of texts, to be held against a schema like any body. Throws Refusal(400) for a wrong
// percent-encoding, bytes that are not UTF-8, a zero byte, a field that stands twice, and more than 50 fields.
Json ParseForm(std::string_view body, Language language);

}  // namespace admin::http
