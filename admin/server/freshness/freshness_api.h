// What stands in the index of a film, a genre or a person, beside what the database holds; waiting until a change can
// be found; and writing a document again.
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "admin/server/freshness/compare.h"
#include "admin/server/http/route.h"
#include "cdc/control/service.h"
#include "cdc/model/lsn.h"

namespace admin::freshness {

// Documents of one kind.
struct Source {
  std::string index;     // the alias, which is also walcast's name for it
  std::string document;  // the SELECT it is made with
};

struct Sources {
  Source films, genres, persons;
};

// The shipped documents: movies.sql, genres.sql, persons.sql of a directory. Throws kConfig where one cannot be read.
Sources ReadSources(const std::string& directory, std::string movies, std::string genres, std::string persons);

class FreshnessApi {
 public:
  // `walcast`: thread-safe; both outlive the routes.
  FreshnessApi(Sources sources, cdc::control::Service& walcast);
  std::vector<http::Route> Routes();

 private:
  http::Response Show(const http::Call& call, const Source& source);
  http::Response IndexAgain(const http::Call& call, const Source& source);
  Json Look(const http::Call& call, const Source& source);
  struct Waited {
    bool reached = false;
    std::int64_t milliseconds = 0;
  };
  // Whether everything committed before `lsn` was written in time, and how long that took; at once where others are
  // waiting enough. Throws Refusal(503) where walcast is away.
  Waited Wait(const http::Call& call, cdc::Lsn lsn);
  // "written_from", "written_at", "committed_at", "after_ms" and "time_unknown" of what the index holds.
  void TellTimes(const http::Call& call, const Source& source, Json& freshness);
  // As walcast tells it; null where walcast is away.
  Json Status();
  // What keeps the document from being what the database holds, in words; null where nothing is known of.
  Json Why(const http::Call& call, const Source& source, const std::string& id, const Json& status);

  const Sources sources_;
  cdc::control::Service& walcast_;
  std::atomic<int> busy_{0};  // calls that hold a thread while walcast is at work
};

}  // namespace admin::freshness
