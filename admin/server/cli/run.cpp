#include "admin/server/cli/run.h"

#include <fmt/format.h>
#include <malloc.h>
#include <sodium.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <climits>
#include <csignal>
#include <thread>

#include "admin/server/app.h"
#include "admin/server/cli/replace.h"
#include "admin/server/config.h"
#include "admin/server/files/sweep.h"
#include "admin/server/http/listen.h"
#include "admin/server/http/server.h"
#include "admin/server/internal/metrics.h"
#include "admin/server/internal/probes.h"
#include "admin/server/workers.h"
#include "cdc/cli/output.h"

namespace admin::cli {
namespace {

using cdc::cli::Command;
using cdc::cli::Invocation;

std::size_t Threads(const AdminConfig& config) {
  if (config.server.threads > 0) return config.server.threads;
  return std::max(1U, std::thread::hardware_concurrency());
}

std::string ProgramPath() {
  char path[PATH_MAX];
  const auto size = ::readlink("/proc/self/exe", path, sizeof path);
  if (size <= 0) throw cdc::Error(cdc::Kind::kInternal, "cannot read where this program is");
  return {path, static_cast<std::size_t>(size)};
}

// The command line's settings as the server's own.
std::vector<std::string> Passed(const Invocation& invocation) {
  std::vector<std::string> words;
  if (const auto file = invocation.Value("config")) words.insert(words.end(), {"--config", *file});
  for (const auto& setting : invocation.Values("set")) words.insert(words.end(), {"--set", setting});
  return words;
}

int Run(const Invocation& invocation) {
  const AdminConfig config = LoadAdminConfig(invocation.Sources());
  const auto log = cdc::StandardLog(config.log.level, config.log.format);
  http::Listeners open(config.server.listen, Threads(config));
  http::Listeners internal(config.server.internal, 1);
  log->Info(
      "walcast-admin " WALCAST_VERSION " starts",
      {{"listen", config.server.listen}, {"port", std::to_string(open.port())}, {"internal", config.server.internal}});
  const cdc::ServiceManager manager;
  Replacer replacer({.program = ProgramPath(),
                     .arguments = Passed(invocation),
                     .stop_time = config.server.drain + std::chrono::seconds(10)},
                    open, internal, manager, *log);
  const int code = replacer.Run();
  log->Info("stopped");
  return code;
}

struct Inherited {
  std::vector<int> open, internal;
};

// The sockets in systemd's protocol, but for LISTEN_PID: who starts us knows whom it starts.
Inherited InheritedSockets(const Invocation& invocation) {
  const auto& environment = invocation.terminal().environment;
  const auto count = environment.find("LISTEN_FDS"), names = environment.find("LISTEN_FDNAMES");
  if (count == environment.end() || names == environment.end()) {
    throw cdc::Error(cdc::Kind::kUsage, "serve serves on sockets that it inherits, and there are none",
                     "Use: walcast-admin run.");
  }
  Inherited sockets;
  std::string rest = names->second + ":";
  for (int descriptor = 3; !rest.empty(); ++descriptor) {
    const auto name = rest.substr(0, rest.find(':'));
    rest.erase(0, name.size() + 1);
    (name == "internal" ? sockets.internal : sockets.open).push_back(descriptor);
  }
  return sockets;
}

sigset_t EndSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, kRetire}) sigaddset(&signals, signal);
  return signals;
}

// SIGTERM: to end; kRetire: another server has taken over.
int WaitForEnd() {
  const sigset_t signals = EndSignals();
  int signal = 0;
  ::sigwait(&signals, &signal);
  return signal;
}

void BlockSignals() {  // before any thread: they inherit it
  sigset_t signals = EndSignals();
  sigaddset(&signals, SIGHUP);
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

// Says that the server serves, then, as long as its loops come round, that it still does.
class Signs {
 public:
  Signs(const Invocation& invocation, http::Server& server, const cdc::Clock& clock) {
    const auto text = invocation.Value("ready");
    if (!text) return;
    const int descriptor = std::atoi(text->c_str());
    std::signal(SIGPIPE, SIG_IGN);  // whom another server follows is listened to no longer
    if (descriptor < 3 || ::write(descriptor, "1", 1) != 1) {
      throw cdc::Error(cdc::Kind::kUsage, "--ready is no open descriptor");
    }
    thread_ = std::jthread([&server, &clock, descriptor](std::stop_token stop) {
      bool heard = true;
      while (heard && clock.Wait(kEvery, stop)) heard = !server.Turns(kTurn) || ::write(descriptor, "1", 1) == 1;
      ::close(descriptor);
    });
  }

 private:
  static constexpr cdc::Duration kEvery = std::chrono::seconds(5);
  static constexpr cdc::Duration kTurn = std::chrono::seconds(10);

  std::jthread thread_;
};

// As many descriptors as the system allows, of which clients get most: the rest is for servers, files and a
// replacement.
std::size_t ConnectionLimit(const AdminConfig& config, cdc::Log& log) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  ::getrlimit(RLIMIT_NOFILE, &limit);
  const std::size_t reserve = 128 + 4 * (config.server.workers + config.server.long_workers);
  const std::size_t free = limit.rlim_cur > reserve ? limit.rlim_cur - reserve : 16;
  const std::size_t each = std::min(config.server.connections, std::max<std::size_t>(free / Threads(config), 16));
  if (each < config.server.connections) {
    log.Warn("the limit of open files allows fewer connections than server.connections",
             {{"open_files", std::to_string(limit.rlim_cur)}, {"connections", std::to_string(each)}});
  }
  return each;
}

