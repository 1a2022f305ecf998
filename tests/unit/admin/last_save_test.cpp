// Where a browser stands that has saved something.
#include "admin/server/catalogue/last_save.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace admin::catalogue {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

http::Request With(const char* cookie, const char* header) {
  http::Request request;
  if (cookie != nullptr) request.headers.Add("Cookie", cookie);
  if (header != nullptr) request.headers.Add("X-Walcast-Lsn", header);
  return request;
}

std::string CookieAfter(const http::Request& request, Actor::Means means, const char* position) {
  http::Call call{.request = request};
  call.actor.means = means;
  http::Response response;
  TellPosition(call, cdc::Lsn::Parse(position).value(), response);
  EXPECT_EQ(response.headers.Get("X-Walcast-Lsn"), position);
  return std::string(response.headers.Get("Set-Cookie").value_or(""));
}

TEST(LastSave, IsTheLaterOfWhatTheCookieAndTheHeaderSay) {
  EXPECT_FALSE(LastSaveOf(With(nullptr, nullptr)).named);
  EXPECT_EQ(LastSaveOf(With("sid=x; last-save=1/10", nullptr)).position, cdc::Lsn::Parse("1/10"));
  EXPECT_EQ(LastSaveOf(With("last-save=1/10", "0/20")).position, cdc::Lsn::Parse("1/10"));
  EXPECT_EQ(LastSaveOf(With("last-save=1/10", "1/20")).position, cdc::Lsn::Parse("1/20"));
}

TEST(LastSave, WhatIsNoPositionMayStandForAny) {
  for (const auto& request : {With("last-save=x", nullptr), With("last-save=x", "0/1"), With("last-save=0/1", "x")}) {
    EXPECT_TRUE(LastSaveOf(request).named);
    EXPECT_EQ(LastSaveOf(request).position, std::nullopt);
  }
}

TEST(LastSave, TheCookieNeverGoesBack) {
  EXPECT_THAT(CookieAfter(With(nullptr, nullptr), Actor::Means::kSession, "0/10"), StartsWith("last-save=0/10; "));
  EXPECT_THAT(CookieAfter(With("last-save=0/20", nullptr), Actor::Means::kSession, "0/10"),
              StartsWith("last-save=0/20"));
  EXPECT_THAT(CookieAfter(With("last-save=x", nullptr), Actor::Means::kSession, "0/10"), StartsWith("last-save=0/10"));
}

TEST(LastSave, TheCookieIsForSessionsAloneAndOverTlsForTlsAlone) {
  EXPECT_EQ(CookieAfter(With(nullptr, nullptr), Actor::Means::kToken, "0/10"), "");
  auto secure = With(nullptr, nullptr);
  EXPECT_THAT(CookieAfter(secure, Actor::Means::kSession, "0/10"), Not(HasSubstr("Secure")));
  secure.secure = true;
  EXPECT_THAT(CookieAfter(secure, Actor::Means::kSession, "0/10"), HasSubstr("; Secure; HttpOnly; SameSite=Strict"));
}

}  // namespace
}  // namespace admin::catalogue
