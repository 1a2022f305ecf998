#include "admin/server/auth/totp.h"

#include <fmt/format.h>
#include <liboath/oath.h>

#include <array>
#include <cstdlib>
#include <memory>

#include "admin/server/auth/secrets.h"
#include "cdc/base/error.h"
#include "cdc/base/secret.h"
#include "cdc/base/text.h"

namespace admin::auth {
namespace {

void Check(int outcome) {
  if (outcome < 0) throw cdc::Error(cdc::Kind::kInternal, fmt::format("liboath failed: {}", oath_strerror(outcome)));
}

}  // namespace

std::string NewTotpSecret() { return RandomBytes(20); }

std::string TotpText(std::string_view secret) {
  char* text = nullptr;
  std::size_t size = 0;
  Check(oath_base32_encode(secret.data(), secret.size(), &text, &size));
  const std::unique_ptr<char, decltype(&std::free)> owned(text, &std::free);
  std::string result(text, size);
  result.erase(result.find_last_not_of('=') + 1);
  return result;
}

std::string TotpUri(std::string_view issuer, std::string_view account, std::string_view secret) {
  return fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}&algorithm=SHA1&digits=6&period={}",
                     cdc::UriEncode(issuer), cdc::UriEncode(account), TotpText(secret), cdc::UriEncode(issuer),
                     kTotpStep.count());
}

std::int64_t TotpStepAt(Time time) {
  return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()) / kTotpStep;
}

std::string TotpCode(std::string_view secret, std::int64_t step, unsigned digits) {
  std::array<char, 16> code{};
  Check(oath_hotp_generate(secret.data(), secret.size(), static_cast<std::uint64_t>(step), digits, false,
                           OATH_HOTP_DYNAMIC_TRUNCATION, code.data()));
  return code.data();
}

std::optional<std::int64_t> MatchTotp(std::string_view secret, std::string_view code, Time now, std::int64_t last) {
  std::optional<std::int64_t> matched;
  const std::int64_t current = TotpStepAt(now);
  // All three are computed whatever matches, so that the time tells nothing.
  for (const std::int64_t step : {current - 1, current + 1, current}) {
    if (cdc::SameSecret(TotpCode(secret, step), code) && step > last) matched = step;
  }
  return matched;
}

std::vector<std::string> NewRecoveryCodes() {
  std::vector<std::string> codes;
  while (codes.size() < 10) {
    const std::string plain = PlainRecoveryCode(TotpText(RandomBytes(10)));
    codes.push_back(
        fmt::format("{}-{}-{}-{}", plain.substr(0, 4), plain.substr(4, 4), plain.substr(8, 4), plain.substr(12)));
  }
  return codes;
}

std::string PlainRecoveryCode(std::string_view typed) {
  std::string plain;
  for (const char c : typed) {
    if (c >= 'A' && c <= 'Z') plain += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) plain += c;
  }
  return plain;
}

}  // namespace admin::auth
