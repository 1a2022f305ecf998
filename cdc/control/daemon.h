// The daemon behind the control API: what is asked of the supervisor, the server, the indices and the store, as JSON.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "cdc/base/clock.h"
#include "cdc/control/history.h"
#include "cdc/control/lookout.h"
#include "cdc/control/service.h"
#include "cdc/control/status.h"
#include "cdc/stream/database.h"
#include "cdc/stream/indices.h"
#include "cdc/stream/store.h"
#include "cdc/stream/supervisor.h"

namespace cdc::control {

class Daemon final : public Service {
 public:
  struct Parts {
    stream::Supervisor& supervisor;
    stream::Database& database;  // of its own: used under a lock, from any thread
    stream::Database& looked;    // of its own; its calls soon end: the status must answer while PostgreSQL hangs
    stream::Indices& indices;
    stream::Indices& counter;  // its calls soon end: the status must answer while Elasticsearch hangs
    stream::Store& store;
    stream::Workshop& workshop;
    const Clock& clock;
    const Pulses& pulses;
    std::stop_token stop;  // ends calls that wait
  };
  Daemon(Parts parts, std::string slot, std::string plugin);

  Json Status() override;
  bool Ready() override;
  std::optional<Pulses::Late> Hanging() override { return parts_.pulses.Hanging(); }
  Json Checks() override;
  std::string Metrics() override;
  Json Wait(std::optional<Lsn> lsn, Duration limit, std::stop_token stop) override;
  Json Rebuild(const std::string& index, bool restart) override;
  Json ResetSlot() override;
  Json Pause() override;
  Json Resume() override;
  Json Letters(const std::optional<std::string>& index, const std::string& after, std::size_t limit) override;
  Json RetryLetters(const std::optional<std::string>& index, const std::vector<std::string>& ids) override;
  Json WriteAgain(const std::string& index, const std::vector<std::string>& ids) override;
  Json Written(const std::string& index, const std::string& generation, Version version) override;
  Json DiscardLetters(const std::optional<std::string>& index, const std::vector<std::string>& ids) override;

 private:
  void RefreshIfThere(const std::string& generation);
  Observation Observe();
  void Sample(std::stop_token stop);
  double Behind(Lsn server, Lsn checkpoint);
  std::vector<Snapshot::Index> Chosen(const std::optional<std::string>& index);
  stream::WriterKit MakeKit();
  Lsn Mark();
  // Returns once the durable checkpoint is behind this moment, or it is paused: what is written then is newer than
  // all that the index holds. Throws kNotYet where that takes too long.
  void PassMark();

  const Parts parts_;
  const std::string slot_, plugin_;
  std::mutex database_mutex_;  // guards parts_.database
  Lookout lookout_;
  std::mutex mutex_;          // guards what follows
  Lsn position_;              // of the server, as of the last look
  TimePoint behind_since_{};  // since when the checkpoint has been behind the server
  History history_;
  std::jthread sampler_;  // last
};

}  // namespace cdc::control
