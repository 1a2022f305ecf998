// The cookies that a request carries.
#pragma once

#include <string_view>
#include <vector>

#include "admin/server/http/message.h"

namespace admin::http {

// The values of those of that name, in their order. They live as long as the request.
std::vector<std::string_view> Cookies(const Request& request, std::string_view name);

}  // namespace admin::http
