// The catalogue in numbers, for the dashboard: counted at most once a minute by all servers together, which share the
// result over Redis. Who finds it old counts anew; all others are shown the old one meanwhile.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "admin/server/http/route.h"
#include "cdc/base/clock.h"

namespace admin::catalogue {

class StatisticsApi {
 public:
  explicit StatisticsApi(const std::string& redis_prefix);
  StatisticsApi(const StatisticsApi&) = delete;
  StatisticsApi& operator=(const StatisticsApi&) = delete;

  // They call this object.
  std::vector<http::Route> Routes();

 private:
  http::Response Read(const http::Call& call) const;
  http::Response Count(const http::Call& call) const;

  const std::string value_key_, turn_key_;
  const std::unique_ptr<cdc::Clock> clock_;
};

}  // namespace admin::catalogue
