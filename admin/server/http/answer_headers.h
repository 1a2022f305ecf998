// The header fields that every answer carries, in one place.
#pragma once

#include <string>
#include <vector>

#include "admin/server/http/message.h"

namespace admin::http {

// Adds what is missing: nosniff, a referrer policy, isolation, a content security policy that allows nothing (pages
// bring their own), no-store, HSTS where the request came over TLS, the request's id; and CORS for `origins` on the
// public API.
void AddCommonHeaders(const Request& request, const std::vector<std::string>& origins, Response& response);

}  // namespace admin::http
