// The process that owns the listening sockets and stays while servers come and go. SIGHUP starts a new server from the
// program as it is on the disk now; once it serves, the former one drains. A new one that does not come up changes
// nothing. No connection is refused meanwhile: the sockets are never closed. A server that hangs is ended, and a new
// one started. The service manager, where there is one, is told of all that.
#pragma once

#include <csignal>
#include <string>
#include <vector>

#include "admin/server/http/listen.h"
#include "cdc/base/clock.h"
#include "cdc/base/log.h"
#include "cdc/base/service_manager.h"

namespace admin::cli {

// Tells a server that another one has taken over; SIGTERM tells that there will be none.
inline constexpr int kRetire = SIGUSR1;

struct Replaceable {
  std::string program;                                  // path; what it names may be replaced at any time
  std::vector<std::string> arguments;                   // of `serve`, without the sockets
  cdc::Duration start_time = std::chrono::seconds(60);  // for a new server to say that it serves
  cdc::Duration stop_time = std::chrono::seconds(20);   // for one to end once told
  cdc::Duration silence = std::chrono::seconds(60);     // for one that serves, between two signs of life
  // After that: a process that was stopped as a whole wakes up with every deadline passed, and its server may yet be
  // well.
  cdc::Duration grace = std::chrono::seconds(10);
};

class Replacer {
 public:
  Replacer(Replaceable what, http::Listeners& open, http::Listeners& internal, const cdc::ServiceManager& manager,
           cdc::Log& log);

  // Returns after SIGTERM or SIGINT, once no server is left; 0, or the exit code of a first server that did not come
  // up. Called by a process with one thread.
  int Run();

 private:
  struct Child {
    int pid = 0;
    int signs = -1;             // readable once it serves, then every few seconds, and when it has ended
    std::int64_t deadline = 0;  // to serve, to give its next sign, or to end
    int warnings = 0;           // deadlines for signs that it let pass
  };

  Child Spawn();
  static void Forget(Child& child);  // listens to it no longer
  void OnSignals(int descriptor);
  void Reap();
  void OnReady();
  void OnSigns();
  void EndHanging();
  void StartAskedAgain();
  void Stop(int pid, int signal);
  int NextWait() const;
  void CheckDeadlines();
  void TrySpawn();  // a system that has no room for a process now may have some later

  const Replaceable what_;
  http::Listeners& open_;
  http::Listeners& internal_;
  const cdc::ServiceManager& manager_;
  cdc::Log& log_;
  Child current_, next_;
  std::vector<Child> former_;
  bool stopping_ = false;
  bool asked_again_ = false;  // SIGHUP came while a new server was being started
  bool served_ = false;       // a server has come up since the start
  std::int64_t again_ = 0;    // when a server that has died is started anew
  int code_ = 0;
};

}  // namespace admin::cli
