// The panel's files: packed, kept for ever where their names allow it, and a page with a nonce.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "admin/server/http/problem.h"
#include "admin/server/panel/files.h"
#include "cdc/base/error.h"
#include "tests/support/scratch.h"

namespace admin::panel {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class PanelFiles : public testing::Test {
 protected:
  PanelFiles() {
    std::filesystem::create_directories(scratch_.path() / "assets");
    scratch_.Write("index.html", "<script nonce=\"{{nonce}}\"></script>");
    scratch_.Write("assets/index-1a2b.js", std::string(5000, 'x'));
    scratch_.Write("favicon.svg", "<svg/>");
    files_ = std::make_unique<Files>(scratch_.path().string(), [this](const auto&) { return signed_in_; });
    routes_ = files_->Routes();
  }
  http::Response Get(const std::string& path, std::vector<std::pair<std::string, std::string>> headers = {}) {
    http::Request request;
    request.method = "GET";
    request.target = "/" + path;
    for (auto& [name, value] : headers) request.headers.Add(name, value);
    http::Call call{.request = request};
    call.path["path"] = path;
    return routes_.front().call(call);
  }

  cdc::test::Scratch scratch_;
  bool signed_in_ = true;
  std::unique_ptr<Files> files_;
  std::vector<http::Route> routes_;
};

TEST_F(PanelFiles, AreSentInTheFormThatTheBrowserTakes) {
  const auto plain = Get("assets/index-1a2b.js"),
             gzip = Get("assets/index-1a2b.js", {{"Accept-Encoding", "gzip, deflate"}}),
             brotli = Get("assets/index-1a2b.js", {{"Accept-Encoding", "gzip, br"}});
  EXPECT_EQ(plain.shared->size(), 5000u);
  EXPECT_EQ(plain.headers.Get("Content-Encoding"), std::nullopt);
  EXPECT_EQ(gzip.headers.Get("Content-Encoding"), "gzip");
  EXPECT_EQ(brotli.headers.Get("Content-Encoding"), "br");
  EXPECT_LT(gzip.shared->size(), 200u);
  EXPECT_EQ(gzip.headers.Get("Vary"), "Accept-Encoding");
  EXPECT_EQ(Get("assets/index-1a2b.js", {{"Accept-Encoding", "br;q=0, gzip"}}).headers.Get("Content-Encoding"), "gzip");
}

TEST_F(PanelFiles, WithAHashInTheirNameAreKeptForEver) {
  EXPECT_THAT(std::string(*Get("assets/index-1a2b.js").headers.Get("Cache-Control")), HasSubstr("immutable"));
  EXPECT_EQ(Get("favicon.svg").headers.Get("Cache-Control"), "no-cache");
}

TEST_F(PanelFiles, AreNotSentAgainToWhoHasThem) {
  const auto first = Get("favicon.svg");
  EXPECT_EQ(Get("favicon.svg", {{"If-None-Match", std::string(*first.headers.Get("ETag"))}}).status, 304u);
}

TEST_F(PanelFiles, ThePageHasANonceOfItsOwnEachTime) {
  const auto one = Get(""), other = Get("films/7");
  EXPECT_THAT(one.body, Not(HasSubstr("{{nonce}}")));
  EXPECT_NE(one.body, other.body);
  const auto nonce = one.body.substr(15, one.body.find('"', 15) - 15);
  EXPECT_GE(nonce.size(), 22u);
  const std::string policy(*one.headers.Get("Content-Security-Policy"));
  EXPECT_THAT(policy, HasSubstr("'nonce-" + nonce + "'"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe-inline")));
}

TEST_F(PanelFiles, WhoBringsNoSessionSignsInAndComesBack) {
  signed_in_ = false;
  const auto sent = Get("films?page=2&q=a b%20");
  EXPECT_EQ(sent.status, 303u);
  EXPECT_EQ(sent.headers.Get("Location"), "/sign-in") << "what cannot be a target is not gone back to";
  EXPECT_EQ(Get("films/7?tab=people&q=%D1%8F").headers.Get("Location"),
            "/sign-in?next=/films/7%3Ftab%3Dpeople%26q%3D%25D1%258F");
  EXPECT_EQ(Get("").headers.Get("Location"), "/sign-in");
  EXPECT_EQ(Get("/evil/example").headers.Get("Location"), "/sign-in");
  EXPECT_EQ(Get("assets/index-1a2b.js").status, 200u);
  EXPECT_EQ(Get("favicon.svg").status, 200u);
}

// The cookie is not sent then, even where there is one.
TEST_F(PanelFiles, WhoFollowsALinkOfAnotherSiteGetsThePage) {
  signed_in_ = false;
  EXPECT_EQ(Get("films/7", {{"Sec-Fetch-Site", "cross-site"}}).status, 200u);
  EXPECT_EQ(Get("films/7", {{"Sec-Fetch-Site", "none"}}).status, 303u);
  EXPECT_EQ(Get("films/7", {{"Sec-Fetch-Site", "same-origin"}}).status, 303u);
}

TEST_F(PanelFiles, WhatIsNotThereIsNotThePage) {
  EXPECT_THROW(Get("assets/missing.js"), http::Refusal);
  EXPECT_THROW(Get("api/missing"), http::Refusal);
  EXPECT_THROW(Get("../secret.txt"), http::Refusal);
}

TEST(PanelFilesAtTheStart, ADirectoryWithoutAPageIsRefused) {
  const cdc::test::Scratch empty;
  EXPECT_THROW(Files(empty.path().string(), {}), cdc::Error);
  EXPECT_THROW(Files("/does/not/exist", {}), cdc::Error);
}

}  // namespace
}  // namespace admin::panel