http::ServerOptions ServerOptionsOf(const AdminConfig& config, cdc::Log& log) {
  http::ServerOptions options;
  options.connections = ConnectionLimit(config, log);
  options.trusted_proxies = config.server.trusted_proxies;
  options.origins = config.server.origins;
  return options;
}

// Nobody signs in on the internal listener.
class Nobody final : public http::Authenticator {
 public:
  Actor Who(const http::Request&, Worker&) override { return {}; }
};

class NoSchemas final : public http::BodySchemas {
 public:
  void Check(std::string_view, const Json&, Language) const override {}
};

int Serve(const Invocation& invocation) {
  BlockSignals();
  // Threads that wait most of the time need no heap each: with eight a processor, the default, the server kept a fifth
  // more memory.
  ::mallopt(M_ARENA_MAX, 2);
  if (::sodium_init() < 0) throw cdc::Error(cdc::Kind::kInternal, "libsodium cannot be used");
  const AdminConfig config = LoadAdminConfig(invocation.Sources());
  const auto log = cdc::StandardLog(config.log.level, config.log.format);
  const auto sockets = InheritedSockets(invocation);
  const http::Listeners open(sockets.open), internal(sockets.internal);
  const auto clock = cdc::SystemClock();
  Workers workers(config, *clock);
  App app(config, *clock, *log);
  internal::Metrics metrics(app.router().routes(), *log);
  const auto make = [&] { return workers.Make(); };
  http::Lanes lanes(
      {.short_calls = {.threads = config.server.workers, .queue = config.server.queue},
       .searches = {.threads = std::max<std::size_t>(2, config.server.workers / 2), .queue = config.server.queue},
       .long_calls = {.threads = config.server.long_workers, .queue = config.server.long_workers * 2},
       .steering = {.threads = 2, .queue = 16},
       .moves = {.threads = config.files.transfers, .queue = config.files.transfers * 2}},
      *clock, make);
  http::Server server({app.router(), lanes, metrics, *log}, ServerOptionsOf(config, *log), open.descriptors());

  // Probes and metrics have threads of their own: they answer while everything else is busy.
  std::atomic<bool> draining = false;
  Nobody nobody;
  NoSchemas no_schemas;
  const http::Router probes(internal::ProbeRoutes({metrics, [&] { return server.connections(); }, draining}), nobody,
                            no_schemas);
  http::Lanes probe_lanes({.short_calls = {.threads = 1, .queue = 16},
                           .searches = {.threads = 0},
                           .long_calls = {.threads = 0},
                           .steering = {.threads = 0}},
                          *clock, make);
  internal::Metrics probe_metrics(probes.routes(), *log);
  http::Server probe_server({probes, probe_lanes, probe_metrics, *log}, {.connections = 64}, internal.descriptors());

  server.Start();
  probe_server.Start();
  app.Started(*workers.Make());
  const files::Sweeper sweeper(config.files, make, *clock, *log);
  bool retired = false;
  {
    const Signs signs(invocation, server, *clock);
    retired = WaitForEnd() == kRetire;
  }
  draining = true;
  server.Stop(config.server.drain, retired ? http::Server::Idle::kServe : http::Server::Idle::kClose);
  lanes.Stop();
  probe_server.Stop({});
  probe_lanes.Stop();
  return 0;
}

int Openapi(const Invocation& invocation) {
  const AdminConfig config = LoadAdminConfig(invocation.Sources());
  const auto log = cdc::NoLog();
  const auto clock = cdc::SystemClock();
  cdc::cli::PrintJson(invocation, App(config, *clock, *log).Document());
  return 0;
}

}  // namespace

Command RunCommand() {
  return {.name = "run",
          .summary = "serve until SIGTERM; SIGHUP replaces the server without losing a request",
          .description =
              "Serves the API and the panel on server.listen, metrics and probes on server.internal. SIGTERM answers "
              "what is under way\n"
              "and ends. SIGHUP starts the program anew, as it is on the disk then, with its configuration read again; "
              "once the new\n"
              "server serves, the former one drains. Where the new one does not come up, the former one goes on.",
          .arguments = {},
          .options = {},
          .run = Run};
}

Command ServeCommand() {
  return {.name = "serve",
          .summary = "the server that run starts, on sockets it inherits",
          .description =
              "Serves on the sockets of LISTEN_FDS, named open or internal in LISTEN_FDNAMES. For run, and for who "
              "keeps the sockets\n"
              "otherwise.",
          .arguments = {},
          .options = {{.name = "ready",
                       .value = "FD",
                       .help = "a descriptor that gets one byte once it serves, then one every few seconds"}},
          .run = Serve};
}

Command OpenapiCommand() {
  return {.name = "openapi",
          .summary = "print the OpenAPI document",
          .description = "Prints what GET /api/openapi.json answers, without asking any server.",
          .arguments = {},
          .options = {},
          .run = Openapi};
}

}  // namespace admin::cli
