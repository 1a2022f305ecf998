// The second factor: codes of six digits that change every 30 seconds (RFC 6238, SHA-1, as every app for it takes
// them), and recovery codes for who has lost the device. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "admin/server/auth/time_of_day.h"

namespace admin::auth {

inline constexpr std::chrono::seconds kTotpStep{30};

// 160 random bits.
std::string NewTotpSecret();
// Base32, as people type it into an app.
std::string TotpText(std::string_view secret);
// otpauth://totp/…: what the app reads from a picture.
std::string TotpUri(std::string_view issuer, std::string_view account, std::string_view secret);

std::int64_t TotpStepAt(Time time);
// The code of a step, with leading zeros.
std::string TotpCode(std::string_view secret, std::int64_t step, unsigned digits = 6);
// The step that `code` belongs to: the one at `now`, or a neighbour, as clocks differ; nullopt: none of them, or one
// that is not after `last`, the step of the last code that was taken.
std::optional<std::int64_t> MatchTotp(std::string_view secret, std::string_view code, Time now, std::int64_t last);

// Ten codes of 80 random bits: "abcd-efgh-ijkl-mnop".
std::vector<std::string> NewRecoveryCodes();
// As typed → as hashed: without dashes and spaces, in lower case.
std::string PlainRecoveryCode(std::string_view typed);

}  // namespace admin::auth
