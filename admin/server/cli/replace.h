// The process that owns the listening sockets and stays while servers come and go. SIGHUP starts a new server from the
// program as it is on the disk now; once it serves, the former one drains. A new one that does not come up changes
// nothing. No connection is refused meanwhile: the sockets are never closed.
#pragma once

#include <csignal>
#include <string>
#include <vector>

#include "admin/server/http/listen.h"
#include "cdc/base/clock.h"
#include "cdc/base/log.h"

namespace admin::cli {

// Tells a server that another one has taken over; SIGTERM tells that there will be none.
inline constexpr int kRetire = SIGUSR1;

struct Replaceable {
  std::string program;                                  // path; what it names may be replaced at any time
  std::vector<std::string> arguments;                   // of `serve`, without the sockets
  cdc::Duration start_time = std::chrono::seconds(60);  // for a new server to say that it serves
  cdc::Duration stop_time = std::chrono::seconds(20);   // for one to end once told
};

class Replacer {
 public:
  Replacer(Replaceable what, http::Listeners& open, http::Listeners& internal, cdc::Log& log);

  // Returns after SIGTERM or SIGINT, once no server is left; 0, or the exit code of a first server that did not come
  // up. Called by a process with one thread.
  int Run();

 private:
  struct Child {
    int pid = 0;
    int ready = -1;  // becomes readable once it serves, or has ended
    std::int64_t deadline = 0;
  };

  Child Spawn();
  void OnSignals(int descriptor);
  void Reap();
  void OnReady();
  void StartAskedAgain();
  void Stop(int pid, int signal);
  int NextWait() const;
  void CheckDeadlines();
  void TrySpawn();  // a system that has no room for a process now may have some later

  const Replaceable what_;
  http::Listeners& open_;
  http::Listeners& internal_;
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
