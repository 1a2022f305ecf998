// What the server counts of itself, in Prometheus' text format; and a log line for each request.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "admin/server/http/route.h"
#include "admin/server/http/server.h"
#include "cdc/base/log.h"

namespace admin::internal {

class Metrics final : public http::Observer {
 public:
  Metrics(std::span<const http::Route> routes, cdc::Log& log);
  ~Metrics() override;

  void Answered(const Seen& seen) override;
  // What /readyz has just said. Any thread.
  void Probed(bool ready) const;
  // The text of /metrics; `connections`: that are open now.
  std::string Text(std::size_t connections) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace admin::internal
