#include "admin/server/auth/password_hash.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include <atomic>
#include <thread>

#include "cdc/base/error.h"

namespace admin::auth {
namespace {

using testing::StartsWith;

const std::string kPassword = "Ночной сеанс в Мурманске";
// By Django's algorithm: PBKDF2-HMAC-SHA256 of the password, salt "seasalt2", 1,000 rounds.
const std::string kDjango = "pbkdf2_sha256$1000$seasalt2$xn0u73tQXA9+/nQr+yAdYUAqNA/31hdPoFLaUGf9QEQ=";
// Of Django's own tests of its hashers: "lètmein", salt "seasalt", 10,000 rounds.
const std::string kDjangoLetmein = "pbkdf2_sha256$10000$seasalt$CWWFdHOWwPnki7HvkcqN9iA2T3KLW1cf2uZ5kvArtVY=";

TEST(PasswordHashes, AreArgon2idOfTheLeastCostThatIsAdvised) {
  PasswordHashes hashes;
  const std::string hash = hashes.Hash(kPassword);
  EXPECT_THAT(hash, StartsWith("$argon2id$v=19$m=19456,t=2,p=1$"));
  EXPECT_NE(hashes.Hash(kPassword), hash) << "the salt is the same";
  EXPECT_TRUE(hashes.Verify(kPassword, hash).matches);
  EXPECT_FALSE(hashes.Verify(kPassword, hash).outdated);
  EXPECT_FALSE(hashes.Verify(kPassword + " ", hash).matches);
}

TEST(PasswordHashes, OfDjangoMatchAndAreOutdated) {
  PasswordHashes hashes;
  EXPECT_TRUE(hashes.Verify(kPassword, kDjango).matches);
  EXPECT_TRUE(hashes.Verify(kPassword, kDjango).outdated);
  EXPECT_FALSE(hashes.Verify("another one", kDjango).matches);
  EXPECT_TRUE(hashes.Verify("lètmein", kDjangoLetmein).matches);
  EXPECT_FALSE(hashes.Verify("letmein", kDjangoLetmein).matches);
}

TEST(PasswordHashes, OfLessCostAreOutdated) {
  PasswordHashes hashes;
  char cheap[crypto_pwhash_STRBYTES];
  ASSERT_EQ(
      crypto_pwhash_str_alg(cheap, kPassword.data(), kPassword.size(), 1, 8192 * 1024, crypto_pwhash_ALG_ARGON2ID13),
      0);
  EXPECT_TRUE(hashes.Verify(kPassword, cheap).matches);
  EXPECT_TRUE(hashes.Verify(kPassword, cheap).outdated);
}

TEST(PasswordHashes, WhatIsNoHashMatchesNothing) {
  PasswordHashes hashes;
  for (const std::string stored : {"", "!", "plain", "pbkdf2_sha256$", "pbkdf2_sha256$0$salt$AAAA",
                                   "pbkdf2_sha256$99999999999$salt$AAAA", "pbkdf2_sha256$1000$salt$not base64",
                                   "pbkdf2_sha256$1000$salt$AAAA", "pbkdf2_sha256$-1$s$AAAA", "$argon2id$v=19$"}) {
    EXPECT_FALSE(hashes.Verify(stored, stored).matches) << stored;
    EXPECT_FALSE(hashes.Verify("", stored).matches) << stored;
  }
  EXPECT_TRUE(IsPasswordHash(kDjango));
  EXPECT_FALSE(IsPasswordHash("pbkdf2_sha256$1000$salt$AAAA"));
}

// Of 24 by 8 threads at once: how many were done and how many refused.
std::pair<int, int> HashAtOnce(PasswordHashes& hashes) {
  std::atomic<int> refused = 0, done = 0;
  const auto hash = [&] {
    try {
      hashes.Hash(kPassword);
      ++done;
    } catch (const cdc::Error& error) {
      EXPECT_EQ(error.kind(), cdc::Kind::kUnavailable);
      ++refused;
    }
  };
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
      threads.emplace_back([&] {
        for (int k = 0; k < 3; ++k) hash();
      });
  }
  return {done, refused};
}

TEST(PasswordHashes, MoreAtOnceThanThereArePlacesWait) {
  PasswordHashes hashes(1, std::chrono::minutes(1));
  EXPECT_EQ(HashAtOnce(hashes), (std::pair{24, 0}));
}

TEST(PasswordHashes, WhoWaitedTooLongIsRefusedAndThePlacesComeBack) {
  PasswordHashes hashes(1, std::chrono::milliseconds(0));
  const auto [done, refused] = HashAtOnce(hashes);
  EXPECT_GT(refused, 0);
  EXPECT_GT(done, 0);
  EXPECT_TRUE(hashes.Verify(kPassword, hashes.Hash(kPassword)).matches);
}

}  // namespace
}  // namespace admin::auth
