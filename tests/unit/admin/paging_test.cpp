#include "admin/server/catalogue/paging.h"

#include <gtest/gtest.h>

#include "admin/server/catalogue/unchanged.h"
#include "admin/server/http/problem.h"

namespace admin::catalogue {
namespace {

std::optional<std::int64_t> Number(std::string_view text) {
  const auto page = ParsePage(text);
  return page ? page->number : std::nullopt;
}

TEST(Paging, APageIsReadAsDjangoReadsIt) {
  EXPECT_EQ(Number(""), 1);
  EXPECT_EQ(Number("1"), 1);
  EXPECT_EQ(Number("00002"), 2);
  EXPECT_EQ(Number("+3"), 3);
  EXPECT_EQ(Number(" +2 "), 2);
  EXPECT_EQ(Number("\t7\n"), 7);
  EXPECT_EQ(Number("1_0"), 10);
}

TEST(Paging, TheLastPageHasNoNumberYet) {
  const auto page = ParsePage("last");
  ASSERT_TRUE(page);
  EXPECT_FALSE(page->number);
  EXPECT_FALSE(page->AsParameter());
}

TEST(Paging, WhatIsNoPageIsNone) {
  for (const auto* text : {"0", "-1", "-0", "abc", "LAST", "1.0", "0x1", "2_", "_2", "1__0", "+", "+ 1", "++1", "1 2",
                           " ", "1e3", "99999999999999999999", "1000000001", "last "}) {
    EXPECT_FALSE(ParsePage(text)) << text;
  }
}

TEST(Paging, TheLastOfSeveralPagesCountsAndNoneIsTheFirst) {
  const http::Request request;
  http::Call call{.request = request};
  EXPECT_EQ(AskedPage(call).number, 1);
  call.query.Add("page", "abc");
  call.query.Add("page", "4");
  EXPECT_EQ(AskedPage(call).number, 4);
  call.query.Add("page", "no");
  EXPECT_THROW(AskedPage(call), http::Refusal);
}

TEST(Paging, APatternHoldsNoWildcardOfTheClients) {
  EXPECT_EQ(Containing("a%b_c\\"), "%a\\%b\\_c\\\\%");
  EXPECT_EQ(Containing(""), "%%");
}

TEST(Paging, OnlyTheFormThatIsWrittenIsAnId) {
  EXPECT_TRUE(IsLowerUuid("6018a8fb-bb07-97c0-ba1a-35178a0adcb2"));
  EXPECT_FALSE(IsLowerUuid("6018A8FB-BB07-97C0-BA1A-35178A0ADCB2"));
  EXPECT_FALSE(IsLowerUuid("6018a8fbbb0797c0ba1a35178a0adcb2"));
  EXPECT_FALSE(IsLowerUuid("6018a8fb-bb07-97c0-ba1a-35178a0adcb"));
  EXPECT_FALSE(IsLowerUuid("6018a8fb-bb07-97c0-ba1a-35178a0adcbg"));
  EXPECT_FALSE(IsLowerUuid("{018a8fb-bb07-97c0-ba1a-35178a0adcb}"));
  EXPECT_FALSE(IsLowerUuid(""));
}

TEST(Unchanged, ATagFollowsTheBytes) {
  EXPECT_EQ(WeakEtag("a"), WeakEtag("a"));
  EXPECT_NE(WeakEtag("a"), WeakEtag("b"));
  EXPECT_EQ(WeakEtag("").size(), 36U);
  EXPECT_TRUE(WeakEtag("").starts_with("W/\""));
}

TEST(Unchanged, ATagIsFoundInAListAndComparedWeakly) {
  EXPECT_TRUE(Names("W/\"a\"", "W/\"a\""));
  EXPECT_TRUE(Names("\"a\"", "W/\"a\""));
  EXPECT_TRUE(Names("\"x\" , W/\"a\"", "W/\"a\""));
  EXPECT_TRUE(Names(" * ", "W/\"a\""));
  EXPECT_FALSE(Names("\"x\", \"ab\"", "W/\"a\""));
  EXPECT_FALSE(Names("", "W/\"a\""));
  EXPECT_FALSE(Names("a", "W/\"a\""));
}

TEST(Unchanged, WhoHasItAlreadyGetsNoBody) {
  http::Request request;
  const auto first = UnlessKnown(http::ReplyText("{}"), request);
  EXPECT_EQ(first.status, 200U);
  EXPECT_EQ(first.body, "{}");
  request.headers.Add("If-None-Match", std::string(*first.headers.Get("ETag")));
  const auto second = UnlessKnown(http::ReplyText("{}"), request);
  EXPECT_EQ(second.status, 304U);
  EXPECT_EQ(second.type, "");
  EXPECT_EQ(second.body, "");
  EXPECT_EQ(second.headers.Get("ETag"), first.headers.Get("ETag"));
  EXPECT_EQ(UnlessKnown(http::ReplyText("[]"), request).status, 200U);
}

}  // namespace
}  // namespace admin::catalogue
