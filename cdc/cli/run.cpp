// `walcast run`: wires the concrete classes to the stream and runs until it is told to stop.
#include "cdc/cli/run.h"

#include <unistd.h>
#include <csignal>
#include <cstdio>
#include <thread>

#include "cdc/base/log.h"
#include "cdc/cli/overseer.h"
#include "cdc/cli/progress.h"
#include "cdc/cli/wiring.h"
#include "cdc/control/daemon.h"
#include "cdc/es/bulk_sink.h"
#include "cdc/es/definition.h"
#include "cdc/pg/documents.h"
#include "cdc/pg/replication.h"
#include "cdc/stream/supervisor.h"

namespace cdc::cli {
namespace {

constexpr Duration kCountLimit = std::chrono::seconds(1);  // for the status, which is asked for while nothing answers
constexpr Duration kLookLimit = std::chrono::seconds(2);   // the same, of what is asked of PostgreSQL
constexpr Duration kAnswerDrain = std::chrono::seconds(1);
constexpr int kAborted = 130;
// Longer than every call to a server but those that say how long they may take.
constexpr Duration kSilence = std::chrono::minutes(10);
constexpr int kStopSeconds = 9;  // from the signal to the end, whatever hangs
constexpr Duration kDrawEvery = std::chrono::milliseconds(300);
constexpr std::size_t kColumns = 80;

// SIGTERM and SIGINT, taken by a thread of its own; the second one ends the process at once. REQUIRES: made before any
// other thread, which inherit that the signals are blocked.
class Signals {
 public:
  Signals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGTERM);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGUSR1);  // ours, to end the thread
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    thread_ = std::thread([this] { Take(); });
  }
  ~Signals() {
    done_ = true;
    pthread_kill(thread_.native_handle(), SIGUSR1);
    thread_.join();
  }
  std::stop_token token() const { return stop_.get_token(); }

 private:
  void Take() {
    int signal = 0;
    while (sigwait(&set_, &signal) == 0 && signal == SIGUSR1 && !done_) {
    }
    if (done_) return;
    stop_.request_stop();
    const timespec limit{.tv_sec = kStopSeconds, .tv_nsec = 0};
    while ((signal = sigtimedwait(&set_, nullptr, &limit)) == SIGUSR1 && !done_) {
    }
    if (done_) return;
    if (signal > 0) _exit(kAborted);
    // Something hangs on a server that does not answer. It may be left: what is not kept comes again from the slot.
    std::fputs("walcast: stopped without waiting for a server that does not answer\n", stderr);
    _exit(0);
  }

  sigset_t set_{};
  std::stop_source stop_;
  std::atomic<bool> done_{false};
  std::thread thread_;
};

class Wires final : public stream::Workshop {
 public:
  Wires(const Config& config, const Clock& clock) : config_(config), clock_(clock) {}

  std::unique_ptr<stream::Source> MakeSource(const stream::ServerIdentity& server) override {
    pg::ReplicationOptions options;
    options.connect = Connect();
    options.slot = config_.postgres.slot;
    options.plugin = config_.postgres.plugin;
    return std::make_unique<pg::Replication>(options, clock_, Expect(server));
  }

  std::unique_ptr<stream::Visibility> MakeVisibility(const stream::ServerIdentity& server) override {
    return std::make_unique<pg::Visibility>(Connect(), Expect(server));
  }

  stream::WriterKit MakeKit(const stream::ServerIdentity& server) override {
    return {std::make_unique<pg::Router>(Connect(), Expect(server)),
            std::make_unique<pg::Renderer>(Connect(), Expect(server)),
            std::make_unique<es::BulkSink>(SearchOptions(config_))};
  }

 private:
  pg::ConnectOptions Connect() const {
    auto options = PostgresOptions(config_);
    options.leaving = leaving_;
    return options;
  }
  static pg::Server Expect(const stream::ServerIdentity& server) { return {server.system_id, server.timeline, 0}; }

  const Config& config_;
  const Clock& clock_;
  const std::shared_ptr<std::atomic<bool>> leaving_ = std::make_shared<std::atomic<bool>>(false);
};

