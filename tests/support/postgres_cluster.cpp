#include "tests/support/postgres_cluster.h"

#include <spawn.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>

#include "tests/support/postgres.h"
#include "tests/support/wait.h"

extern char** environ;

namespace cdc::test {
namespace {

const std::string kSupport = WALCAST_SOURCE_DIR "/tests/support/";

std::string FreePort() {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen((kSupport + "own_server.sh port").c_str(), "r"), pclose);
  std::array<char, 16> line{};
  if (pipe == nullptr || fgets(line.data(), line.size(), pipe.get()) == nullptr) {
    throw std::runtime_error("cannot find a free port");
  }
  std::string port = line.data();
  while (!port.empty() && port.back() == '\n') port.pop_back();
  return port;
}

}  // namespace

TestCluster::TestCluster(const std::vector<std::string>& settings) : port_(FreePort()) {
  std::string name = (std::filesystem::temp_directory_path() / "walcast-cluster-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a directory for a cluster");
  directory_ = name;
  // The server runs as another user than root, and has to reach its data below.
  std::filesystem::permissions(directory_, std::filesystem::perms{0755});
  Start(settings);
}

TestCluster::~TestCluster() {
  try {
    Kill();
    std::filesystem::remove_all(directory_);
  } catch (const std::exception& error) {
    std::cerr << "the cluster in " << directory_ << " stays: " << error.what() << '\n';
  }
}

std::string TestCluster::Dsn() const { return "postgresql://postgres@127.0.0.1:" + port_ + "/postgres"; }

void TestCluster::Start(const std::vector<std::string>& settings) {
  std::vector<std::string> arguments{port_};
  arguments.insert(arguments.end(), settings.begin(), settings.end());
  Run("start", arguments);
}

void TestCluster::Stop() { Run("stop", {}); }
void TestCluster::Kill() { Run("kill", {}); }

void TestCluster::Promote() {
  Stop();
  std::ofstream(directory_ + "/postgres/standby.signal").close();
  Start({"hot_standby=on"});
  TestConnection server(Dsn());
  server.Exec("SELECT pg_promote()");
  if (!WaitUntil([&] { return server.Value("SELECT pg_is_in_recovery()") == "f"; })) {
    throw std::runtime_error("the cluster is not promoted");
  }
}

void TestCluster::Run(const std::string& verb, const std::vector<std::string>& arguments) const {
  std::vector<std::string> words{kSupport + "pg_cluster.sh", verb, directory_};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t pid = 0;
  int status = 0;
  if (posix_spawn(&pid, argv[0], nullptr, nullptr, argv.data(), environ) != 0 || waitpid(pid, &status, 0) != pid ||
      status != 0) {
    throw std::runtime_error("pg_cluster.sh " + verb + " failed");
  }
}

}  // namespace cdc::test
