#include "admin/server/files/sweep.h"

#include <pthread.h>

#include "admin/server/sql.h"
#include "admin/server/worker.h"

namespace admin::files {
namespace {

constexpr std::size_t kPage = 1000;

std::string Seconds(cdc::Duration time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time).count()) + " s";
}

std::string Array(const std::vector<std::string>& keys) { return cdc::pg::ArrayLiteral(std::span(keys)); }

// A film that comes back meanwhile has its files again: who forgets a file first is who has it.
std::size_t SweepRemoved(store::Database& edits, Storage& storage, const std::string& prefix, cdc::Duration grace,
                         std::stop_token stop) {
  for (std::size_t count = 0;;) {
    const auto found = cdc::pg::FirstColumn(edits.Query(sql::kFileRemoved, {Seconds(grace), prefix}, stop));
    if (found.empty()) return count;
    std::vector<std::string> forgotten;
    edits.InTransaction([&] { forgotten = cdc::pg::FirstColumn(edits.Query(sql::kFileForget, {Array(found)}, stop)); },
                        stop);
    for (const auto& key : forgotten) storage.Delete(key, stop);
    count += forgotten.size();
  }
}

std::size_t SweepOrphans(store::Database& edits, Storage& storage, const std::string& prefix, cdc::Duration grace,
                         std::stop_token stop) {
  // An upload writes its row after its bytes: what is young may be about to get one.
  const auto youngest = std::chrono::system_clock::now() - std::chrono::duration_cast<std::chrono::seconds>(grace);
  std::size_t count = 0;
  std::vector<std::string> keys;
  const auto judge = [&] {
    for (const auto& key : cdc::pg::FirstColumn(edits.Query(sql::kFileUnknown, {Array(keys)}, stop))) {
      storage.Delete(key, stop);
      ++count;
    }
    keys.clear();
  };
  storage.List(
      prefix,
      [&](const Object& object) {
        if (object.written >= youngest) return;
        keys.push_back(object.key);
        if (keys.size() == kPage) judge();
      },
      stop);
  judge();
  return count;
}

}  // namespace

Swept Sweep(store::Database& edits, Storage& storage, cdc::Duration grace, std::stop_token stop) {
  const auto store = edits.Query(sql::kFileStore, {}, stop);
  const std::string prefix = std::string(store.Text(0, 0)) + "/";
  Swept swept;
  swept.removed = SweepRemoved(edits, storage, prefix, grace, stop);
  swept.orphans = SweepOrphans(edits, storage, prefix, grace, stop);
  storage.Tidy(std::chrono::duration_cast<std::chrono::seconds>(grace));
  return swept;
}

Sweeper::Sweeper(Options options, http::Lanes::MakeWorker make, const cdc::Clock& clock, cdc::Log& log)
    : options_(std::move(options)), make_(std::move(make)), clock_(clock), log_(log) {
  if (options_.store != "none") thread_ = std::jthread([this](std::stop_token stop) { Run(std::move(stop)); });
}

void Sweeper::Run(std::stop_token stop) {
  pthread_setname_np(pthread_self(), "sweeper");
  const auto worker = make_();
  const auto storage = MakeStorage(options_, clock_);
  while (clock_.Wait(options_.sweep / 4, stop)) {
    try {
      if (worker->edits.Query(sql::kFileTurn, {Seconds(options_.sweep)}, stop).size() == 0) continue;
      const auto swept = Sweep(worker->edits, *storage, options_.grace, stop);
      if (swept.removed + swept.orphans == 0) continue;
      log_.Info("files without a film were removed",
                {{"removed", std::to_string(swept.removed)}, {"orphans", std::to_string(swept.orphans)}});
    } catch (const cdc::Error& error) {
      if (!stop.stop_requested()) log_.Write(cdc::Level::kWarn, "files could not be swept", error);
    }
  }
}

}  // namespace admin::files
