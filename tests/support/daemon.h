// A running `walcast run`, the real program ($WALCAST_BIN), and its command line beside it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/site.h"

namespace cdc::test {

// For one thread at a time. Prints the end of its log when a test has failed.
class Daemon {
 public:
  static constexpr std::chrono::seconds kPatience{120};  // generous: the machine may be busy with other tests

  // Does not start it. `site` outlives it.
  explicit Daemon(const Site& site);
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  void Launch();  // returns at once
  void Start();   // returns once it is ready; throws std::runtime_error with its log where it is not in time
  bool Running();
  std::uint64_t PeakMemory() const;  // bytes; 0 while it does not run
  void Freeze();                     // SIGSTOP, until Thaw
  void Thaw();
  void Kill();      // SIGKILL, and waits for its end
  int Terminate();  // SIGTERM; the exit code, -1 where it takes longer than 5 times 10 s
  int Join(std::chrono::seconds limit = kPatience);  // the exit code once it ends by itself

  const std::string& Address() const { return listen_; }  // of its control API, "127.0.0.1:8091"
  bool Ready();
  void WaitReady();
  // POST /wait: everything committed up to now is in the indices. Throws where that takes longer than `limit`.
  void Wait(std::chrono::seconds limit = kPatience);
  Json Status();                               // GET /status; null while it does not answer
  Json IndexStatus(const std::string& index);  // of the site's short name; null where it is not there
  std::string State();                         // "streaming", …; "" while it does not answer
  HttpReply Ask(const std::string& method, const std::string& path, const std::string& body = "",
                std::chrono::seconds limit = kPatience);

  std::string Log() const;
  bool Logged(const std::string& text) const { return Log().find(text) != std::string::npos; }

  // The command line, with this daemon's configuration and address.
  Finished Command(std::vector<std::string> words);

 private:
  std::map<std::string, std::string> Environment() const;
  std::string Tail() const;

  const Site& site_;
  const std::string listen_;
  const std::filesystem::path log_;
  HttpClient control_;
  std::optional<Process> process_;
};

}  // namespace cdc::test
