// The server keeps what its OpenAPI document promises: schemathesis makes requests of the document, right and wrong
// ones, and holds the answers against it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/admin/public.h"

namespace cdc::test {
namespace {

const std::string kPassword = "violet tram beyond seven";

class Promises : public Public {
 protected:
  Promises() : Public(60) {
    const auto installed = RunToEnd({(SourceRoot() / "tests/support/venv.sh").string(),
                                     (SourceRoot() / "tests/admin/schemathesis.txt").string(), place_},
                                    {}, std::chrono::seconds(300));
    if (installed.exit != 0) throw std::runtime_error("schemathesis cannot be installed: " + installed.output);
  }

  void SignIn() {
    const auto added =
        server_->Command({"user", "add", "ann", "--role", "administrator", "--password-stdin"}, kPassword + "\n");
    ASSERT_EQ(added.exit, 0) << added.output;
    const auto reply = web_->Post("/api/session", {{"name", "ann"}, {"password", kPassword}});
    ASSERT_EQ(reply.status, 200) << reply.body;
    web_->csrf = reply.Json().at("csrf").get<std::string>();
  }

  // Requests of what `selection` names, with `headers`; the same seed each time.
  void Check(std::vector<std::string> selection, const std::vector<std::string>& headers) {
    std::vector<std::string> command = {
        place_ + "/venv/bin/schemathesis",
        "run",
        server_->url() + "/api/openapi.json",
        "--seed",
        "20261121",
        "--max-examples",
        "15",
        "--phases",
        "examples,coverage,fuzzing",
        "--no-color",
        "--generation-database",
        "none",
        "--request-timeout",
        "30",
        "--checks",
        "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
        "response_schema_conformance,unsupported_method"};
    command.insert(command.end(), selection.begin(), selection.end());
    for (const auto& header : headers) command.insert(command.end(), {"--header", header});
    const auto finished = RunToEnd(command, {{"HOME", scratch_.path().string()}}, std::chrono::seconds(280));
    EXPECT_EQ(finished.exit, 0) << finished.output.substr(
        finished.output.size() > 20000 ? finished.output.size() - 20000 : 0);
    EXPECT_THAT(finished.output, testing::HasSubstr("No issues found"));
  }

  const std::string place_ = Environment("WALCAST_SCHEMATHESIS");
  Scratch scratch_;
};

TEST_F(Promises, OfThePublicApiAreKept) { Check({"--include-path-regex", "^/api/(v1/|openapi)"}, {}); }

TEST_F(Promises, OfTheEditingApiAreKept) {
  ASSERT_NO_FATAL_FAILURE(SignIn());
  Check({"--include-path-regex", "^/api/admin/", "--exclude-path-regex", "users|tokens|freshness|index-again"},
        {"Cookie: sid=" + web_->Cookie("sid"), "X-CSRF-Token: " + web_->csrf});
}

TEST_F(Promises, OfUsersAndTokensAreKept) {
  ASSERT_NO_FATAL_FAILURE(SignIn());
  Check({"--include-path-regex", "^/api/admin/(users|tokens)"},
        {"Cookie: sid=" + web_->Cookie("sid"), "X-CSRF-Token: " + web_->csrf});
}

}  // namespace
}  // namespace cdc::test
