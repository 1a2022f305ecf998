// Random secrets and what is stored in their place. Thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace admin::auth {

// `bytes` random bytes. Throws kInternal where the system has none to give.
std::string RandomBytes(std::size_t bytes);
// 256 random bits as 43 characters of A–Z a–z 0–9 - _.
std::string NewSecret();
// SHA-256 in hexadecimal: what is stored of a secret that nobody can guess. Not for passwords.
std::string Fingerprint(std::string_view secret);
// The same, of a secret for one use and for no other: what it is for goes into the hash.
std::string Derive(std::string_view purpose, std::string_view secret);

std::string ToHex(std::string_view bytes);
// Throws kCorrupt where the text is no hexadecimal.
std::string FromHex(std::string_view text);

}  // namespace admin::auth
