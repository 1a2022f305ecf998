// SIGHUP puts a new server in the place of the running one: no request fails, the main process stays, and a program
// that is broken changes nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <thread>

#include "tests/support/admin_server.h"
#include "tests/support/films.h"
#include "tests/support/postgres.h"
#include "tests/support/wait.h"

namespace cdc::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr std::chrono::seconds kLong{60};

std::size_t Count(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++count;
  return count;
}

// A copy of the program, which a test may put another one in the place of.
class Replacing : public testing::Test {
 protected:
  Replacing() {
    LoadFilms(database_, 20);
    fs::copy_file(original_, program_);
    ::setenv("WALCAST_ADMIN_BIN", program_.c_str(), 1);
    server_.emplace(database_.Dsn());
    server_->Start();
  }
  ~Replacing() override { ::setenv("WALCAST_ADMIN_BIN", original_.c_str(), 1); }

  std::size_t Served() { return Count(server_->Log(), "the server serves"); }
  // As a package manager does: the running program keeps its file.
  void Install(const std::string& text) {
    const fs::path fresh = scratch_.Write("fresh", text);
    fs::permissions(fresh, fs::perms::owner_all);
    fs::rename(fresh, program_);
  }
  void InstallOriginal() {
    fs::copy_file(original_, scratch_.path() / "fresh", fs::copy_options::overwrite_existing);
    fs::rename(scratch_.path() / "fresh", program_);
  }

  const std::string original_ = test::Environment("WALCAST_ADMIN_BIN");
  Scratch scratch_;
  const fs::path program_ = scratch_.path() / "walcast-admin";
  TestDatabase database_;
  std::optional<AdminServer> server_;
};

// Clients that ask on kept and on new connections, until they are told to end.
class Clients {
 public:
  explicit Clients(const std::string& url) {
    for (int i = 0; i < 4; ++i) {
      threads_.emplace_back([this, url, fresh = i % 2 == 1](const std::stop_token& stop) {
        auto web = std::make_unique<Web>(url);
        while (!stop.stop_requested()) {
          if (fresh) web = std::make_unique<Web>(url);
          if (web->Get("/api/openapi.json").status == 200) {
            ++good;
          } else {
            ++bad;
          }
        }
      });
    }
  }
  void End() { threads_.clear(); }

  std::atomic<int> good{0}, bad{0};

 private:
  std::vector<std::jthread> threads_;
};

TEST_F(Replacing, NoRequestFailsWhileTheServerIsReplacedAgainAndAgain) {
  Clients clients(server_->url());
  const int pid = server_->pid();
  for (std::size_t round = 1; round <= 5; ++round) {
    InstallOriginal();
    server_->Signal(SIGHUP);
    ASSERT_TRUE(WaitUntil([&] { return Served() == round + 1; }, kLong)) << server_->Log();
    const int before = clients.good;
    ASSERT_TRUE(WaitUntil([&] { return clients.good > before + 50; }, kLong));
  }
  clients.End();
  EXPECT_EQ(clients.bad, 0);
  EXPECT_EQ(server_->pid(), pid);
  EXPECT_EQ(server_->Terminate(), 0);
}

// wrk sends nothing twice: what meets a closed connection is counted as an error.
TEST_F(Replacing, ALoadThatNeverRepeatsARequestSeesNoError) {
  auto load = std::async(std::launch::async, [&] {
    return RunToEnd(
        {"wrk", "--threads", "2", "--connections", "32", "--duration", "6s", server_->url() + "/api/openapi.json"});
  });
  for (std::size_t round = 1; round <= 3; ++round) {
    server_->Signal(SIGHUP);
    ASSERT_TRUE(WaitUntil([&] { return Served() == round + 1; }, kLong)) << server_->Log();
  }
  const auto finished = load.get();
  EXPECT_EQ(finished.exit, 0) << finished.output;
  EXPECT_THAT(finished.output, HasSubstr("Requests/sec"));
  EXPECT_THAT(finished.output, testing::Not(HasSubstr("Socket errors"))) << finished.output;
  EXPECT_THAT(finished.output, testing::Not(HasSubstr("Non-2xx"))) << finished.output;
}

// The first of two signals may have been read as the program was put in place.
TEST_F(Replacing, ASignalDuringAReplacementIsNotForgotten) {
  server_->Signal(SIGHUP);
  ASSERT_TRUE(WaitUntil([&] { return Count(server_->Log(), "starting a new server") == 1; }, kLong)) << server_->Log();
  server_->Signal(SIGHUP);
  EXPECT_TRUE(WaitUntil([&] { return Served() == 3; }, kLong)) << server_->Log();
}

TEST_F(Replacing, AProgramThatIsBrokenLeavesTheRunningServer) {
  Clients clients(server_->url());
  for (const char* broken : {"#!/bin/sh\nexit 3\n", "no program at all", "#!/bin/sh\nkill -9 $$\n"}) {
    const auto failed = Count(server_->Log(), "did not come up");
    Install(broken);
    server_->Signal(SIGHUP);
    ASSERT_TRUE(WaitUntil([&] { return Count(server_->Log(), "did not come up") == failed + 1; }, kLong))
        << server_->Log();
  }
  InstallOriginal();
  server_->Signal(SIGHUP);
  ASSERT_TRUE(WaitUntil([&] { return Served() == 2; }, kLong)) << server_->Log();
  clients.End();
  EXPECT_EQ(clients.bad, 0);
  EXPECT_GT(clients.good, 0);
}

TEST_F(Replacing, ARequestUnderWayIsAnsweredByTheServerThatTookIt) {
  RawSocket kept(server_->port());
  kept.Send("GET /api/openapi.json HTTP/1.1\r\nHo");  // half a request
  server_->Signal(SIGHUP);
  ASSERT_TRUE(WaitUntil([&] { return Served() == 2; }, kLong)) << server_->Log();
  kept.Send("st: a\r\n\r\n");
  EXPECT_THAT(kept.Read(kLong, "200 OK"), HasSubstr("200 OK"));
}

TEST_F(Replacing, AServerThatDiesIsStartedAnew) {
  const auto children = [&] { return RunToEnd({"pgrep", "--parent", std::to_string(server_->pid())}).output; };
  const int child = std::stoi(children());
  ASSERT_EQ(::kill(child, SIGKILL), 0);
  ASSERT_TRUE(WaitUntil([&] { return Served() == 2; }, kLong)) << server_->Log();
  EXPECT_TRUE(server_->Ready());
}

}  // namespace
}  // namespace cdc::test
