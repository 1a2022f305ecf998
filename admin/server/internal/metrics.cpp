#include "admin/server/internal/metrics.h"

#include <fmt/format.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>

namespace admin::internal {
namespace {

const prometheus::Histogram::BucketBoundaries kSeconds = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                                          0.25,  0.5,    1,     2.5,  5,     10};

}  // namespace

struct Metrics::State {
  explicit State(cdc::Log& log_) : log(log_) {}

  cdc::Log& log;
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>* answers = nullptr;
  prometheus::Gauge* connections = nullptr;
  prometheus::Family<prometheus::Gauge>* ready = nullptr;                // empty until the first probe
  std::map<std::string, prometheus::Histogram*, std::less<>> durations;  // by route; not changed once made
};

Metrics::Metrics(std::span<const http::Route> routes, cdc::Log& log) : state_(std::make_unique<State>(log)) {
  auto& registry = state_->registry;
  auto& durations = prometheus::BuildHistogram()
                        .Name("walcast_admin_http_request_duration_seconds")
                        .Help("From the end of a request's header to the first byte of its answer.")
                        .Register(registry);
  for (const auto& route : routes) {
    state_->durations[std::string(route.name)] = &durations.Add({{"route", std::string(route.name)}}, kSeconds);
  }
  state_->durations[""] = &durations.Add({{"route", "none"}}, kSeconds);
  state_->answers = &prometheus::BuildCounter()
                         .Name("walcast_admin_http_answers_total")
                         .Help("Answers by route and status.")
                         .Register(registry);
  state_->connections = &prometheus::BuildGauge()
                             .Name("walcast_admin_http_connections")
                             .Help("Open connections.")
                             .Register(registry)
                             .Add({});
  state_->ready = &prometheus::BuildGauge()
                       .Name("walcast_admin_ready")
                       .Help("What /readyz said when it was asked last.")
                       .Register(registry);
  prometheus::BuildGauge()
      .Name("walcast_admin_build_info")
      .Help("Always 1.")
      .Register(registry)
      .Add({{"version", WALCAST_VERSION}})
      .Set(1);
}

Metrics::~Metrics() = default;

void Metrics::Answered(const Seen& seen) {
  const double seconds = std::chrono::duration<double>(seen.took).count();
  const auto found = state_->durations.find(seen.route);
  if (found != state_->durations.end()) found->second->Observe(seconds);
  const std::string route(seen.route.empty() ? "none" : seen.route);
  const std::string status = std::to_string(seen.status);
  state_->answers->Add({{"route", route}, {"status", status}}).Increment();
  const auto level = seen.status >= 500 ? cdc::Level::kWarn : cdc::Level::kDebug;
  state_->log.Write(level, "answered",
                    {{"route", route},
                     {"status", status},
                     {"seconds", fmt::format("{:.4f}", seconds)},
                     {"request", seen.request_id}});
}

void Metrics::Probed(bool ready) const { state_->ready->Add({}).Set(ready ? 1 : 0); }

std::string Metrics::Text(std::size_t connections) const {
  state_->connections->Set(static_cast<double>(connections));
  return prometheus::TextSerializer().Serialize(state_->registry.Collect());
}

}  // namespace admin::internal
