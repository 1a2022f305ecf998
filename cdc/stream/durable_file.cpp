#include "cdc/stream/durable_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <thread>

#include "cdc/base/clock.h"
#include "cdc/base/error.h"

namespace cdc::stream {
namespace {

namespace fs = std::filesystem;

constexpr Duration kLockPatience = std::chrono::seconds(5);
constexpr Duration kLockPause = std::chrono::milliseconds(2);
constexpr mode_t kFileMode = 0600;
constexpr mode_t kDirectoryMode = 0700;

[[noreturn]] void Fail(const char* verb, const fs::path& path, int error) {
  const std::string what = std::string("cannot ") + verb + " " + path.string() + ": " + std::strerror(error);
  switch (error) {
    case EACCES:
    case EPERM:
    case EROFS: throw Error(Kind::kConfig, what, "Give walcast's user the right to read and write checkpoint.path.");
    case ENOTDIR:
    case EISDIR:
    case ELOOP:
    case ENAMETOOLONG:
    case ENOENT: throw Error(Kind::kConfig, what, "Name a directory in checkpoint.path that can be made and written.");
    case ENOSPC:
    case EDQUOT: throw Error(Kind::kUnavailable, what, "Make room on the disk of checkpoint.path.");
    default: throw Error(Kind::kUnavailable, what, "Look at the disk of checkpoint.path.");
  }
}

class File {
 public:
  File(const fs::path& path, int flags) : path_(path), descriptor_(open(path.c_str(), flags | O_CLOEXEC, kFileMode)) {
    error_ = descriptor_ < 0 ? errno : 0;
  }
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  int error() const { return error_; }
  void Check() const {
    if (error_ != 0) Fail("open", path_, error_);
  }
  void Write(std::string_view text) const {
    while (!text.empty()) {
      const auto n = write(descriptor_, text.data(), text.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) Fail("write", path_, errno);
      text.remove_prefix(static_cast<std::size_t>(n));
    }
  }
  void Sync() const {
    if (fsync(descriptor_) != 0) Fail("synchronise", path_, errno);
  }
  std::string Read() const {
    std::string text;
    std::array<char, 65536> buffer;
    for (;;) {
      const auto n = read(descriptor_, buffer.data(), buffer.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) Fail("read", path_, errno);
      if (n == 0) return text;
      text.append(buffer.data(), static_cast<std::size_t>(n));
    }
  }

 private:
  const fs::path path_;
  const int descriptor_;
  int error_ = 0;
};

void SyncDirectory(const fs::path& directory) {
  const File file(directory, O_RDONLY | O_DIRECTORY);
  file.Check();
  file.Sync();
}

}  // namespace

void MakeDirectory(const fs::path& directory) {
  struct stat status;
  if (stat(directory.c_str(), &status) == 0) {
    if (!S_ISDIR(status.st_mode)) Fail("make the directory", directory, ENOTDIR);
    return;
  }
  if (errno != ENOENT) Fail("make the directory", directory, errno);
  const fs::path parent = directory.parent_path().empty() ? fs::path(".") : directory.parent_path();
  if (parent != directory) MakeDirectory(parent);
  if (mkdir(directory.c_str(), kDirectoryMode) != 0 && errno != EEXIST) Fail("make the directory", directory, errno);
  SyncDirectory(parent);
}

std::optional<std::string> ReadFile(const fs::path& path) {
  const File file(path, O_RDONLY);
  if (file.error() == ENOENT) return std::nullopt;
  file.Check();
  return file.Read();
}

void ReplaceFile(const fs::path& path, std::string_view text) {
  fs::path beside = path.parent_path() / ".new";
  {
    const File file(beside, O_WRONLY | O_CREAT | O_TRUNC);
    file.Check();
    file.Write(text);
    file.Sync();
  }
  if (rename(beside.c_str(), path.c_str()) != 0) Fail("replace", path, errno);
  SyncDirectory(path.parent_path());
}

void RemoveFile(const fs::path& path) {
  if (unlink(path.c_str()) == 0) {
    SyncDirectory(path.parent_path());
  } else if (errno != ENOENT && errno != ENOTDIR) {
    Fail("remove", path, errno);
  }
}

void RemoveDirectory(const fs::path& directory) {
  std::error_code error;
  const auto removed = fs::remove_all(directory, error);
  if (error) Fail("remove", directory, error.value());
  if (removed > 0) SyncDirectory(directory.parent_path());
}

FileLock::FileLock(const fs::path& path) : descriptor_(-1) {
  const auto deadline = std::chrono::steady_clock::now() + kLockPatience;
  for (;;) {
    const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kFileMode);
    if (descriptor < 0) Fail("lock", path, errno);
    struct stat ours, there;
    // Clear removes the file: a lock on what has no name any more holds nobody off.
    if (flock(descriptor, LOCK_EX | LOCK_NB) == 0 && fstat(descriptor, &ours) == 0 && stat(path.c_str(), &there) == 0 &&
        ours.st_ino == there.st_ino && ours.st_dev == there.st_dev) {
      descriptor_ = descriptor;
      return;
    }
    close(descriptor);
    if (std::chrono::steady_clock::now() > deadline) {
      throw Error(Kind::kUnavailable, "cannot lock " + path.string() + ": another process keeps it locked",
                  "Find it with: fuser " + path.string());
    }
    std::this_thread::sleep_for(kLockPause);
  }
}

FileLock::~FileLock() { close(descriptor_); }

}  // namespace cdc::stream
