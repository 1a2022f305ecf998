// The routes of the internal listener: metrics and probes, not for the public.
#pragma once

#include <atomic>
#include <functional>
#include <vector>

#include "admin/server/http/route.h"
#include "admin/server/internal/metrics.h"

namespace admin::internal {

struct ProbeParts {
  const Metrics& metrics;
  std::function<std::size_t()> connections;
  const std::atomic<bool>& draining;  // then it is alive, and not ready
};

// GET /livez: the loop serves. GET /readyz: PostgreSQL and Redis answer, and it does not drain; Elasticsearch and
// the replica are told of but do not count, as everything but searching works without them. What fails has a reason in
// `why`, which may name hosts and roles. GET /metrics.
std::vector<http::Route> ProbeRoutes(ProbeParts parts);

}  // namespace admin::internal
