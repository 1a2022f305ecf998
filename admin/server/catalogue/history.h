// The history: lists of it, one row with both states, and the way back to a state.
#pragma once

#include <vector>

#include "admin/server/http/route.h"
#include "admin/server/store/audit.h"

namespace admin::catalogue {

class HistoryApi {
 public:
  explicit HistoryApi(const store::Audit& audit) : audit_(audit) {}
  HistoryApi(const HistoryApi&) = delete;
  HistoryApi& operator=(const HistoryApi&) = delete;

  // They call this object.
  std::vector<http::Route> Routes();

 private:
  http::Response List(const http::Call& call) const;
  http::Response Read(const http::Call& call) const;
  http::Response Revert(const http::Call& call) const;

  const store::Audit& audit_;
};

}  // namespace admin::catalogue
