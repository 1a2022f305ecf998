#include "admin/server/auth/password_hash.h"

#include <openssl/evp.h>
#include <sodium.h>

#include <array>
#include <charconv>
#include <optional>

#include "admin/server/auth/secrets.h"
#include "cdc/base/error.h"
#include "cdc/base/secret.h"

namespace admin::auth {
namespace {

constexpr std::string_view kDjango = "pbkdf2_sha256$";
constexpr std::string_view kArgon = "$argon2id$";
constexpr int kMostRounds =
    10'000'000;  // Django 5.2 writes 1,000,000; a stored number must not stop a thread for minutes

struct Pbkdf2 {
  int rounds = 0;
  std::string_view salt;
  std::string hash;  // bytes
};

std::optional<Pbkdf2> ParseDjango(std::string_view stored) {
  if (!stored.starts_with(kDjango)) return std::nullopt;
  stored.remove_prefix(kDjango.size());
  const std::size_t first = stored.find('$');
  const std::size_t second = first == std::string_view::npos ? first : stored.find('$', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  Pbkdf2 parts;
  const auto [end, fault] = std::from_chars(stored.data(), stored.data() + first, parts.rounds);
  if (fault != std::errc() || end != stored.data() + first || parts.rounds < 1 || parts.rounds > kMostRounds) {
    return std::nullopt;
  }
  parts.salt = stored.substr(first + 1, second - first - 1);
  const std::string_view encoded = stored.substr(second + 1);
  parts.hash.resize(encoded.size());
  std::size_t size = 0;
  const char* rest = nullptr;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(parts.hash.data()), parts.hash.size(), encoded.data(),
                        encoded.size(), nullptr, &size, &rest, sodium_base64_VARIANT_ORIGINAL) != 0 ||
      rest != encoded.data() + encoded.size() || size != 32) {
    return std::nullopt;
  }
  parts.hash.resize(size);
  return parts;
}

bool VerifyDjango(const std::string& password, const Pbkdf2& stored) {
  std::array<unsigned char, 32> computed{};
  if (PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()),
                        reinterpret_cast<const unsigned char*>(stored.salt.data()),
                        static_cast<int>(stored.salt.size()), stored.rounds, EVP_sha256(),
                        static_cast<int>(computed.size()), computed.data()) != 1) {
    throw cdc::Error(cdc::Kind::kInternal, "PBKDF2 cannot be computed");
  }
  return cdc::SameSecret({reinterpret_cast<const char*>(computed.data()), computed.size()}, stored.hash);
}

std::string Argon(const std::string& password) {
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), PasswordHashes::kPasses,
                            PasswordHashes::kMemoryBytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw cdc::Error(cdc::Kind::kUnavailable, "there is no memory to hash a password with");
  }
  return hash.data();
}

bool VerifyArgon(const std::string& password, const std::string& stored) {
  return crypto_pwhash_str_verify(stored.c_str(), password.data(), password.size()) == 0;
}

}  // namespace

class PasswordHashes::Place {
 public:
  explicit Place(PasswordHashes& hashes) : places_(hashes.places_) {
    if (!places_.try_acquire_for(hashes.patience_))
      throw cdc::Error(cdc::Kind::kUnavailable, "too many passwords are being checked");
  }
  ~Place() { places_.release(); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

 private:
  std::counting_semaphore<>& places_;
};

PasswordHashes::PasswordHashes(std::size_t parallel, std::chrono::milliseconds patience)
    : places_(static_cast<std::ptrdiff_t>(parallel)), patience_(patience), nobody_(Argon(NewSecret())) {}

std::string PasswordHashes::Hash(const std::string& password) {
  const Place place(*this);
  return Argon(password);
}

PasswordHashes::Verdict PasswordHashes::Verify(const std::string& password, const std::string& stored) {
  const Place place(*this);
  if (const auto django = ParseDjango(stored)) return {VerifyDjango(password, *django), true};
  if (!stored.starts_with(kArgon)) {
    VerifyArgon(password, nobody_);
    return {};
  }
  return {VerifyArgon(password, stored), crypto_pwhash_str_needs_rehash(stored.c_str(), kPasses, kMemoryBytes) != 0};
}

void PasswordHashes::VerifyNobody(const std::string& password) {
  const Place place(*this);
  VerifyArgon(password, nobody_);
}

bool IsPasswordHash(std::string_view stored) { return stored.starts_with(kArgon) || ParseDjango(stored).has_value(); }

}  // namespace admin::auth
