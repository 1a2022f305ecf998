#include "admin/server/auth/secrets.h"

#include <sodium.h>

#include <array>

#include "cdc/base/error.h"

namespace admin::auth {
namespace {

void Ready() {
  // May be called by many threads; the first one does the work.
  if (sodium_init() < 0) throw cdc::Error(cdc::Kind::kInternal, "libsodium cannot be initialised");
}

unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* Bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

std::string RandomBytes(std::size_t bytes) {
  Ready();
  std::string random(bytes, '\0');
  randombytes_buf(random.data(), random.size());
  return random;
}

std::string NewSecret() {
  const std::string random = RandomBytes(32);
  std::array<char, sodium_base64_ENCODED_LEN(32, sodium_base64_VARIANT_URLSAFE_NO_PADDING)> text{};
  sodium_bin2base64(text.data(), text.size(), Bytes(random), random.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return text.data();
}

std::string Fingerprint(std::string_view secret) {
  std::string hash(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(Bytes(hash), Bytes(secret), secret.size());
  return ToHex(hash);
}

std::string Derive(std::string_view purpose, std::string_view secret) {
  return Fingerprint(std::string(purpose) + '\n' + std::string(secret));
}

std::string ToHex(std::string_view bytes) {
  std::string text(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), Bytes(bytes), bytes.size());
  text.pop_back();
  return text;
}

std::string FromHex(std::string_view text) {
  std::string bytes(text.size() / 2, '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_hex2bin(Bytes(bytes), bytes.size(), text.data(), text.size(), nullptr, &size, &end) != 0 ||
      end != text.data() + text.size()) {
    throw cdc::Error(cdc::Kind::kCorrupt, "a stored secret is no hexadecimal");
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace admin::auth
