// A file that is being uploaded: written piece by piece to the disk, never held in memory, gone where nobody takes it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include <sodium.h>

namespace admin::files {

class Staged {
 public:
  enum class Name : std::uint8_t {
    kNone,   // nobody sees it, and nothing stays of it, whatever ends the process
    kGiven,  // it can be renamed: path()
  };
  // Throws kUnavailable where `directory` cannot be written to.
  Staged(const std::filesystem::path& directory, Name name);
  ~Staged();
  Staged(Staged&& other) noexcept;
  Staged& operator=(Staged&&) = delete;

  void Write(std::string_view bytes);  // throws kUnavailable where the disk is full
  // Ends the writing; hexadecimal.
  const std::string& Sha256();

  std::uint64_t bytes() const { return bytes_; }
  int descriptor() const { return descriptor_; }
  const std::filesystem::path& path() const { return path_; }
  void Taken() { path_.clear(); }  // it was renamed, and stays

 private:
  std::filesystem::path path_;  // empty: it has no name
  int descriptor_ = -1;
  std::uint64_t bytes_ = 0;
  crypto_hash_sha256_state hash_{};
  std::string sha256_;
};

}  // namespace admin::files
