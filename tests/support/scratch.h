// A directory for one test, and programs that are run for it.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

namespace cdc::test {

// The root of the sources, from $WALCAST_SOURCE.
std::filesystem::path SourceRoot();

std::string ReadFile(const std::filesystem::path& path);

// Made by the constructor, removed with all that is in it by the destructor.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const std::filesystem::path& path() const { return path_; }
  // Writes a file and returns its path.
  std::filesystem::path Write(const std::string& name, const std::string& text) const;

 private:
  std::filesystem::path path_;
};

// A process of ours: its output goes to a file (appended), its environment is ours and what is added. Killed by the
// destructor where it still runs.
class Process {
 public:
  Process(const std::vector<std::string>& command, const std::filesystem::path& output,
          const std::map<std::string, std::string>& environment = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void Signal(int signal);
  bool Running();
  pid_t pid() const { return pid_; }
  std::uint64_t PeakMemory() const;
  // The exit code, 128 + n where signal n ended it; -1 where it still runs after `limit`.
  int Join(std::chrono::milliseconds limit);

 private:
  pid_t pid_ = 0;
  int status_ = -1;  // once it has ended
};

// Bytes, as the kernel has counted so far; 0 where there is no such process.
std::uint64_t PeakMemoryOf(const std::string& pid);

struct Finished {
  int exit = -1;
  std::string output;  // both streams
};

// Runs a command to its end, at most `limit`.
Finished RunToEnd(const std::vector<std::string>& command, const std::map<std::string, std::string>& environment = {},
                  std::chrono::seconds limit = std::chrono::seconds(120));

}  // namespace cdc::test
