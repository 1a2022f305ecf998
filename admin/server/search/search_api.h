// Full-text search over the films of the index: what people find, a moment after it was saved.
#pragma once

#include <string>
#include <vector>

#include "admin/server/http/route.h"
#include "admin/server/search/query.h"
#include "admin/server/store/database.h"
#include "cdc/base/clock.h"

namespace admin::search {

class SearchApi {
 public:
  // `index`: the alias of the films' index. The calls have a lane of their own: a slow Elasticsearch leaves lists and
  // films alone.
  SearchApi(std::string index, const cdc::Clock& clock);
  // `this` must outlive them. Calls come from many threads.
  std::vector<http::Route> Routes();

 private:
  http::Response Search(const http::Call& call);
  // Films that are spelt as the query is; where there are none, those that resemble it, and `asked` says so. `body`:
  // makes the request.
  Json Find(const http::Call& call, Asked& asked, Json (*body)(const Asked&));
  // The parsed answer. Throws Refusal(503) where the index cannot be searched now.
  Json Ask(const http::Call& call, const Json& body);

  const std::string path_;
  store::Breaker away_;  // Elasticsearch, so that requests are refused at once while it is
};

}  // namespace admin::search
