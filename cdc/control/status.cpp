#include "cdc/control/status.h"

#include <optional>

#include "cdc/base/error.h"

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

}  // namespace

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

}  // namespace cdc::control
