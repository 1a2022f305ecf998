#include "admin/server/auth/totp.h"

#include <gtest/gtest.h>

#include <set>

namespace admin::auth {
namespace {

using std::chrono::seconds;

const std::string kSecret = "12345678901234567890";  // of RFC 6238, appendix B

Time At(std::int64_t second) { return Time(seconds(second)); }

TEST(Totp, CodesAreThoseOfTheStandard) {
  const std::pair<std::int64_t, const char*> vectors[] = {{59, "94287082"},         {1111111109, "07081804"},
                                                          {1111111111, "14050471"}, {1234567890, "89005924"},
                                                          {2000000000, "69279037"}, {20000000000, "65353130"}};
  for (const auto& [second, code] : vectors) {
    EXPECT_EQ(TotpCode(kSecret, TotpStepAt(At(second)), 8), code) << second;
    EXPECT_EQ(TotpCode(kSecret, TotpStepAt(At(second))), std::string(code).substr(2)) << second;
  }
}

TEST(Totp, ACodeOfANeighbouringStepIsTakenAndNoOther) {
  const std::int64_t step = 41152263;
  const Time now = At(step * 30 + 7);
  for (const std::int64_t other : {step - 1, step, step + 1}) {
    EXPECT_EQ(MatchTotp(kSecret, TotpCode(kSecret, other), now, 0), other);
  }
  for (const std::int64_t other : {step - 2, step + 2}) {
    EXPECT_EQ(MatchTotp(kSecret, TotpCode(kSecret, other), now, 0), std::nullopt);
  }
  for (const char* code : {"", "00000", "0000000", "abcdef"}) EXPECT_EQ(MatchTotp(kSecret, code, now, 0), std::nullopt);
}

TEST(Totp, ACodeIsNotTakenTwiceNorOneBeforeIt) {
  const std::int64_t step = 41152263;
  const Time now = At(step * 30);
  EXPECT_EQ(MatchTotp(kSecret, TotpCode(kSecret, step), now, step), std::nullopt);
  EXPECT_EQ(MatchTotp(kSecret, TotpCode(kSecret, step - 1), now, step), std::nullopt);
  EXPECT_EQ(MatchTotp(kSecret, TotpCode(kSecret, step + 1), now, step), step + 1);
}

TEST(Totp, TheUriIsOneThatAppsRead) {
  EXPECT_EQ(
      TotpUri("walcast", "anna.к", kSecret),
      "otpauth://totp/"
      "walcast:anna.%D0%BA?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=walcast&algorithm=SHA1&digits=6&period=30");
  EXPECT_EQ(NewTotpSecret().size(), 20u);
  EXPECT_NE(NewTotpSecret(), NewTotpSecret());
}

TEST(RecoveryCodes, AreTenThatDifferAndMayBeTypedInAnyWay) {
  const auto codes = NewRecoveryCodes();
  EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()).size(), 10u);
  EXPECT_EQ(codes.front().size(), 19u);
  EXPECT_EQ(PlainRecoveryCode("ABCD efgh-2345--mnop "), "abcdefgh2345mnop");
}

}  // namespace
}  // namespace admin::auth
