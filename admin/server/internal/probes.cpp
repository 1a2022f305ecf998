#include "admin/server/internal/probes.h"

#include "admin/server/http/problem.h"
#include "admin/server/worker.h"

namespace admin::internal {
namespace {

// Of each server "ok", or in which way it fails; why, and what would help, stands beside.
struct Checks {
  Json states = Json::object(), why = Json::object();

  template <typename Try>
  bool Add(const char* server, Try&& attempt) {
    try {
      attempt();
      states[server] = "ok";
      return true;
    } catch (const cdc::Error& error) {
      states[server] = std::string(cdc::Name(error.kind()));
      why[server] = error.what() + (error.hint().empty() ? std::string() : " | " + error.hint());
      return false;
    }
  }
};

// Behind a pooler a connection outlives the server it began with.
void CheckPrimary(store::Database& edits, std::stop_token stop) {
  if (edits.Query("SELECT pg_is_in_recovery()", {}, stop).Text(0, 0) != "f") {
    throw cdc::Error(cdc::Kind::kUnavailable, "the PostgreSQL server is a standby",
                     "Promote a standby, or let postgres.dsn lead to the primary.");
  }
}

http::Response Ready(const ProbeParts& parts, const http::Call& call) {
  auto& worker = *call.worker;
  Checks checks;
  bool ready = !parts.draining.load();
  checks.states["draining"] = ready ? "ok" : "yes";
  ready &= checks.Add("postgresql", [&] { CheckPrimary(worker.edits, call.stop); });
  ready &= checks.Add("redis", [&] { worker.redis.Command({"PING"}); });
  parts.metrics.Probed(ready);
  if (&worker.reads != &worker.edits) checks.Add("replica", [&] { worker.reads.Query("SELECT 1", {}, call.stop); });
  checks.Add("elasticsearch",
             [&] { worker.search.Send({.path = "/", .body = {}, .timeout = std::chrono::seconds(1)}, call.stop); });
  return http::Reply({{"ready", ready}, {"checks", checks.states}, {"why", checks.why}}, ready ? 200 : 503);
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
