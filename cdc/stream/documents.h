// The reading side of documents: which ids a change touches, and what the documents are now.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "cdc/base/clock.h"
#include "cdc/model/document.h"
#include "cdc/model/plan.h"

namespace cdc::stream {

using Ids = std::vector<std::string>;
// Hands over the ids in pages of at most `page`; false as soon as `each` is.
template <typename Each>
bool InPages(const Ids& ids, std::size_t page, Each each) {
  for (std::size_t from = 0; from < ids.size(); from += page) {
    const auto begin = ids.begin() + static_cast<std::ptrdiff_t>(from);
    if (!each(Ids(begin, begin + static_cast<std::ptrdiff_t>(std::min(page, ids.size() - from))))) return false;
  }
  return true;
}

// The values of a route's columns in one changed row; none is NULL (a NULL equals nothing).
using RouteRow = std::vector<std::string>;

// Each writer has one of its own, used by its thread only. Both throw kUnavailable, kTimeout, kRow (a row's value
// makes the SQL fail), kBadDocument (the SQL is not valid any more), kRights.
class Router {
 public:
  // So long may one query take: it may have to read a whole table.
  static constexpr Duration kLongest = std::chrono::hours(6);

  virtual ~Router() = default;
  // REQUIRES: the changes are visible (the gate saw to it). Hands over the ids in pages of at most `page`; an id may
  // come twice.
  virtual void Route(const Route& route, std::span<const RouteRow> rows, std::size_t page, std::stop_token stop,
                     const std::function<void(Ids&&)>& each) = 0;
  // Keys of the root behind `after` (from the start: nullopt) in the order of the key's type, at most `limit`.
  virtual Ids Keys(const Plan& plan, const std::optional<std::string>& after, std::size_t limit,
                   std::stop_token stop) = 0;
  // The planner's estimate of the root's rows.
  virtual std::uint64_t EstimateKeys(const Plan& plan, std::stop_token stop) = 0;
};

class Renderer {
 public:
  virtual ~Renderer() = default;
  // One query for all `ids`, its rows handed over as they arrive; at the end a delete for each id without a row.
  // Throws kBadDocument where an `_id` comes twice.
  virtual void Render(const Plan& plan, std::span<const std::string> ids, std::stop_token stop,
                      const std::function<void(Document&&)>& each) = 0;
};

}  // namespace cdc::stream
