#include "tests/support/scratch.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/support/postgres.h"
#include "tests/support/wait.h"

namespace cdc::test {
namespace fs = std::filesystem;

fs::path SourceRoot() { return Environment("WALCAST_SOURCE"); }

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Scratch::Scratch() {
  std::string name = (fs::temp_directory_path() / "walcast-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a directory for a test");
  path_ = name;
}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

fs::path Scratch::Write(const std::string& name, const std::string& text) const {
  const fs::path path = path_ / name;
  fs::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
  return path;
}

Process::Process(const std::vector<std::string>& command, const fs::path& output,
                 const std::map<std::string, std::string>& environment) {
  std::map<std::string, std::string> all = environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    all.emplace(text.substr(0, text.find('=')), text.substr(std::min(text.size(), text.find('=') + 1)));
  }
  std::vector<std::string> words = command, variables;
  for (const auto& [name, value] : all) variables.push_back(name + "=" + value);
  std::vector<char*> argv, envp;
  for (auto& word : words) argv.push_back(word.data());
  for (auto& variable : variables) envp.push_back(variable.data());
  argv.push_back(nullptr);
  envp.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  const int failure = posix_spawnp(&pid_, argv[0], &actions, nullptr, argv.data(), envp.data());
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) throw std::runtime_error("cannot start " + command.front());
}

Process::~Process() {
  if (!Running()) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void Process::Signal(int signal) {
  if (Running()) ::kill(pid_, signal);
}

std::uint64_t Process::PeakMemory() const { return PeakMemoryOf(std::to_string(pid_)); }

std::uint64_t PeakMemoryOf(const std::string& pid) {
  std::ifstream status("/proc/" + pid + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stoull(line.substr(6)) * 1024;
  }
  return 0;
}

bool Process::Running() {
  if (status_ >= 0) return false;
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) == 0) return true;
  status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return false;
}

int Process::Join(std::chrono::milliseconds limit) {
  WaitUntil([&] { return !Running(); }, limit);
  return status_;
}

Finished RunToEnd(const std::vector<std::string>& command, const std::map<std::string, std::string>& environment,
                  std::chrono::seconds limit) {
  const Scratch scratch;
  Process process(command, scratch.path() / "output", environment);
  Finished finished;
  finished.exit = process.Join(limit);
  finished.output = ReadFile(scratch.path() / "output");
  return finished;
}

}  // namespace cdc::test
