#include "tests/support/admin_server.h"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include "tests/support/ports.h"
#include "tests/support/postgres.h"
#include "tests/support/redis_keys.h"
#include "tests/support/wait.h"

namespace cdc::test {
namespace {

constexpr std::chrono::seconds kPatience{60};
constexpr std::size_t kTail = 6000;

}  // namespace

AdminServer::AdminServer(const std::string& dsn, std::vector<std::string> settings)
    : listen_(FreeAddress()),
      internal_(FreeAddress()),
      url_("http://" + listen_),
      internal_url_("http://" + internal_),
      prefix_(UniqueName("admin")) {
  settings_ = {"server.listen=" + listen_,
               "server.internal=" + internal_,
               "server.insecure_http=true",
               "postgres.dsn=" + dsn,
               "redis.url=" + test::Environment("WALCAST_TEST_REDIS"),
               "redis.prefix=" + prefix_,
               "elasticsearch.urls=" + test::Environment("WALCAST_TEST_ES"),
               "files.folder=" + (scratch_.path() / "files").string(),
               "log.level=debug"};
  settings_.insert(settings_.end(), settings.begin(), settings.end());
}

AdminServer::~AdminServer() {
  if (process_ && process_->Running()) Terminate();
  if (testing::Test::HasFailure()) {
    const std::string log = Log();
    std::cerr << "---- the end of walcast-admin's log\n"
              << log.substr(log.size() > kTail ? log.size() - kTail : 0) << "----\n";
  }
  try {
    RedisKeys(test::Environment("WALCAST_TEST_REDIS"), prefix_ + ":").Clear();
  } catch (const std::exception& error) {
    std::cerr << "its keys stay in Redis: " << error.what() << '\n';
  }
}

std::vector<std::string> AdminServer::Words(std::vector<std::string> words) const {
  words.insert(words.begin(), test::Environment("WALCAST_ADMIN_BIN"));
  words.insert(words.end(), {"--config", (SourceRoot() / "config" / "admin.json").string()});
  for (const auto& setting : settings_) words.insert(words.end(), {"--set", setting});
  return words;
}

std::map<std::string, std::string> AdminServer::Environment() const { return environment; }

void AdminServer::Launch() { process_.emplace(Words({"run"}), scratch_.path() / "admin.log", Environment()); }

void AdminServer::Start() {
  Launch();
  if (!WaitUntil([&] { return Ready() || !process_->Running(); }, kPatience) || !Ready()) {
    throw std::runtime_error("walcast-admin did not become ready:\n" + Log());
  }
}

bool AdminServer::Ready() {
  return Web(internal_url_).Send("GET", "/readyz", "", {}, std::chrono::seconds(5)).status == 200;
}

int AdminServer::Terminate() {
  process_->Signal(SIGTERM);
  return process_->Join(kPatience);
}

void AdminServer::Signal(int signal) { process_->Signal(signal); }

int AdminServer::pid() const { return process_->pid(); }

std::uint64_t AdminServer::PeakMemory() const {
  const std::string parent = std::to_string(pid());
  std::ifstream children("/proc/" + parent + "/task/" + parent + "/children");
  std::string child;
  children >> child;
  const std::uint64_t peak = PeakMemoryOf(child);
  if (peak == 0) throw std::runtime_error("no VmHWM of process " + child);
  return peak;
}

int AdminServer::port() const { return std::stoi(listen_.substr(listen_.rfind(':') + 1)); }

std::string AdminServer::Log() const { return ReadFile(scratch_.path() / "admin.log"); }

Finished AdminServer::Command(std::vector<std::string> words, const std::string& input) {
  return CommandFrom(scratch_.Write("input", input).string(), std::move(words));
}

Finished AdminServer::CommandFrom(const std::string& file, std::vector<std::string> words) {
  auto command = Words(std::move(words));
  command.insert(command.begin(), {"sh", "-c", "exec \"$@\" <\"$0\"", file});
  return RunToEnd(command, Environment());
}

}  // namespace cdc::test
