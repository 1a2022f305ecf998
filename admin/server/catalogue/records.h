// Rows as the API shows them, and what tells whether one has changed since it was read.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "admin/server/catalogue/entity.h"
#include "admin/server/store/database.h"

namespace admin::catalogue {

struct Record {
  std::string id;
  std::string state;  // "7", of a film "7-1f0c2a9b": the version, and the links that others may change without it
  std::string text;   // JSON

  // "\"7-1f0c2a9b-54d1e0aa\"": the state, and a hash of the text, which also changes where a genre is renamed.
  std::string Tag() const;
};

// Those that exist, in the order of the ids.
std::vector<Record> RecordsOf(store::Database& database, const Entity& entity, std::span<const std::string> ids,
                              std::stop_token stop);

// Whether If-None-Match names this very text.
bool IsKnown(const http::Call& call, const Record& record);
// Whether If-Match names this state. Its last part is not looked at; it and the one about the links may be left out:
// "7" is the version alone. Throws Refusal(428) where there is no If-Match.
bool IsMatch(const http::Call& call, const Record& record);
// 412 with the record as it is now.
http::Refusal Stale(const http::Call& call, const Record& record);
http::Refusal Unknown(const http::Call& call, const Entity& entity);

// The id of the path, lower case; throws Refusal(404) where it is none.
std::string IdOf(const http::Call& call, const Entity& entity);

}  // namespace admin::catalogue
