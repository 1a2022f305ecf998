// A running `walcast-admin run`, the real program ($WALCAST_ADMIN_BIN), on a port, a Redis prefix and, mostly, a
// database of its own.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/scratch.h"
#include "tests/support/web.h"

namespace cdc::test {

class AdminServer {
 public:
  // `dsn`: of the database; `settings`: "server.workers=2", over the fixture's own.
  explicit AdminServer(const std::string& dsn, std::vector<std::string> settings = {});
  ~AdminServer();  // stops it, and removes its keys from Redis
  AdminServer(const AdminServer&) = delete;
  AdminServer& operator=(const AdminServer&) = delete;

  void Launch();  // returns at once
  void Start();   // returns once it is ready; throws std::runtime_error with its log where it is not in time
  bool Ready();
  int Terminate();  // SIGTERM; the exit code
  void Signal(int signal);
  int pid() const;
  std::uint64_t PeakMemory() const;  // bytes, of the process that serves, the child of the one that was started

  const std::string& url() const { return url_; }  // "http://127.0.0.1:PORT"
  const std::string& internal_url() const { return internal_url_; }
  int port() const;
  const std::string& prefix() const { return prefix_; }  // of its keys in Redis
  std::string Log() const;
  // The command line, with this server's configuration.
  Finished Command(std::vector<std::string> words, const std::string& input = "");
  // The same, with a file or a terminal as standard input.
  Finished CommandFrom(const std::string& file, std::vector<std::string> words);
  // Added to the environment of what is started from now on.
  std::map<std::string, std::string> environment;

 private:
  std::vector<std::string> Words(std::vector<std::string> words) const;
  std::map<std::string, std::string> Environment() const;

  const std::string listen_, internal_;
  const std::string url_, internal_url_;
  const std::string prefix_;
  std::vector<std::string> settings_;
  Scratch scratch_;
  std::optional<Process> process_;
};

}  // namespace cdc::test
