// The history of what people changed (table admin.history): appended to in the transaction of the change itself, never
// altered. Each row holds a hash of what it says and of the row before it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

#include "admin/server/http/route.h"
#include "admin/server/store/database.h"

namespace admin::store {

// Who changes something, and from where.
struct Origin {
  std::string actor_id;  // uuid; "" for the command line
  std::string actor;     // name
  std::string address;   // "" where no request came from anywhere
  std::string request_id;
};

Origin OriginOf(const http::Call& call);

struct Change {
  std::string type;  // "film", "genre", "person", "user", …
  std::string id;
  std::string name;                          // what people call it: a film's title
  std::string action;                        // "create", "update", "delete", …
  std::optional<std::string> before, after;  // JSON text; nullopt: it did not exist, does not exist any more
};

class Audit {
 public:
  // REQUIRES: within Database::InTransaction on the primary, as its last statement. From here to the commit nobody else
  // can append; who waits for anything in between holds up every other change, and may deadlock.
  // Values that nobody may read (hashes of passwords, secrets of a second factor) do not belong into a change.
  void Append(Database& edits, const Origin& origin, std::span<const Change> changes, std::stop_token stop) const;
};

// The end of a chain that was walked.
struct ChainEnd {
  std::int64_t rows = 0;
  std::string hash;  // of the last row, hexadecimal; "" of an empty history
};

struct ChainBreak {
  std::int64_t seq = 0;
  std::string why;
};

// Walks a chain whose rows come in order: numbers without gaps, each hash that of the row before and its own content.
class ChainWalk {
 public:
  // nullopt: the row fits.
  std::optional<ChainBreak> Next(std::int64_t seq, const std::string& hash, const std::string& content);
  const ChainEnd& end() const { return end_; }

 private:
  ChainEnd end_;
};

// Walks the whole history in pages. A row that somebody altered, removed or put between others is found; that rows at
// the end are missing is found only by who compares ChainEnd with one noted earlier: `noted` is looked for on the way.
struct ChainReport {
  ChainEnd end;
  std::optional<ChainBreak> broken;
};
ChainReport VerifyHistory(Database& database, const std::optional<ChainEnd>& noted, std::stop_token stop = {});

}  // namespace admin::store
