// Full-text search over the films of the index: what people find, a moment after it was saved.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "admin/server/http/route.h"
#include "admin/server/search/query.h"
#include "admin/server/store/database.h"
#include "cdc/base/clock.h"

namespace admin::search {

class SearchApi {
 public:
  // `index`: the alias of the films' index. `threads`: of the lane that the calls share with lists and films, half of
  // which may search at once: a slow Elasticsearch must leave some to the others.
  SearchApi(std::string index, std::size_t threads, const cdc::Clock& clock);
  // `this` must outlive them. Calls come from many threads.
  std::vector<http::Route> Routes();

 private:
  http::Response Search(const http::Call& call);
  http::Response Answer(const http::Call& call);
  // Films that are spelt as the query is; where there are none, those that resemble it, and `asked` says so. `body`:
  // makes the request.
  Json Find(const http::Call& call, Asked& asked, Json (*body)(const Asked&));
  // The parsed answer. Throws Refusal(503) where the index cannot be searched now.
  Json Ask(const http::Call& call, const Json& body);

  const std::string path_;
  const int most_;                  // searches at once
  std::atomic<int> searching_{0};
  store::Breaker away_;  // Elasticsearch, so that requests are refused at once while it is
};

}  // namespace admin::search
