// A PostgreSQL cluster of a test's own, for settings that the shared server does not have and for tests that kill the
// server.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace cdc::test {

// Started by the constructor (about two seconds), stopped and removed by the destructor. Superuser postgres, no
// password.
class TestCluster {
 public:
  // "wal_level=replica", …: settings beyond those of tests/support/postgres.sh.
  explicit TestCluster(const std::vector<std::string>& settings = {});
  ~TestCluster();
  TestCluster(const TestCluster&) = delete;
  TestCluster& operator=(const TestCluster&) = delete;

  std::string Dsn() const;  // to the database postgres, as WALCAST_TEST_DSN
  void Stop();
  void Kill();  // SIGKILL for all its processes at once
  void Start(const std::vector<std::string>& settings = {});
  // Restarts it as a standby of nobody and promotes it: a new timeline.
  void Promote();
  // Where its data lie; to be touched only while it is stopped.
  std::filesystem::path data() const { return directory_ + "/postgres"; }

 private:
  void Run(const std::string& verb, const std::vector<std::string>& arguments) const;

  std::string directory_;
  std::string port_;
};

}  // namespace cdc::test
