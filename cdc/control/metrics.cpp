#include "cdc/control/metrics.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <initializer_list>
#include <limits>
#include <utility>
#include <vector>

namespace cdc::control {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricType;
using Labels = std::vector<ClientMetric::Label>;

constexpr std::array kWalStatuses = {"reserved", "extended", "unreserved", "lost"};

class Families {
 public:
  // A metric without any value is left out.
  void Begin(const char* name, const char* help, MetricType type) { all_.push_back({name, help, type, {}}); }
  void Gauge(const char* name, const char* help) { Begin(name, help, MetricType::Gauge); }
  void Counter(const char* name, const char* help) { Begin(name, help, MetricType::Counter); }
  // To the one begun last.
  void Add(double value, Labels labels = {}) {
    ClientMetric metric;
    metric.label = std::move(labels);
    if (all_.back().type == MetricType::Counter) {
      metric.counter.value = value;
    } else {
      metric.gauge.value = value;
    }
    all_.back().metric.push_back(std::move(metric));
  }
  void Add(std::uint64_t value, Labels labels = {}) { Add(static_cast<double>(value), std::move(labels)); }
  void AddFlag(bool value, Labels labels = {}) { Add(value ? 1.0 : 0.0, std::move(labels)); }

  void Histogram(const char* name, const char* help, const stream::LatencyCounts& counts) {
    Begin(name, help, MetricType::Histogram);
    ClientMetric metric;
    auto& histogram = metric.histogram;
    histogram.sample_count = counts.Count();
    histogram.sample_sum = counts.sum;
    std::uint64_t cumulative = 0;
    for (std::size_t i = 0; i < counts.buckets.size(); ++i) {
      cumulative += counts.buckets[i];
      const bool last = i == stream::kLatencyBounds.size();
      histogram.bucket.push_back(
          {cumulative, last ? std::numeric_limits<double>::infinity() : stream::kLatencyBounds[i]});
    }
    all_.back().metric.push_back(std::move(metric));
  }

  std::string Text() {
    std::erase_if(all_, [](const auto& family) { return family.metric.empty(); });
    return prometheus::TextSerializer().Serialize(all_);
  }

 private:
  std::vector<prometheus::MetricFamily> all_;
};

void AddStream(Families& families, const Observation& seen) {
  const auto& snapshot = seen.snapshot;
  families.Gauge("walcast_build_info", "The program; always 1.");
  families.AddFlag(true, {{"version", WALCAST_VERSION}});
  families.Gauge("walcast_state", "1 for the state the daemon is in.");
  for (const auto state : {stream::DaemonState::kStarting, stream::DaemonState::kStandby,
                           stream::DaemonState::kStreaming, stream::DaemonState::kStopping}) {
    families.AddFlag(snapshot.state == state, {{"state", std::string(stream::Name(state))}});
  }
  families.Gauge("walcast_ready", "Whether it streams, or stands by.");
  families.AddFlag(seen.ready);
  families.Gauge("walcast_paused", "Whether it is paused: nothing is written, and the slot keeps WAL.");
  families.AddFlag(snapshot.paused.has_value());
  families.Gauge("walcast_batches_in_flight", "Batches received and not written yet.");
  families.Add(std::uint64_t{snapshot.in_flight});
  families.Counter("walcast_rows_total", "Rows received from the log, by table.");
  for (const auto& [table, rows] : seen.now.rows) families.Add(rows, {{"table", table}});
  families.Gauge("walcast_lag_bytes", "WAL between the server's position and the checkpoint.");
  if (seen.server) families.Add(seen.lag_bytes);
  families.Gauge("walcast_lag_seconds", "For how long the checkpoint has been behind the server.");
  if (seen.server) families.Add(seen.lag_seconds);
}

void AddSlot(Families& families, const Observation& seen) {
  if (!seen.slot) return;
  families.Gauge("walcast_slot_active", "Whether somebody reads the replication slot.");
  families.AddFlag(seen.slot->active);
  families.Gauge("walcast_slot_retained_bytes", "WAL that the server keeps because of the slot.");
  families.Add(seen.slot->retained);
  families.Gauge("walcast_slot_safe_wal_bytes", "WAL that may be written before the slot may be lost; none: no limit.");
  if (seen.slot->safe) families.Add(static_cast<double>(*seen.slot->safe));
  families.Gauge("walcast_slot_limit_seconds", "Until then, at the pace of the last minute.");
  if (const auto seconds = SecondsToLimit(seen)) families.Add(*seconds);
  families.Gauge("walcast_slot_wal_status", "1 for the state of the slot's WAL.");
  for (const auto* status : kWalStatuses) families.AddFlag(seen.slot->wal_status == status, {{"status", status}});
}

void AddDocuments(Families& families, const Observation& seen) {
  families.Counter("walcast_documents_total",
                   "Documents sent, by index and what became of them: retried counts those sent again.");
  for (const auto& [index, counts] : seen.documents) {
    for (const auto& [result, number] :
         std::initializer_list<std::pair<const char*, std::uint64_t>>{{"applied", counts.applied},
                                                                      {"stale", counts.stale},
                                                                      {"rejected", counts.rejected},
                                                                      {"retried", counts.retried}}) {
      families.Add(number, {{"index", index}, {"result", result}});
    }
  }
}

void AddIndices(Families& families, const std::vector<Snapshot::Index>& indices) {
  const auto each = [&](const auto& add) {
    for (const auto& index : indices) add(index, Labels{{"index", index.view.name}});
  };
  families.Gauge("walcast_index_state", "1 for the state the index is in.");
  each([&](const auto& index, const Labels& labels) {
    for (const auto state : {stream::IndexState::kBackfilling, stream::IndexState::kLive,
                             stream::IndexState::kRebuilding, stream::IndexState::kSuspended}) {
      auto both = labels;
      both.push_back({"state", std::string(stream::Name(state))});
      families.AddFlag(index.view.record.state == state, std::move(both));
    }
  });
  families.Gauge("walcast_index_stale", "Whether what the alias names may lack changes, or is of an older definition.");
  each([&](const auto& index, const Labels& labels) {
    families.AddFlag(!index.view.record.generation.empty() && !index.view.trusted, labels);
  });
  families.Gauge("walcast_dead_letters", "Documents that Elasticsearch refuses, or that cannot be rendered.");
  each([&](const auto& index, const Labels& labels) { families.Add(index.dead_letters, labels); });
  families.Gauge("walcast_fill_documents", "Documents in the generation that is being filled.");
  each([&](const auto& index, const Labels& labels) {
    if (index.progress) families.Add(index.progress->documents, labels);
  });
  families.Gauge("walcast_fill_estimated_documents", "Documents that it will have, by the planner's estimate.");
  each([&](const auto& index, const Labels& labels) {
    if (index.progress) families.Add(index.progress->estimate, labels);
  });
}

}  // namespace

std::string MetricsOf(const Observation& seen) {
  Families families;
  AddStream(families, seen);
  AddSlot(families, seen);
  AddDocuments(families, seen);
  AddIndices(families, seen.snapshot.indices);
  families.Histogram("walcast_source_latency_seconds", "From a transaction's commit until it was received.",
                     seen.now.source);
  families.Histogram("walcast_queue_latency_seconds", "From a batch's first row until a writer took it.",
                     seen.now.queue);
  families.Histogram("walcast_delivery_latency_seconds", "From when a writer took a batch until it was written.",
                     seen.now.delivery);
  families.Histogram("walcast_end_to_end_latency_seconds",
                     "From a transaction's commit until its documents were written.", seen.now.end_to_end);
  return families.Text();
}

}  // namespace cdc::control
