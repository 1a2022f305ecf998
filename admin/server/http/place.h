// Places within this site that a browser is sent to.
#pragma once

#include <string>
#include <string_view>

#include "admin/server/http/message.h"

namespace admin::http {

// Whether a text that came from outside is a path of this site, with its query, and cannot be read by any browser as
// another site: one slash at its start, no backslash, visible ASCII alone, at most 1000 bytes.
bool IsPlace(std::string_view text) noexcept;
// A value as it may stand in a query.
std::string EncodeParameter(std::string_view value);
// 303: the browser goes there by GET. REQUIRES: IsPlace(place).
Response GoTo(std::string place);

}  // namespace admin::http
