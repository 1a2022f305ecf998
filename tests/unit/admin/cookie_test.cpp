#include "admin/server/auth/cookie.h"

#include <gtest/gtest.h>

#include "admin/server/auth/limits.h"
#include "admin/server/auth/secrets.h"

namespace admin::auth {
namespace {

http::Request With(const std::string& cookies) {
  http::Request request;
  request.headers.Add("Cookie", cookies);
  return request;
}

TEST(SessionCookie, IsForThisHostAloneAndOverTlsOnly) {
  EXPECT_EQ(SessionCookie(false).Set("x"), "__Host-sid=x; Secure; HttpOnly; SameSite=Strict; Path=/");
  EXPECT_EQ(SessionCookie(false, "half-way").Set("x"), "__Host-half-way=x; Secure; HttpOnly; SameSite=Strict; Path=/");
  EXPECT_EQ(SessionCookie(true).Set("x"), "sid=x; HttpOnly; SameSite=Strict; Path=/");
  EXPECT_EQ(SessionCookie(false).Clear(), "__Host-sid=; Secure; HttpOnly; SameSite=Strict; Path=/; Max-Age=0");
}

TEST(SessionCookie, IsFoundAmongOthers) {
  const SessionCookie cookie(false);
  const std::string secret = NewSecret();
  EXPECT_EQ(cookie.Read(With("a=b; __Host-sid=" + secret + "; c=d")), secret);
  EXPECT_EQ(cookie.Read(With("__Host-sid=" + secret)), secret);
  EXPECT_EQ(cookie.Read(With("sid=" + secret)), std::nullopt) << "the name of insecure HTTP";
  EXPECT_EQ(cookie.Read(With("x__Host-sid=" + secret)), std::nullopt);
  EXPECT_EQ(cookie.Read(With("__Host-sid=" + secret + "x")), std::nullopt);
  EXPECT_EQ(cookie.Read(With("__Host-sid=")), std::nullopt);
  EXPECT_EQ(cookie.Read(With(";;; =")), std::nullopt);
  EXPECT_EQ(cookie.Read({}), std::nullopt);
}

TEST(Secrets, Have256BitsAndAreStoredAsSha256) {
  EXPECT_EQ(NewSecret().size(), 43u);
  EXPECT_NE(NewSecret(), NewSecret());
  EXPECT_EQ(Fingerprint("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_NE(Derive("csrf", "abc"), Fingerprint("abc"));
  EXPECT_EQ(FromHex(ToHex(std::string("\0\xff", 2))), std::string("\0\xff", 2));
  EXPECT_ANY_THROW(FromHex("0"));
  EXPECT_ANY_THROW(FromHex("zz"));
}

TEST(Addresses, OfOneSubscriberAreOne) {
  EXPECT_EQ(AddressGroup("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(AddressGroup("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(AddressGroup("2001:db8:1:2:3:4:5:6"), AddressGroup("2001:db8:1:2:ffff::1"));
  EXPECT_NE(AddressGroup("2001:db8:1:2::1"), AddressGroup("2001:db8:1:3::1"));
  EXPECT_EQ(AddressGroup(""), "");
}

}  // namespace
}  // namespace admin::auth
