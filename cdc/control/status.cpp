#include "cdc/control/status.h"

#include <algorithm>
#include <optional>

#include "cdc/base/error.h"
#include "cdc/base/units.h"

namespace cdc::control {
namespace {

constexpr Duration kCounting = std::chrono::seconds(1);

std::optional<std::uint64_t> Count(stream::Indices& counter, const std::string& generation) {
  try {
    return counter.Count(generation);
  } catch (const Error&) {
    return std::nullopt;
  }
}

Json FillingStatus(const Snapshot::Index& index) {
  const auto& filling = index.view.record.filling;
  if (!filling) return nullptr;
  Json status = {{"generation", filling->generation}, {"documents", filling->documents}};
  if (!index.progress) return status;
  const auto& progress = *index.progress;
  const double left = static_cast<double>(progress.estimate - progress.documents);
  status["documents"] = progress.documents;
  status["estimate"] = progress.estimate;
  status["per_second"] = progress.per_second;
  status["seconds_left"] = progress.per_second > 0 ? Json(left / progress.per_second) : Json(nullptr);
  return status;
}

Json OrNull(const std::optional<double>& number) { return number ? Json(*number) : Json(nullptr); }

// Seconds, of the last minute.
Json LatencyJson(const stream::LatencyCounts& counts) {
  return {{"count", counts.Count()},
          {"p50", OrNull(counts.Quantile(0.5))},
          {"p95", OrNull(counts.Quantile(0.95))},
          {"p99", OrNull(counts.Quantile(0.99))}};
}

Json TablesJson(const Observation& seen) {
  Json tables = Json::array();
  for (const auto& [name, rows] : seen.now.rows)
    tables.push_back({{"name", name}, {"rows", rows}, {"per_second", seen.recent.rows.at(name)}});
  return tables;
}

// The stream is one for all: an index lags as far as it does, unless the stream passes it over.
void AddPace(Json& indices, const Observation& seen) {
  for (auto& index : indices) {
    const auto pace = seen.recent.written.find(index["name"].get<std::string>());
    index["per_second"] = pace == seen.recent.written.end() ? 0.0 : pace->second;
    const bool suspended = index["state"] == stream::Name(stream::IndexState::kSuspended);
    index["lag_bytes"] = suspended ? Json(nullptr) : Json(seen.lag_bytes);
    index["lag_seconds"] = suspended ? Json(nullptr) : Json(seen.lag_seconds);
  }
}

}  // namespace

std::optional<double> SecondsToLimit(const Observation& seen) {
  if (!seen.slot || !seen.slot->safe || !seen.recent.wal || *seen.recent.wal <= 0) return std::nullopt;
  return std::max(0.0, static_cast<double>(*seen.slot->safe)) / *seen.recent.wal;
}

Json SlotJson(const Observation& seen) {
  if (!seen.slot) return nullptr;
  const auto& slot = *seen.slot;
  return {{"name", slot.name},
          {"plugin", slot.plugin},
          {"active", slot.active},
          {"confirmed", slot.confirmed.ToString()},
          {"wal_status", slot.wal_status},
          {"retained_bytes", slot.retained},
          {"safe_wal_size", slot.safe ? Json(*slot.safe) : Json(nullptr)},
          {"seconds_to_limit", OrNull(SecondsToLimit(seen))}};
}

Json PauseWarning(const Observation& seen) {
  if (!seen.snapshot.paused) return nullptr;
  std::string warning = "the stream is paused, and the slot keeps the server's WAL until it is resumed";
  if (seen.slot) warning += ": " + FormatBytes(seen.slot->retained) + " by now";
  return warning;
}

Json StatusOf(const Observation& seen, stream::Indices& counter, const Clock& clock) {
  const auto& snapshot = seen.snapshot;
  const auto& recent = seen.recent;
  Json indices = IndicesStatus(snapshot.indices, counter, clock);
  AddPace(indices, seen);
  return {{"version", WALCAST_VERSION},
          {"state", stream::Name(snapshot.state)},
          {"ready", seen.ready},
          {"paused", snapshot.paused.has_value()},
          {"paused_since", snapshot.paused ? Json(*snapshot.paused * 1000) : Json(nullptr)},
          {"warning", PauseWarning(seen)},
          {"error", seen.error.empty() ? Json(nullptr) : Json(seen.error)},
          {"server", seen.server ? Json(seen.server->ToString()) : Json(nullptr)},
          {"checkpoint", snapshot.checkpoint.ToString()},
          {"received", snapshot.received.ToString()},
          {"lag_bytes", seen.lag_bytes},
          {"lag_seconds", seen.lag_seconds},
          {"wal_bytes_per_second", OrNull(recent.wal)},
          {"in_flight", snapshot.in_flight},
          {"written",
           {{"applied", snapshot.applied},
            {"stale", snapshot.stale},
            {"rejected", snapshot.rejected},
            {"retried", snapshot.retried}}},
          {"latency",
           {{"source", LatencyJson(recent.source)},
            {"queue", LatencyJson(recent.queue)},
            {"delivery", LatencyJson(recent.delivery)},
            {"end_to_end", LatencyJson(recent.end_to_end)}}},
          {"slot", SlotJson(seen)},
          {"tables", TablesJson(seen)},
          {"indices", indices}};
}

Json IndicesStatus(const std::vector<Snapshot::Index>& indices, stream::Indices& counter, const Clock& clock) {
  Json list = Json::array();
  const TimePoint end = clock.Now() + kCounting;
  for (const auto& index : indices) {
    const auto& record = index.view.record;
    const bool served = !record.generation.empty();
    const auto documents = served && clock.Now() < end ? Count(counter, record.generation) : std::nullopt;
    list.push_back({{"name", index.view.name},
                    {"state", stream::Name(record.state)},
                    {"stale", served && !index.view.trusted},
                    {"reason", record.reason},
                    {"generation", served ? Json(record.generation) : Json(nullptr)},
                    {"filling", FillingStatus(index)},
                    {"documents", documents ? Json(*documents) : Json(nullptr)},
                    {"dead_letters", index.dead_letters}});
  }
  return list;
}

std::vector<std::string> NotFilled(const Snapshot& snapshot) {
  std::vector<std::string> names;
  for (const auto& index : snapshot.indices) {
    const bool suspended = index.view.record.state == stream::IndexState::kSuspended;
    const bool whole = index.view.served && index.view.trusted;
    if (!suspended && !whole) names.push_back(index.view.name);
  }
  return names;
}

bool CaughtUp(const Snapshot& snapshot, Lsn lsn) {
  return snapshot.state == stream::DaemonState::kStreaming && snapshot.checkpoint >= lsn && NotFilled(snapshot).empty();
}

std::string WhyNotCaughtUp(const Snapshot& snapshot, Lsn lsn) {
  std::string why = "not everything up to " + lsn.ToString() + " is in the indices yet";
  std::string names;
  for (const auto& name : NotFilled(snapshot)) names += (names.empty() ? "" : ", ") + name;
  if (!names.empty()) why += "; still to be filled: " + names;
  return why;
}

Json WrittenJson(const std::string& index, const std::string& generation, Version version,
                 const std::variant<stream::WriteTimes::Known, stream::WriteTimes::Unknown>& found) {
  const auto span = [](std::int64_t from, std::int64_t until) {
    return Json{{"from", from / 1000}, {"until", until / 1000}};
  };
  Json json = {{"index", index},     {"generation", generation}, {"lsn", Lsn{version}.ToString()},
               {"written", nullptr}, {"committed", nullptr},     {"unknown", nullptr}};
  if (const auto* known = std::get_if<stream::WriteTimes::Known>(&found)) {
    json["written"] = span(known->written.sent, known->written.answered);
    const auto& [oldest, newest] = known->commits;
    if (oldest && newest) json["committed"] = span(*oldest, *newest);
    return json;
  }
  switch (std::get<stream::WriteTimes::Unknown>(found)) {
    case stream::WriteTimes::Unknown::kForgotten: json["unknown"] = "forgotten"; break;
    case stream::WriteTimes::Unknown::kUnderWay: json["unknown"] = "under_way"; break;
    case stream::WriteTimes::Unknown::kNever: json["unknown"] = "never"; break;
  }
  return json;
}

}  // namespace cdc::control
