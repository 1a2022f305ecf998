// The film catalogue with a daemon that follows it: what most tests of the whole program begin with.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <stop_token>
#include <string>

#include "tests/support/compare.h"
#include "tests/support/daemon.h"
#include "tests/support/films.h"
#include "tests/support/postgres.h"
#include "tests/support/wait.h"
#include "tests/support/workload.h"

namespace cdc::test {

inline constexpr std::chrono::seconds kLong{120};  // for what takes a moment on an idle machine

// Clients at work for as long as it lives.
class Load {
 public:
  explicit Load(std::function<void(std::stop_token)> work)
      : work_(std::async(std::launch::async, [this, work] { work(stop_.get_token()); })) {}
  ~Load() { stop_.request_stop(); }  // and waits for them
  void End() {                       // throws what a client met
    stop_.request_stop();
    work_.get();
  }

 private:
  std::stop_source stop_;
  std::future<void> work_;
};

class FilmStream : public testing::Test {
 protected:
  // `server`: a cluster of the test's own, "" for the suite's.
  explicit FilmStream(int films = 60, const std::string& server = "");

  // The wait returns and every document equals its SQL.
  void ExpectEqual();
  // Nothing is being filled any more, every index is live.
  bool WaitLive();
  // The same and then ExpectEqual: what is served now was made by then.
  void ExpectEqualOnceLive();
  // The same, by the process that was started first, and nothing was built anew.
  void ExpectUnharmed();
  WorkloadCounts Change(std::uint64_t seed, int transactions = 15);
  // The clients' work, to be run on a thread until stopped.
  void ChangeUntil(std::uint64_t seed, std::stop_token stop, std::chrono::milliseconds rest = {});
  // The same by clients whom the server may leave for a while.
  void ChangeThrough(std::uint64_t seed, std::stop_token stop, std::chrono::milliseconds rest = {});
  // The server's log has grown so far: more telling than a time, as the machine is slow or fast.
  bool WaitForLog(std::uint64_t bytes, std::chrono::seconds limit = kLong);
  std::string Film();  // the id of one that is there

  TestDatabase database_;
  Site site_;
  Daemon daemon_;
};

}  // namespace cdc::test
