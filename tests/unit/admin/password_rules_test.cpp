#include "admin/server/auth/password_rules.h"

#include <gtest/gtest.h>

namespace admin::auth {
namespace {

std::string Repeat(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(PasswordRules, LengthIsCountedInCharacters) {
  EXPECT_EQ(CheckPassword("x7Kq;pT", "anna"), PasswordFault::kTooShort);
  EXPECT_EQ(CheckPassword("щ7Ыж;эТ", "anna"), PasswordFault::kTooShort) << "7 characters of more bytes";
  EXPECT_EQ(CheckPassword("x7Kq;pT!", "anna"), std::nullopt);
  const std::string sixteen = "Дом7,река-Я мост";
  EXPECT_EQ(CheckPassword(Repeat(sixteen, 8), "anna"), std::nullopt) << "128 characters";
  EXPECT_EQ(CheckPassword(Repeat(sixteen, 8) + "!", "anna"), PasswordFault::kTooLong);
}

TEST(PasswordRules, WhatIsTriedFirstIsCommon) {
  for (const char* password :
       {"password", "12345678", "qwertyuiop", "iloveyou", "trustno1", "football", "P@ssw0rd", "1q2w3e4r"}) {
    EXPECT_EQ(CheckPassword(password, "anna"), PasswordFault::kCommon) << password;
  }
}

TEST(PasswordRules, WhatIsMadeOfCommonPartsIsWeak) {
  for (const char* password : {"password1", "qwerty123", "superman1", "aaaaaaaa", "summer2024", "letmein1",
                               "abcdefgh1234", "пароль123", "любовь2024", "йцукенгш", "gfhjkm12", "privet2023"}) {
    EXPECT_TRUE(CheckPassword(password, "anna")) << password;
  }
}

TEST(PasswordRules, ThePasswordIsNotMadeOfTheName) {
  EXPECT_EQ(CheckPassword("svetlana-k1999", "svetlana-k"), PasswordFault::kWeak);
  EXPECT_EQ(CheckPassword("Светозар2024", "светозар"), PasswordFault::kWeak);
  EXPECT_EQ(CheckPassword("svetlana-k1999", "anna"), std::nullopt);
}

TEST(PasswordRules, LongOnesOfAnyCompositionAreWell) {
  for (const char* password : {"correct horse battery staple", "blue ocean walk north", "корова читает газету",
                               "gT4;kQz!", "                  moss lamp rivet", "日本語のとても長い合言葉"}) {
    EXPECT_EQ(CheckPassword(password, "anna"), std::nullopt) << password;
  }
}

TEST(PasswordRules, EachFaultIsExplainedInBothLanguages) {
  for (const auto fault :
       {PasswordFault::kTooShort, PasswordFault::kTooLong, PasswordFault::kCommon, PasswordFault::kWeak}) {
    EXPECT_STRNE(Explain(fault, Language::kEnglish), Explain(fault, Language::kRussian));
  }
}

}  // namespace
}  // namespace admin::auth
