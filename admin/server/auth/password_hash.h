// Hashes of passwords: Argon2id is written, PBKDF2 as Django writes it is also read, so that people it knows may sign
// in.
#pragma once

#include <cstddef>
#include <semaphore>
#include <string>
#include <string_view>

namespace admin::auth {

// Thread-safe. Each hash under way takes 19 MiB, so there are never more than `parallel`: one more is refused at once
// with kUnavailable, which clients see as 503.
class PasswordHashes {
 public:
  static constexpr std::size_t kMemoryBytes = 19456UL * 1024;
  static constexpr unsigned long long kPasses = 2;

  explicit PasswordHashes(std::size_t parallel = 4);

  // "$argon2id$v=19$m=19456,t=2,p=1$…".
  std::string Hash(const std::string& password);

  struct Verdict {
    bool matches = false;
    bool outdated = false;  // a new hash should take its place
  };
  // `stored`: of Hash(), or "pbkdf2_sha256$rounds$salt$hash". What is neither matches nothing, and takes as long.
  Verdict Verify(const std::string& password, const std::string& stored);
  // Takes as long as the check of a password that does not match; for names that nobody has.
  void VerifyNobody(const std::string& password);

 private:
  class Place;  // one of those that hash at a time

  std::counting_semaphore<> places_;
  const std::string nobody_;  // the hash of a password that was thrown away
};

// Whether the text has the form of a hash that Verify() reads.
bool IsPasswordHash(std::string_view stored);

}  // namespace admin::auth
