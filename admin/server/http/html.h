// Text within HTML.
#pragma once

#include <string>
#include <string_view>

namespace admin::http {

// As it may stand between tags, and between the double quotes of an attribute.
std::string EscapeHtml(std::string_view text);

}  // namespace admin::http
