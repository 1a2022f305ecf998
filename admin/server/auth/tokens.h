// API tokens: what machines present in place of a password. A token is "wct_" and a secret, of which PostgreSQL holds
// the SHA-256; it belongs to a user, and may never do more than that user.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "admin/server/http/route.h"
#include "admin/server/store/database.h"

namespace admin::auth {

std::string NewToken();
// Whether a text has the form of one.
bool IsToken(std::string_view text);

// Whose token it is, and that it was used; nullopt: nobody's, expired, revoked, or its user is disabled.
std::optional<Actor> UseToken(store::Database& edits, const std::string& token, std::stop_token stop = {});

// The record as JSON text, or nullopt where it is not `user_id`'s ("": anybody's).
std::optional<std::string> TokenRecord(store::Database& edits, const std::string& id, const std::string& user_id,
                                       std::stop_token stop = {});

}  // namespace admin::auth
