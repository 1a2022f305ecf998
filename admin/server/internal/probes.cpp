#include "admin/server/internal/probes.h"

#include "admin/server/http/problem.h"
#include "admin/server/worker.h"

namespace admin::internal {
namespace {

// "ok", or in which way the server fails, without its words.
template <typename Try>
std::string Check(Try&& attempt) {
  try {
    attempt();
    return "ok";
  } catch (const cdc::Error& error) {
    return std::string(cdc::Name(error.kind()));
  }
}

http::Response Ready(const ProbeParts& parts, const http::Call& call) {
  Json checks;
  checks["draining"] = parts.draining.load() ? "yes" : "ok";
  checks["postgresql"] = Check([&] { call.worker->edits.Query("SELECT 1", {}, call.stop); });
  checks["redis"] = Check([&] { call.worker->redis.Command({"PING"}); });
  const bool ready = checks["draining"] == "ok" && checks["postgresql"] == "ok" && checks["redis"] == "ok";
  parts.metrics.Probed(ready);
  checks["elasticsearch"] = Check(
      [&] { call.worker->search.Send({.path = "/", .body = {}, .timeout = std::chrono::seconds(1)}, call.stop); });
  return http::Reply({{"ready", ready}, {"checks", checks}}, ready ? 200 : 503);
}

}  // namespace

std::vector<http::Route> ProbeRoutes(ProbeParts parts) {
  using http::Access;
  using http::Lane;
  std::vector<http::Route> routes;
  routes.push_back({.method = "GET",
                    .path = "/livez",
                    .access = Access::kPublic,
                    .lane = Lane::kLoop,
                    .name = "livez",
                    .tag = "",
                    .summary = "Whether the program serves.",
                    .call = [](const http::Call&) { return http::Reply({{"alive", true}}); },
                    .any_query = true});
  routes.push_back({.method = "GET",
                    .path = "/readyz",
                    .access = Access::kPublic,
                    .lane = Lane::kShort,
                    .name = "readyz",
                    .tag = "",
                    .summary = "Whether requests should be sent here.",
                    .call = [parts](const http::Call& call) { return Ready(parts, call); },
                    .any_query = true});
  routes.push_back({.method = "GET",
                    .path = "/metrics",
                    .access = Access::kPublic,
                    .lane = Lane::kLoop,
                    .name = "metrics",
                    .tag = "",
                    .summary = "Metrics for Prometheus.",
                    .call =
                        [parts](const http::Call&) {
                          http::Response response;
                          response.type = "text/plain; version=0.0.4";
                          response.body = parts.metrics.Text(parts.connections());
                          return response;
                        },
                    .type = "text/plain",
                    .any_query = true});
  return routes;
}

}  // namespace admin::internal
