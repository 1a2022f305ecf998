// Spares a client the bytes it has already: the answer's ETag, and 304 for who names it.
#pragma once

#include <string>
#include <string_view>

#include "admin/server/http/message.h"

namespace admin::catalogue {

// The same for the same bytes, on every instance: W/"…".
std::string WeakEtag(std::string_view body);

// Whether an If-None-Match field names the tag, compared weakly (RFC 9110, 13.1.2).
bool Names(std::string_view if_none_match, std::string_view etag) noexcept;

// `made` with its ETag, or 304 without a body where the request names it. Clients may keep it, but ask each time.
http::Response UnlessKnown(http::Response made, const http::Request& request);

}  // namespace admin::catalogue
