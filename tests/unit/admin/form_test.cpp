// What a browser sends of a form, and where a browser may be sent.
#include "admin/server/http/form.h"

#include <gtest/gtest.h>

#include "admin/server/http/html.h"
#include "admin/server/http/place.h"
#include "admin/server/http/problem.h"

namespace admin::http {
namespace {

unsigned StatusOf(const std::string& body) {
  try {
    ParseForm(body, Language::kEnglish);
  } catch (const Refusal& refusal) {
    return refusal.status();
  }
  return 200;
}

TEST(Form, IsAnObjectOfTexts) {
  EXPECT_EQ(ParseForm("name=ann+lee&password=%D1%8F%26%3D%2b&empty=&bare", Language::kEnglish),
            (Json{{"name", "ann lee"}, {"password", "я&=+"}, {"empty", ""}, {"bare", ""}}));
  EXPECT_EQ(ParseForm("", Language::kEnglish), Json::object());
  EXPECT_EQ(ParseForm("&a=b=c&", Language::kEnglish), (Json{{"a", "b=c"}}));
}

TEST(Form, ThatCannotBeReadIsRefused) {
  for (const char* body :
       {"a=%", "a=%4", "a=%zz", "a=%-1", "a=% 1", "a=%ff", "%c0%80=a", "a=%00", "a=1&a=2", "a=1&%61=2"}) {
    EXPECT_EQ(StatusOf(body), 400u) << body;
  }
  std::string many;
  for (int i = 0; i < 51; ++i) many += "f" + std::to_string(i) + "=&";
  EXPECT_EQ(StatusOf(many), 400u);
}

TEST(Place, IsAPathOfThisSite) {
  for (const char* text : {"/", "/films/7?tab=people&q=%D1%8F", "/a//b", "/%2F%2Fx"})
    EXPECT_TRUE(IsPlace(text)) << text;
  for (const char* text : {"", "films", "//evil.example", "/\\evil.example", "/a\\b", "https://evil.example", "/a b",
                           "/a\r\nX: y", "/\t/x", "/я"}) {
    EXPECT_FALSE(IsPlace(text)) << text;
  }
  EXPECT_FALSE(IsPlace("/" + std::string(1000, 'a')));
}

TEST(Place, GoesThroughAQueryUnchanged) {
  EXPECT_EQ(EncodeParameter("/films/7?a=b&c=%20+"), "/films/7%3Fa%3Db%26c%3D%2520%2B");
}

TEST(Html, TextIsNoMarkup) { EXPECT_EQ(EscapeHtml("<a href=\"x\">&"), "&lt;a href=&quot;x&quot;&gt;&amp;"); }

}  // namespace
}  // namespace admin::http
