// GET of films, genres and people for those who edit them: lists and single objects. Facets and dates are in facets.h.
#pragma once

#include <vector>

#include "admin/server/catalogue/entity.h"
#include "admin/server/catalogue/names.h"
#include "admin/server/http/route.h"
#include "admin/server/store/database.h"

namespace admin::catalogue {

struct Selection;

// How many rows a selection has. Above 10,000 it is what the planner thinks, unless the call asks for `_count=exact`.
struct Count {
  std::int64_t rows = 0;
  bool estimated = false;
};
Count CountOf(const Entity& entity, const http::Call& call, store::Database& base);

class ReadingApi {
 public:
  explicit ReadingApi(const Entity& entity) : entity_(entity) {}
  ReadingApi(const ReadingApi&) = delete;
  ReadingApi& operator=(const ReadingApi&) = delete;

  // They call this object.
  std::vector<http::Route> Routes();

 private:
  http::Response List(const http::Call& call) const;
  http::Response ListFrom(const http::Call& call, store::Database& base) const;
  http::Response PageOf(const Selection& selection, const http::Call& call, store::Database& base) const;
  http::Response Read(const http::Call& call) const;

  const Entity& entity_;
  Names names_;
};

// Makes a transaction find names that are nearly right; before a statement of a selection that searches.
void PrepareSearch(store::Database& base, const Selection& selection, std::stop_token stop);
// Runs `work`; of a selection that searches in a snapshot that was prepared for it. Not to be nested.
void Searching(store::Database& base, const Selection& selection, std::stop_token stop,
               const std::function<void()>& work);

}  // namespace admin::catalogue
