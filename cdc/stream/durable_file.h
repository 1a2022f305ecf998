// Files that are replaced as a whole, and a lock between processes. All throw kConfig where the operator must act (no
// right, a path that is none) and kUnavailable where the same call may succeed later (disk full, no descriptors).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace cdc::stream {

// Creates what is missing of it and synchronises each parent.
void MakeDirectory(const std::filesystem::path& directory);
// nullopt: not there.
std::optional<std::string> ReadFile(const std::filesystem::path& path);
// Durable once it returns. REQUIRES: one writer at a time in a directory.
void ReplaceFile(const std::filesystem::path& path, std::string_view text);
// Not there: done. Durable once it returns.
void RemoveFile(const std::filesystem::path& path);
void RemoveDirectory(const std::filesystem::path& directory);

// An exclusive lock on a file, made where it is missing; the kernel frees it when the process dies. Throws kUnavailable
// where another process keeps it for longer than a few seconds.
class FileLock {
 public:
  explicit FileLock(const std::filesystem::path& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace cdc::stream
