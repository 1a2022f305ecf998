// Which passwords people may choose. Length and how hard it is to guess count; there are no rules of composition.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "admin/server/http/route.h"

namespace admin::auth {

inline constexpr std::size_t kLeastPassword = 8, kMostPassword = 128;  // characters

enum class PasswordFault : std::uint8_t {
  kTooShort,
  kTooLong,
  kCommon,  // on a list of those that are tried first
  kWeak,    // found within some hundred million guesses: words, names, dates, keys in a row
};

// `name`: of the user, whose password must not be made of it. UTF-8.
std::optional<PasswordFault> CheckPassword(const std::string& password, const std::string& name);

// A sentence for the one who chose it.
const char* Explain(PasswordFault fault, Language language);

}  // namespace admin::auth
