#include "admin/server/files/folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "cdc/base/error.h"

namespace admin::files {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789-./";

[[noreturn]] void Fail(const std::string& what, int error) {
  throw cdc::Error(cdc::Kind::kUnavailable, what + ": " + std::strerror(error),
                   "Look at the free space and the rights of files.folder.");
}

class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags) : number_(::open(path.c_str(), flags | O_CLOEXEC)) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  const int number_;
};

void MakeDirectories(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) Fail("cannot make the folder " + path.string(), error.value());
}

// A name is on the disk once its folder is.
void SyncFolder(const fs::path& path) {
  const Descriptor folder(path, O_RDONLY | O_DIRECTORY);
  if (folder.number() < 0 || ::fsync(folder.number()) != 0) Fail("cannot write the folder " + path.string(), errno);
}

std::chrono::system_clock::time_point WrittenOf(const struct stat& state) {
  return std::chrono::system_clock::from_time_t(state.st_mtim.tv_sec);
}

}  // namespace

Folder::Folder(fs::path root) : root_(std::move(root)), incoming_(root_ / "incoming") {}

fs::path Folder::PathOf(const std::string& key) const {
  const bool plain = key.find_first_not_of(kLetters) == std::string::npos && key.find("..") == std::string::npos;
  if (key.empty() || key.front() == '/' || !plain) {
    throw cdc::Error(cdc::Kind::kCorrupt, "the key of a file is none of ours");
  }
  return root_ / key;
}

Staged Folder::Stage() {
  MakeDirectories(incoming_);
  return {incoming_, Staged::Name::kGiven};
}

void Folder::Put(const std::string& key, Staged& file, std::stop_token) {
  const auto path = PathOf(key);
  MakeDirectories(path.parent_path());
  if (::fsync(file.descriptor()) != 0) Fail("cannot write an upload", errno);
  if (::rename(file.path().c_str(), path.c_str()) != 0) Fail("cannot keep an upload", errno);
  file.Taken();
  for (auto folder = path.parent_path(); folder != root_; folder = folder.parent_path()) SyncFolder(folder);
  SyncFolder(root_);
}

std::optional<std::uint64_t> Folder::Size(const std::string& key, std::stop_token) {
  struct stat state{};
  if (::stat(PathOf(key).c_str(), &state) == 0) return static_cast<std::uint64_t>(state.st_size);
  if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
  Fail("cannot look at a file", errno);
}

void Folder::Get(const std::string& key, Range range, const std::function<void(std::string_view)>& take,
                 std::stop_token stop) {
  const Descriptor file(PathOf(key), O_RDONLY);
  if (file.number() < 0) Fail("cannot open a file", errno);
  std::array<char, 64 << 10> piece{};
  for (std::uint64_t at = range.first, end = range.first + range.bytes; at < end;) {
    if (stop.stop_requested()) throw cdc::Error(cdc::Kind::kUnavailable, "stopped while reading a file");
    const auto wanted = std::min<std::uint64_t>(piece.size(), end - at);
    const auto read = ::pread(file.number(), piece.data(), wanted, static_cast<off_t>(at));
    if (read < 0 && errno == EINTR) continue;
    if (read < 0) Fail("cannot read a file", errno);
    if (read == 0) throw cdc::Error(cdc::Kind::kCorrupt, "a file is shorter than it was");
    take({piece.data(), static_cast<std::size_t>(read)});
    at += static_cast<std::uint64_t>(read);
  }
}

void Folder::Delete(const std::string& key, std::stop_token) {
  if (::unlink(PathOf(key).c_str()) != 0 && errno != ENOENT && errno != ENOTDIR) Fail("cannot delete a file", errno);
}

void Folder::List(const std::string& prefix, const std::function<void(const Object&)>& each, std::stop_token stop) {
  const auto from = PathOf(prefix);
  std::error_code error;
  for (fs::recursive_directory_iterator at(from, error), end; !error && at != end; at.increment(error)) {
    if (stop.stop_requested()) throw cdc::Error(cdc::Kind::kUnavailable, "stopped while listing files");
    struct stat state{};
    if (::stat(at->path().c_str(), &state) != 0 || !S_ISREG(state.st_mode)) continue;
    each({at->path().lexically_relative(root_).string(), WrittenOf(state)});
  }
  if (error && error.value() != ENOENT) Fail("cannot list " + from.string(), error.value());
}

void Folder::Tidy(std::chrono::seconds age) {
  std::error_code error;
  const auto youngest = std::chrono::system_clock::now() - age;
  for (fs::directory_iterator at(incoming_, error), end; !error && at != end; at.increment(error)) {
    struct stat state{};
    if (::stat(at->path().c_str(), &state) == 0 && WrittenOf(state) < youngest) ::unlink(at->path().c_str());
  }
}

}  // namespace admin::files
