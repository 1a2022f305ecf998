// The OpenAPI document of the whole server, made from the route table and the schemas, so that it cannot differ from
// what the server does.
#pragma once

#include <span>

#include "admin/server/http/route.h"
#include "admin/server/openapi/schemas.h"

namespace admin::openapi {

// OpenAPI 3.1; `cookie`: the name of the session's. Routes without a tag are left out. Throws kInternal where a route
// names a schema that is not there.
Json MakeDocument(std::span<const http::Route> routes, const Schemas& schemas, std::string_view cookie);

// A page that lists the document's operations, for people: plain HTML, nothing is loaded from anywhere.
std::string MakePage(const Json& document);

}  // namespace admin::openapi
