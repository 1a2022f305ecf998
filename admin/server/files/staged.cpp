#include "admin/server/files/staged.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "cdc/base/error.h"
#include "cdc/base/text.h"

namespace admin::files {
namespace {

[[noreturn]] void Fail(const std::string& what) {
  throw cdc::Error(cdc::Kind::kUnavailable, what + ": " + std::strerror(errno),
                   "Look at the free space and the rights of files.folder and files.staging.");
}

}  // namespace

Staged::Staged(const std::filesystem::path& directory, Name name) {
  std::string path = (directory / "upload-XXXXXX").string();
  descriptor_ = ::mkostemp(path.data(), O_CLOEXEC);
  if (descriptor_ < 0) Fail("cannot make a file in " + directory.string());
  if (name == Name::kGiven) {
    path_ = path;
  } else {
    ::unlink(path.c_str());
  }
  crypto_hash_sha256_init(&hash_);
}

Staged::~Staged() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!path_.empty()) ::unlink(path_.c_str());
}

Staged::Staged(Staged&& other) noexcept
    : path_(std::exchange(other.path_, {})),
      descriptor_(std::exchange(other.descriptor_, -1)),
      bytes_(other.bytes_),
      hash_(other.hash_),
      sha256_(std::move(other.sha256_)) {}

void Staged::Write(std::string_view bytes) {
  crypto_hash_sha256_update(&hash_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  bytes_ += bytes.size();
  while (!bytes.empty()) {
    const auto written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) Fail("cannot write an upload");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

const std::string& Staged::Sha256() {
  if (!sha256_.empty()) return sha256_;
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256_final(&hash_, hash.data());
  sha256_ = cdc::Hex({reinterpret_cast<const char*>(hash.data()), hash.size()});
  return sha256_;
}

}  // namespace admin::files
