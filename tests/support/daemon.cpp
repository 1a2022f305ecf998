#include "tests/support/daemon.h"

#include <gtest/gtest.h>

#include <csignal>
#include <iostream>
#include <stdexcept>

#include "tests/support/ports.h"
#include "tests/support/postgres.h"
#include "tests/support/wait.h"

namespace cdc::test {
namespace {

constexpr std::chrono::seconds kStopLimit{50};  // it promises 10 s; a machine full of tests is slower
constexpr std::size_t kTail = 6000;

}  // namespace

Daemon::Daemon(const Site& site)
    : site_(site),
      listen_(FreeAddress()),
      log_(site.scratch().path() / (UniqueName("daemon") + ".log")),
      control_("http://" + listen_) {}

Daemon::~Daemon() {
  if (testing::Test::HasFailure()) std::cerr << Tail();
}

std::string Daemon::Tail() const {
  const std::string log = Log();
  return "---- the end of " + log_.filename().string() + "\n" +
         log.substr(log.size() > kTail ? log.find('\n', log.size() - kTail) + 1 : 0) + "----\n";
}

std::map<std::string, std::string> Daemon::Environment() const { return {{"WALCAST_CONTROL__LISTEN", listen_}}; }

void Daemon::Launch() {
  if (Running()) throw std::runtime_error("the daemon runs already");
  process_.emplace(
      std::vector<std::string>{test::Environment("WALCAST_BIN"), "run", "--config", site_.config_file().string()}, log_,
      Environment());
}

void Daemon::Start() {
  Launch();
  WaitReady();
}

std::uint64_t Daemon::PeakMemory() const { return process_ ? process_->PeakMemory() : 0; }

bool Daemon::Running() { return process_ && process_->Running(); }

void Daemon::Freeze() {
  if (process_) process_->Signal(SIGSTOP);
}

void Daemon::Thaw() {
  if (process_) process_->Signal(SIGCONT);
}

void Daemon::Kill() {
  if (!process_) return;
  process_->Signal(SIGKILL);
  process_->Join(kPatience);
}

int Daemon::Terminate() {
  if (!process_) return -1;
  process_->Signal(SIGTERM);
  return process_->Join(kStopLimit);
}

int Daemon::Join(std::chrono::seconds limit) { return process_ ? process_->Join(limit) : -1; }

HttpReply Daemon::Ask(const std::string& method, const std::string& path, const std::string& body,
                      std::chrono::seconds limit) {
  return control_.Send(method, path, body, limit);
}

bool Daemon::Ready() { return Ask("GET", "/readyz").Ok(); }

void Daemon::WaitReady() {
  const bool ready = WaitUntil([&] { return Ready() || !Running(); }, kPatience);
  if (!ready || !Running()) throw std::runtime_error("the daemon is not ready\n" + Tail());
}

void Daemon::Wait(std::chrono::seconds limit) {
  const Json body = {{"limit_seconds", limit.count()}};
  const auto reply = Ask("POST", "/wait", body.dump(), limit + std::chrono::seconds(10));
  if (reply.Ok()) return;
  throw std::runtime_error("the wait ended with status " + std::to_string(reply.status) + " " + reply.body +
                           "\nstatus: " + Ask("GET", "/status").body + "\n" + Tail());
}

Json Daemon::Status() {
  const auto reply = Ask("GET", "/status");
  return reply.Ok() ? Json::parse(reply.body) : Json();
}

Json Daemon::IndexStatus(const std::string& index) {
  const Json status = Status();
  if (status.is_null()) return {};
  for (const auto& one : status.at("indices")) {
    if (one.at("name") == site_.Alias(index)) return one;
  }
  return {};
}

std::string Daemon::State() {
  const Json status = Status();
  return status.is_null() ? "" : status.at("state").get<std::string>();
}

std::string Daemon::Log() const { return std::filesystem::exists(log_) ? ReadFile(log_) : ""; }

Finished Daemon::Command(std::vector<std::string> words) {
  words.insert(words.begin(), test::Environment("WALCAST_BIN"));
  words.insert(words.end(), {"--config", site_.config_file().string()});
  return RunToEnd(words, Environment());
}

}  // namespace cdc::test
