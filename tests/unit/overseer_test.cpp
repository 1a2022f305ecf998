// What a service manager is told of the stream. The manager here is a socket that keeps what it gets.
#include "cdc/cli/overseer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <vector>

#include "tests/support/scratch.h"
#include "tests/support/wait.h"

namespace cdc::test {
namespace {

using namespace std::chrono_literals;
using cli::Overseer;
using stream::DaemonState;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

class Manager {
 public:
  Manager() : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    const std::string path = scratch_.path() / "notify";
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    if (::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error("no socket");
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
    ::setenv("WATCHDOG_USEC", "40000", 1);
    ::unsetenv("WATCHDOG_PID");
  }
  ~Manager() {
    ::unsetenv("NOTIFY_SOCKET");
    ::unsetenv("WATCHDOG_USEC");
    ::close(socket_);
  }
  // All that came until now.
  const std::vector<std::string>& Told() {
    char text[4096];
    for (ssize_t size = 0; (size = ::recv(socket_, text, sizeof text, 0)) > 0;)
      told_.emplace_back(text, static_cast<std::size_t>(size));
    return told_;
  }
  bool Hears(const std::string& what) {
    return WaitUntil(
        [&] { return std::ranges::any_of(Told(), [&](const auto& one) { return one.starts_with(what); }); });
  }
  std::ptrdiff_t Signs() { return std::ranges::count(Told(), "WATCHDOG=1"); }

 private:
  Scratch scratch_;
  const int socket_;
  std::vector<std::string> told_;
};

class OverseerTest : public testing::Test {
 protected:
  Overseer::Parts Parts() {
    return {[this] {
              stream::Supervisor::Snapshot snapshot;
              const std::scoped_lock lock(mutex_);
              snapshot.state = state_;
              snapshot.error = error_;
              return snapshot;
            },
            pulses_, manager_, *clock_, *log_};
  }
  void Become(DaemonState state, const std::string& error = "") {
    const std::scoped_lock lock(mutex_);
    state_ = state;
    error_ = error;
  }

  Manager told_;
  const std::unique_ptr<Clock> clock_ = SystemClock();
  const std::unique_ptr<Log> log_ = NoLog();
  Pulses pulses_{*clock_, 200ms};
  const ServiceManager manager_{};
  std::stop_source stop_;

 private:
  std::mutex mutex_;
  DaemonState state_ = DaemonState::kStarting;
  std::string error_;
};

TEST_F(OverseerTest, WhoWaitsForAServerAsksForTimeAndIsNotReadyYet) {
  Become(DaemonState::kStarting, "PostgreSQL cannot be reached");
  const Overseer overseer(Parts(), 9s, stop_.get_token());
  EXPECT_TRUE(told_.Hears("EXTEND_TIMEOUT_USEC=30000000"));
  EXPECT_TRUE(told_.Hears("STATUS=starting: PostgreSQL cannot be reached"));
  EXPECT_TRUE(told_.Hears("WATCHDOG=1")) << "waiting is no hang";
  EXPECT_THAT(told_.Told(), Not(Contains("READY=1")));
  Become(DaemonState::kStreaming);
  EXPECT_TRUE(told_.Hears("READY=1"));
  EXPECT_TRUE(told_.Hears("STATUS=streaming"));
}

TEST_F(OverseerTest, WhoStandsByIsReady) {
  Become(DaemonState::kStandby, "the slot is held");
  const Overseer overseer(Parts(), 9s, stop_.get_token());
  EXPECT_TRUE(told_.Hears("READY=1"));
}

TEST_F(OverseerTest, AStopIsToldWithTheTimeItTakes) {
  Become(DaemonState::kStreaming);
  {
    const Overseer overseer(Parts(), 9s, stop_.get_token());
    EXPECT_TRUE(told_.Hears("READY=1"));
    stop_.request_stop();
  }
  EXPECT_TRUE(told_.Hears("STOPPING=1\nEXTEND_TIMEOUT_USEC=9000000"));
}

TEST_F(OverseerTest, NoSignOfLifeIsGivenWhileAThreadHangs) {
  Become(DaemonState::kStreaming);
  std::atomic<bool> hang = true;
  const Overseer overseer(Parts(), 9s, stop_.get_token());
  EXPECT_TRUE(told_.Hears("WATCHDOG=1"));
  std::jthread worker([&](std::stop_token stop) {
    const Pulses::Watched watched(pulses_, "writer");
    while (!stop.stop_requested()) {
      if (!hang) pulses_.Beat();
      clock_->Wait(5ms, stop);
    }
  });
  const auto silent_for = [&](Duration time) {
    return WaitUntil([&] {
      told_.Told();  // a socket whose reader rests makes the sender wait
      const auto hanging = pulses_.Hanging();
      return hanging && hanging->silent > time;
    });
  };
  ASSERT_TRUE(silent_for(1s));  // two looks after it was late, for sure
  const auto signs = told_.Signs();
  ASSERT_TRUE(silent_for(2s));
  EXPECT_LE(told_.Signs(), signs) << "a sign of life was given while a thread hung";
  hang = false;
  EXPECT_TRUE(WaitUntil([&] { return told_.Signs() > signs; })) << "it goes on, and that is not told";
}

}  // namespace
}  // namespace cdc::test
