// What a client says it wants and sends: language and media types.
#pragma once

#include <string_view>

#include "admin/server/http/route.h"

namespace admin::http {

// The one of ours that Accept-Language prefers; English where it names neither.
Language LanguageOf(const Request& request);
// Whether Accept allows the media type, or one of several ("image/png, image/jpeg"); where there is no Accept,
// everything is allowed.
bool Accepts(const Request& request, std::string_view type);
// Whether Content-Type names the media type, or one of several, whatever its parameters; UTF-8 is the only charset that
// is taken.
bool Carries(const Request& request, std::string_view type);

// Sec-Fetch-Site, or else Origin against Host: false where a page of another site sends the request.
bool SameSite(const Request& request);

}  // namespace admin::http