stream::SupervisorOptions OptionsOf(const Config& config, const RunOptions& run) {
  stream::SupervisorOptions options;
  options.slot = config.postgres.slot;
  options.plugin = config.postgres.plugin;
  options.stop_on_gap = config.on_gap == "stop";
  options.setup = run.setup;
  for (const auto& index : config.indices) {
    const std::string definition = index.definition_json.dump();
    options.indices.push_back({index.name, definition, es::DefinitionHash(definition), index.root, index.key});
  }
  options.backoff = {config.backoff.min, config.backoff.max};
  options.writers = config.batch.writers;
  options.backfill = {config.backfill.page, config.backfill.documents_per_second};
  options.backfill_workers = config.backfill.workers;
  auto& pipeline = options.pipeline;
  pipeline.batch = {config.batch.documents, config.batch.bytes, config.batch.linger};
  pipeline.writer.documents = config.batch.documents;
  pipeline.writer.bytes = config.batch.bytes;
  pipeline.writer.busy = config.busy_limit;
  pipeline.writer.backoff = options.backoff;
  pipeline.queue = config.batch.queue;
  pipeline.page = config.batch.documents;
  pipeline.backoff = options.backoff;
  return options;
}

es::EsOptions CountOptions(const Config& config) {
  auto options = SearchOptions(config);
  options.connect_timeout = options.timeout = kCountLimit;
  return options;
}

pg::DatabaseOptions LookOptions(const Config& config) {
  auto options = DatabaseOptionsOf(config, nullptr);
  options.connect.statement_timeout = kLookLimit;
  return options;
}

// A bar on the terminal while indices are filled; the log has the same as lines.
class TerminalProgress {
 public:
  TerminalProgress(const stream::Supervisor& supervisor, const Clock& clock, Log& log)
      : supervisor_(supervisor), clock_(clock), log_(log) {
    if (isatty(STDERR_FILENO) != 0) thread_ = std::jthread([this](std::stop_token stop) { Draw(stop); });
  }

 private:
  void Draw(std::stop_token stop) {
    while (clock_.Wait(kDrawEvery, stop)) {
      Progress sum{.done = 0, .total = 0, .per_second = 0, .seconds_left = {}};
      for (const auto& index : supervisor_.Look().indices) {
        if (!index.progress) continue;
        sum.done += index.progress->documents;
        *sum.total += index.progress->estimate;
        sum.per_second += index.progress->per_second;
      }
      if (sum.per_second > 0) sum.seconds_left = static_cast<double>(*sum.total - sum.done) / sum.per_second;
      log_.Draw(*sum.total == 0 ? "" : FormatProgress("filling", "documents", sum, kColumns));
    }
    log_.Draw("");
  }

  const stream::Supervisor& supervisor_;
  const Clock& clock_;
  Log& log_;
  std::jthread thread_;
};

}  // namespace

int RunDaemon(const LoadedConfig& loaded, const RunOptions& run) {
  const Config& config = loaded.config;
  const Signals signals;
  const auto log = StandardLog(config.log.level, config.log.format);
  const auto system_clock = SystemClock();
  Pulses pulses(*system_clock, kSilence);
  const auto clock = std::make_unique<PulseClock>(*system_clock, pulses);
  stream::Supervisor* running = nullptr;  // set before anything is written
  const auto store = MakeStore(config, [&] {
    log->Warn("the record had vanished from the checkpoint store and was written anew");
    running->LettersLost();
  });
  const auto indices = MakeIndices(config, signals.token());
  es::Indices counter(CountOptions(config), signals.token());
  const auto database = MakeDatabase(config, store.get(), *clock);
  const auto asked = MakeDatabase(config, store.get(), *clock);  // the control API's own connection
  Wires wires(config, *clock);
  stream::Supervisor supervisor({*database, *indices, *store, wires, *clock, *log, pulses}, OptionsOf(config, run));
  running = &supervisor;
  pg::Database looked(LookOptions(config), *clock);
  control::Daemon daemon(
      {supervisor, *asked, looked, *indices, counter, *store, wires, *clock, pulses, signals.token()},
      config.postgres.slot, config.postgres.plugin);
  control::Server server(daemon, ControlServerOptions(config));
  server.Start();
  log->Info("walcast " WALCAST_VERSION " starts", {{"config", loaded.file}, {"control", config.control.listen}});
  const TerminalProgress progress(supervisor, *clock, *log);
  const ServiceManager manager;
  const Overseer overseer({[&] { return supervisor.Look(); }, pulses, manager, *system_clock, *log},
                          std::chrono::seconds(kStopSeconds), signals.token());
  supervisor.Run(signals.token());
  server.Stop(kAnswerDrain);
  log->Info("stopped");
  return 0;
}

}  // namespace cdc::cli
