#include "cdc/control/daemon.h"

#include <algorithm>

#include "cdc/base/error.h"
#include "cdc/control/letters.h"

namespace cdc::control {
namespace {

constexpr Duration kCallLimit = std::chrono::seconds(25);  // of what is done on the supervisor's thread
constexpr Duration kMarkLimit = std::chrono::seconds(10);
constexpr Duration kPoll = std::chrono::milliseconds(10);
constexpr std::size_t kPage = 1000;

}  // namespace

Daemon::Daemon(Parts parts, std::string slot, std::string plugin)
    : parts_(parts),
      slot_(std::move(slot)),
      plugin_(std::move(plugin)),
      lookout_(parts.looked, parts.clock),
      sampler_([this](std::stop_token stop) { Sample(stop); }) {}

Lsn Daemon::Mark() {
  const std::scoped_lock lock(database_mutex_);
  return parts_.database.Mark();
}

bool Daemon::Ready() {
  const auto state = parts_.supervisor.Look().state;
  return state == stream::DaemonState::kStreaming || state == stream::DaemonState::kStandby;
}

void Daemon::RefreshIfThere(const std::string& generation) {
  try {
    parts_.indices.Refresh(generation);
  } catch (const Error& error) {
    if (error.kind() != Kind::kIndex) throw;  // given up meanwhile: nobody searches it
  }
}

Json Daemon::Wait(std::optional<Lsn> lsn, Duration limit, std::stop_token stop) {
  const TimePoint end = parts_.clock.Now() + limit;
  const Lsn target = lsn ? *lsn : Mark();
  for (;;) {
    const Snapshot snapshot = parts_.supervisor.Look();
    if (CaughtUp(snapshot, target)) {
      for (const auto& index : snapshot.indices) {
        const auto& record = index.view.record;
        if (record.state == stream::IndexState::kSuspended) continue;
        if (!record.generation.empty()) parts_.indices.Refresh(record.generation);
        // The alias may be moving to it at this moment.
        if (record.filling) RefreshIfThere(record.filling->generation);
      }
      return {{"lsn", target.ToString()}};
    }
    if (snapshot.paused) {
      throw Error(Kind::kNotYet, WhyNotCaughtUp(snapshot, target) + "; the stream is paused",
                  "Let it go on: walcast resume.");
    }
    if (parts_.clock.Now() >= end || !parts_.clock.Wait(kPoll, stop)) {
      throw Error(Kind::kNotYet, WhyNotCaughtUp(snapshot, target),
                  snapshot.error.empty() ? "`walcast status` says how far it is." : snapshot.error);
    }
  }
}

Json Daemon::Rebuild(const std::string& index, bool restart) {
  return {{"index", index}, {"generation", parts_.supervisor.Rebuild(index, kCallLimit, restart)}};
}

Json Daemon::ResetSlot() {
  parts_.supervisor.ResetSlot(kCallLimit);
  const TimePoint end = parts_.clock.Now() + kCallLimit;
  while (parts_.supervisor.Look().state != stream::DaemonState::kStreaming) {
    if (parts_.clock.Now() >= end || parts_.stop.stop_requested())
      throw Error(Kind::kNotYet, "the slot is not back yet", "`walcast status` says why.");
    parts_.clock.Wait(kPoll, parts_.stop);
  }
  return {{"slot", slot_}, {"plugin", plugin_}};
}

void Daemon::PassMark() {
  const TimePoint end = parts_.clock.Now() + kMarkLimit;
  for (const Lsn target = Mark();;) {
    const Snapshot snapshot = parts_.supervisor.Look();
    const bool streaming = snapshot.state == stream::DaemonState::kStreaming;
    // A pause is the supervisor's to refuse.
    if (snapshot.paused || (streaming && snapshot.checkpoint >= target)) return;
    if (!streaming || parts_.clock.Now() >= end || !parts_.clock.Wait(kPoll, parts_.stop)) {
      throw Error(Kind::kNotYet, "the stream has not come as far as " + target.ToString() + " yet",
                  snapshot.error.empty() ? "`walcast status` says how far it is." : snapshot.error);
    }
  }
}

Json Daemon::WriteAgain(const std::string& index, const std::vector<std::string>& ids) {
  const auto record = Chosen(index).front().view.record;
  if (record.state == stream::IndexState::kSuspended) {
    throw Error(Kind::kNotYet, "index " + index + " is suspended: " + record.reason,
                "Rebuild it once the cause is gone: walcast rebuild " + index + ".");
  }
  PassMark();
  parts_.supervisor.WriteAgain(index, ids, MakeKit(), parts_.stop);
  return {{"index", index}, {"documents", ids.size()}};
}

Json Daemon::Written(const std::string& index, const std::string& generation, Version version) {
  Chosen(index);
  return WrittenJson(index, generation, version, parts_.supervisor.meters().times.Find(generation, version));
}

Json Daemon::Pause() {
  const auto since = parts_.supervisor.Pause(kCallLimit);
  const auto seen = Observe();
  return {{"paused", true},
          {"since", since * 1000},
          {"checkpoint", seen.snapshot.checkpoint.ToString()},
          {"slot", SlotJson(seen)},
          {"warning", PauseWarning(seen)}};
}

Json Daemon::Resume() {
  parts_.supervisor.Resume();
  return {{"paused", false}, {"checkpoint", parts_.supervisor.Look().checkpoint.ToString()}};
}

// ---- dead letters

std::vector<Snapshot::Index> Daemon::Chosen(const std::optional<std::string>& index) {
  const Snapshot snapshot = parts_.supervisor.Look();
  std::vector<Snapshot::Index> chosen;
  for (const auto& each : snapshot.indices) {
    if (!index || each.view.name == *index) chosen.push_back(each);
  }
  if (index && chosen.empty())
    throw Error(Kind::kUsage, "there is no index '" + *index + "', or walcast is not streaming");
  return chosen;
}

Json Daemon::Letters(const std::optional<std::string>& index, const std::string& after, std::size_t limit) {
  std::vector<std::string> generations;
  for (const auto& each : Chosen(index)) {
    for (auto& name : GenerationsOf(each.view.record)) generations.push_back(std::move(name));
  }
  return ListLetters(parts_.store, generations, after, limit);
}

stream::WriterKit Daemon::MakeKit() {
  stream::ServerIdentity server;
  {
    const std::scoped_lock lock(database_mutex_);
    server = parts_.database.Identify();
  }
  return parts_.workshop.MakeKit(server);
}

Json Daemon::RetryLetters(const std::optional<std::string>& index, const std::vector<std::string>& ids) {
  const stream::WriterKit kit = MakeKit();
  std::size_t retried = 0, left = 0;
  for (const auto& each : Chosen(index)) {
    for (const auto& generation : GenerationsOf(each.view.record)) {
      const auto found = LetterIds(parts_.store, generation, ids);
      for (std::size_t at = 0; at < found.size(); at += kPage) {
        const auto end = std::min(found.size(), at + kPage);
        parts_.supervisor.WriteAgain(
            each.view.name,
            {found.begin() + static_cast<std::ptrdiff_t>(at), found.begin() + static_cast<std::ptrdiff_t>(end)}, kit,
            parts_.stop);
      }
      retried += found.size();
      left += LetterIds(parts_.store, generation, found.empty() ? std::vector<std::string>{""} : found).size();
    }
  }
  return {{"retried", retried}, {"applied", retried - std::min(retried, left)}, {"left", left}};
}

Json Daemon::DiscardLetters(const std::optional<std::string>& index, const std::vector<std::string>& ids) {
  std::size_t discarded = 0;
  const auto record = parts_.store.Load();
  if (!record) throw Error(Kind::kNotYet, "the store holds no record yet");
  for (const auto& each : Chosen(index)) {
    for (const auto& generation : GenerationsOf(each.view.record)) {
      const auto found = LetterIds(parts_.store, generation, ids);
      for (const auto& id : found) parts_.store.RemoveLetter(record->epoch, generation, id, ~Version{0});
      parts_.supervisor.ForgetLetters(generation, found);
      discarded += found.size();
    }
  }
  return {{"discarded", discarded}};
}

}  // namespace cdc::control
